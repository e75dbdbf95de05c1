/** A thread of its own that folds journals, one after the other. */
import { parentPort } from 'node:worker_threads'
import { fold } from './fold.ts'
import { unpackTask, type FoldAnswer, type FoldRequest } from './folder-messages.ts'

const answer = (request: FoldRequest): FoldAnswer => {
  try {
    return { number: request.number, folded: fold(unpackTask(request)) }
  } catch (error) {
    return { number: request.number, failed: error instanceof Error ? error.message : String(error) }
  }
}

parentPort?.on('message', (request: FoldRequest) => {
  const answered = answer(request)
  // Handed over, not copied: the server would copy it on its own time.
  const moved =
    'folded' in answered
      ? [answered.folded.state, answered.folded.anew?.epoch].flatMap((bytes) => bytes?.buffer ?? [])
      : []
  parentPort?.postMessage(
    answered,
    moved.filter((buffer) => buffer instanceof ArrayBuffer),
  )
})
