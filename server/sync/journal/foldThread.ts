/** A thread of its own that folds journals, one after the other. */
import { parentPort } from 'node:worker_threads'
import { unpackUpdates } from '../updates.ts'
import { fold } from './fold.ts'
import type { FoldAnswer, FoldRequest } from './folderMessages.ts'
import { part } from './part.ts'

const answer = (request: FoldRequest): FoldAnswer => {
  const { number } = request
  const updates = unpackUpdates(request)
  try {
    if (request.type === 'part') {
      const { snapshots } = request
      return {
        number,
        parted: part({ snapshots: updates.slice(0, snapshots), tail: updates.slice(snapshots) }),
      }
    }
    const { anew, point } = request
    return { number, folded: fold({ updates, anew, point }) }
  } catch (error) {
    return { number, failed: error instanceof Error ? error.message : String(error) }
  }
}

/** The large pieces of an answer; what is small is its own only part, and so named twice. */
const bytesIn = (answered: FoldAnswer): readonly Uint8Array[] => {
  if ('parted' in answered) return answered.parted.parts
  if ('failed' in answered) return []
  const { state, parts, anew } = answered.folded
  return [state, ...parts, ...(anew ? [anew.epoch] : [])]
}

parentPort?.on('message', (request: FoldRequest) => {
  const answered = answer(request)
  // Handed over, not copied: the server would copy it on its own time.
  const moved = new Set(bytesIn(answered).map(({ buffer }) => buffer))
  parentPort?.postMessage(
    answered,
    [...moved].filter((buffer) => buffer instanceof ArrayBuffer),
  )
})
