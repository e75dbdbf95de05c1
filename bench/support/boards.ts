/** Boards to measure on: so many notes, with so many changes behind them. */
import * as Y from 'yjs'
import { itemsOf } from '../../shared/board.ts'
import { addItems, moveItems } from '../../shared/boardItems.ts'
import { openPeer, readTold, type Place } from './peer.ts'
import { pause, until } from './wait.ts'

/** Notes, or moves, that one update carries. */
const CHUNK = 500
/** Milliseconds after so many notes: 20,000 as fast as they are taken are more work than one person may make (`LIMITS.work`). */
const BREATH = 300
/** Bytes that are sent before the server has to have stored them. */
const AHEAD = 400_000

/** Writes notes to an empty board, then moves them about so many times. @returns its document as the writer holds it */
export const fillBoard = async (
  place: Place,
  token: string,
  { notes, moves = 0 }: { readonly notes: number; readonly moves?: number },
): Promise<Y.Doc> => {
  const doc = new Y.Doc()
  let greeted = false
  let stored = 0
  let sent = 1
  let ahead = 0
  const peer = await openPeer(place, token, (data, self) => {
    const { told } = readTold(data, place.mux)
    if (told.type === 'ack') stored = told.stored
    if (told.type === 'step-1') {
      self.stepTwo(place.board, Y.encodeStateAsUpdate(doc, told.body))
      greeted = true
    }
  })
  try {
    peer.stepOne(place.board, Y.encodeStateVector(doc))
    if (!(await until(() => greeted, 10_000))) throw new Error('the board does not open')
    doc.on('update', (update: Uint8Array) => {
      peer.update(place.board, update)
      sent += 1
      ahead += update.byteLength
    })
    const settle = async (): Promise<void> => {
      const done = (): boolean => (place.mux ? stored >= sent : peer.socket.bufferedAmount === 0)
      if (!(await until(() => done() || peer.code() !== null, 60_000)) || peer.code() !== null)
        throw new Error(`the board was not taken (${peer.code() ?? 'or not within a minute'})`)
      ahead = 0
    }
    for (let from = 0; from < notes; from += CHUNK) {
      const count = Math.min(CHUNK, notes - from)
      addItems(
        doc,
        Array.from({ length: count }, (_, index) => ({
          kind: 'note',
          // No time of any run: such a place is never taken for a change that is measured.
          at: [-1, from + index],
          text: `Note ${from + index}: what would make the walk to school better?`,
        })),
      )
      if (ahead > AHEAD) await settle()
      await pause(BREATH)
    }
    const ids = [...itemsOf(doc).keys()]
    for (let from = 0; from < moves; from += CHUNK) {
      const places = new Map<string, [number, number]>()
      for (let move = from; move < Math.min(moves, from + CHUNK); move++)
        places.set(ids[(move * 7) % ids.length] ?? '', [-2 - (move % 900), move % 700])
      moveItems(doc, places)
      if (ahead > AHEAD) await settle()
    }
    await settle()
    return doc
  } finally {
    peer.close()
  }
}
