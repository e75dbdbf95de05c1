/** Renders exports: small ones at once, large ones in a thread of their own, so that nobody who writes meanwhile is held up. */
import type { Worker } from 'node:worker_threads'
import type { ExportName } from '../../shared/api.ts'
import type { Workplan } from '../../shared/outcome/workplanSchema.ts'
import { startThread } from '../thread.ts'
import { renderExport, type ExportInput, type Rendered } from './render.ts'
import type { RenderAnswer, RenderRequest } from './render-thread.ts'

/** A workplan of more lines than this takes longer to render than a thread takes to start. */
const LARGE = 400

/** How many lines a workplan comes to, in any of its forms. */
const linesOf = ({ actions, decisions, notes }: Workplan): number =>
  actions.length +
  decisions.reduce((sum, { candidates }) => sum + candidates.length, 0) +
  notes.reduce((sum, group) => sum + group.notes.length, 0)

/** Renders exports, at most one in a thread at a time. */
export const createRenderer = () => {
  const threads = new Set<Worker>()
  /** One after the other: many at once would take the machine from those who write. */
  let queue: Promise<unknown> = Promise.resolve()
  let closed = false

  const apart = (request: RenderRequest): Promise<Rendered> =>
    new Promise((resolve, reject) => {
      if (closed) return reject(new Error('closed'))
      const thread = startThread(new URL('./render-thread.ts', import.meta.url), request)
      threads.add(thread)
      const end = () => {
        threads.delete(thread)
        void thread.terminate()
      }
      thread.on('message', (answer: RenderAnswer) => {
        end()
        if ('failed' in answer) reject(new Error(answer.failed))
        else resolve({ body: Buffer.from(answer.body), type: answer.type })
      })
      // Also when it runs out of memory: it takes nothing else with it.
      thread.on('error', (error) => {
        end()
        reject(error)
      })
      thread.on('exit', () => reject(new Error('the thread ended')))
    })

  return {
    /** Reads all that it is given at once, before it waits for anything. */
    async render(name: ExportName, input: ExportInput): Promise<Rendered> {
      if (!name.startsWith('workplan.') || name === 'workplan.schema.json') return renderExport(name, input)
      const workplan = input.workplan()
      if (linesOf(workplan) <= LARGE) return renderExport(name, { ...input, workplan: () => workplan })
      const turn = queue.then(() => apart({ name, workplan }))
      queue = turn.catch(() => undefined)
      return turn
    },

    /** Ends what is under way. */
    async close(): Promise<void> {
      closed = true
      await Promise.all([...threads].map((thread) => thread.terminate()))
    },
  }
}

export type Renderer = ReturnType<typeof createRenderer>
