/** Makes exports: small ones here, large ones in a thread of their own, each by turns, so that nobody who writes meanwhile is held up. */
import type { Worker } from 'node:worker_threads'
import type { ExportName } from '../../shared/api.ts'
import type { Say } from '../say.ts'
import { startThread } from '../thread.ts'
import { inputOf, pack, type Material } from './material.ts'
import { renderExport, type Rendered } from './render.ts'
import type { RenderAnswer, RenderRequest } from './renderThread.ts'
import { createOrders, type Order } from './orders.ts'

/** What is made of more items, rows and candidates than this takes longer than a thread takes to start. */
const LARGE = 400

/** Who asks for which export. */
export interface Wanted extends Pick<Order<Rendered>, 'person' | 'isGone'> {
  readonly workshop: string
  readonly name: ExportName
  /** How much there is to be told, as of now: see `amountOf`. */
  readonly size: number
  /** Finds what it is made of, when it is its turn. */
  readonly find: () => Promise<Material>
}

/** Makes exports, at most one in a thread at a time, and one here: many at once would take the machine from those who write. */
export const createRenderer = (t: Say) => {
  const threads = new Set<Worker>()
  const inTurnHere = createOrders<Rendered>()
  const inTurnApart = createOrders<Rendered>()
  let closed = false

  const apart = (request: RenderRequest): Promise<Rendered> =>
    new Promise((resolve, reject) => {
      if (closed) return reject(new Error('closed'))
      const thread = startThread(new URL('./renderThread.ts', import.meta.url), request)
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
    /** @returns null where whoever asked has gone */
    render({ workshop, name, size, find, person, isGone }: Wanted): Promise<Rendered | null> {
      const order = { key: `${workshop}/${name}`, person, isGone }
      // The schema tells of no workshop.
      if (size <= LARGE || name === 'workplan.schema.json')
        return inTurnHere({ ...order, work: async () => renderExport(name, inputOf(await find(), t)) })
      return inTurnApart({ ...order, work: async () => apart({ name, material: pack(await find()) }) })
    },

    /** Ends what is under way. */
    async close(): Promise<void> {
      closed = true
      await Promise.all([...threads].map((thread) => thread.terminate()))
    },
  }
}

export type Renderer = ReturnType<typeof createRenderer>
