/** Blows on many boards of one workshop at once: what is bounded in each of them has to be so in all together. */
import * as Y from 'yjs'
import { addItems } from '../../shared/boardItems.ts'
import { sync, type Attack } from './blows.ts'

/** Notes in one message. */
const NOTES = 1_500

const notes = (count: number): Uint8Array => {
  const doc = new Y.Doc()
  addItems(
    doc,
    Array.from(
      { length: count },
      (_, at) => ({ kind: 'note', at: [at, at], text: `Fair words ${at}` }) as const,
    ),
  )
  return Y.encodeStateAsUpdate(doc)
}

/** Writes much on each board. This fills them, so it comes first: when the other comes, they have left the memory. */
export const manyWritten = (boards: readonly string[]): Attack => {
  const updates = boards.map(() => notes(NOTES))
  return {
    name: `1,500 notes on each of ${boards.length} boards`,
    blow(board, turn) {
      const at = Math.floor(turn / 3)
      const on = boards[at] ?? board
      const step = turn % 3
      if (step === 0) return sync(on, 0, Uint8Array.of(0))
      return step === 1 ? sync(on, 1, Uint8Array.of(0, 0)) : sync(on, 2, updates[at] ?? Uint8Array.of(0, 0))
    },
    most: 3 * boards.length,
  }
}

/** Asks for all boards, which lie in the storage alone. */
export const manyAsked = (boards: readonly string[]): Attack => ({
  name: `${boards.length} boards asked for at once`,
  blow: (board, turn) => sync(boards[turn] ?? board, 0, Uint8Array.of(0)),
  most: boards.length,
})
