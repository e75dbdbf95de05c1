/** Has journals folded by a thread of its own, so that it holds up nobody who writes meanwhile. */
import type { Worker } from 'node:worker_threads'
import { startThread } from '../../thread.ts'
import { packUpdates } from '../updates.ts'
import type { Folded, FoldTask } from './fold.ts'
import type { FoldAnswer, FoldRequest } from './folderMessages.ts'
import type { Journalled, Parted } from './part.ts'

/** Milliseconds that a thread with nothing to do is kept: its memory goes with it. */
const IDLE = 10_000

/**
 * Bytes of journals after which a thread makes room for a new one: each leaves up to a hundred times as many, which its engine clears
 * away when it sees fit. To begin anew takes as long as folding a few hundred kilobytes.
 */
const ENOUGH = 1_000_000

/** Of what is made for the moment, such a thread keeps less than the engine would by itself. */
const LIMITS_OF_THREAD = { maxYoungGenerationSizeMb: 8 } as const

/** Folds journals in a thread of its own. */
export interface Folder {
  /** @throws when it cannot be done: then the journal stays as it is, and nothing is lost. */
  fold(task: FoldTask): Promise<Folded>
  /** The same document as small updates. @throws when it cannot be done */
  part(journalled: Journalled): Promise<Parted>
  /** Ends what is under way. */
  close(): Promise<void>
}

type Answered = Exclude<FoldAnswer, { failed: string }>

interface Waiting {
  readonly resolve: (answer: Answered) => void
  readonly reject: (error: Error) => void
}

/** A folder; its thread starts with the first task, and ends when it has had none for a while, or has had enough. */
export const createFolder = (): Folder => {
  const waiting = new Map<number, Waiting>()
  let thread: Worker | null = null
  let idle: NodeJS.Timeout | null = null
  let numbers = 0
  /** Bytes that the thread was given. */
  let given = 0
  let closed = false

  const end = async (why: string): Promise<void> => {
    const ending = thread
    thread = null
    given = 0
    if (idle) clearTimeout(idle)
    for (const { reject } of waiting.values()) reject(new Error(why))
    waiting.clear()
    await ending?.terminate()
  }

  const onAnswer = (answer: FoldAnswer): void => {
    const asked = waiting.get(answer.number)
    waiting.delete(answer.number)
    if (waiting.size === 0 && given >= ENOUGH) void end('it was given enough')
    else if (waiting.size === 0) idle = setTimeout(() => void end('idle'), IDLE).unref()
    if ('failed' in answer) asked?.reject(new Error(answer.failed))
    else asked?.resolve(answer)
  }

  const start = (): Worker => {
    const started = startThread(new URL('./foldThread.ts', import.meta.url), {}, LIMITS_OF_THREAD)
    started.unref()
    started.on('message', onAnswer)
    // Also when it runs out of memory: it takes nothing else with it.
    started.on('error', (error) => {
      if (thread === started) void end(error.message)
    })
    started.on('exit', () => {
      if (thread === started) void end('the thread ended')
    })
    return started
  }

  const ask = (request: FoldRequest): Promise<Answered> => {
    if (closed) return Promise.reject(new Error('closed'))
    if (idle) clearTimeout(idle)
    thread ??= start()
    const answered = new Promise<Answered>((resolve, reject) =>
      waiting.set(request.number, { resolve, reject }),
    )
    given += request.bytes.byteLength
    thread.postMessage(request, [request.bytes.buffer])
    return answered
  }

  return {
    async fold({ updates, anew, point }) {
      const answer = await ask({ type: 'fold', number: (numbers += 1), ...packUpdates(updates), anew, point })
      if ('folded' in answer) return answer.folded
      throw new Error('the thread did something else')
    },
    async part({ snapshots, tail }) {
      const answer = await ask({
        type: 'part',
        number: (numbers += 1),
        ...packUpdates([...snapshots, ...tail]),
        snapshots: snapshots.length,
      })
      if ('parted' in answer) return answer.parted
      throw new Error('the thread did something else')
    },
    close() {
      closed = true
      return end('closed')
    },
  }
}
