/** A thread of its own that folds journals, one after the other. */
import { parentPort } from 'node:worker_threads'
import { fold } from './fold.ts'
import { unpackUpdates, type FoldAnswer, type FoldRequest } from './folderMessages.ts'
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

parentPort?.on('message', (request: FoldRequest) => {
  const answered = answer(request)
  // Handed over, not copied: the server would copy it on its own time.
  const moved =
    'folded' in answered
      ? [answered.folded.state, answered.folded.anew?.epoch].flatMap((bytes) => bytes?.buffer ?? [])
      : 'parted' in answered
        ? answered.parted.parts.map(({ buffer }) => buffer)
        : []
  parentPort?.postMessage(
    answered,
    moved.filter((buffer) => buffer instanceof ArrayBuffer),
  )
})
