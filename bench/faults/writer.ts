/** People who write without pause on small documents of their own making, and remember what they were told and shown. */
import * as Y from 'yjs'
import { addItem, moveItems } from '../../shared/boardItems.ts'
import { textOf } from '../../shared/boardTexts.ts'
import { openPeer, readTold, type Peer, type Place } from '../support/peer.ts'
import { until } from '../support/wait.ts'

/** How far each client id's changes are known to reach: its structs are counted without gaps, so one number says all. */
export type Reach = Map<number, number>

/** One change: its structs end there, and it deletes these. */
export interface Change {
  readonly end: number
  readonly deletes: readonly Y.ID[]
}

export interface Writer {
  readonly peer: Peer
  /** Makes one change and sends it. */
  write(): void
  /** Changes that the server said are stored. */
  acknowledged(): number
  /** Its own changes, as far as they were acknowledged. */
  saved(): Reach
  /** What it was shown of others. */
  readonly seen: Reach
  /** Those that it made, in order. */
  readonly changes: readonly Change[]
  readonly client: number
}

const furthest = (reach: Reach, client: number, clock: number): void =>
  void reach.set(client, Math.max(clock, reach.get(client) ?? 0))

const deletesOf = (update: Uint8Array): Y.ID[] =>
  [...Y.decodeUpdate(update).ds.clients].flatMap(([client, ranges]) =>
    ranges.flatMap(({ clock, len }) =>
      Array.from({ length: len }, (_, at) => Y.createID(client, clock + at)),
    ),
  )

/** Joins as somebody who writes. `onShown` hears of each change of others, by client id and where it ends. */
export const joinWriter = async (
  place: Place,
  token: string,
  onShown: (client: number, clock: number) => void = () => {},
): Promise<Writer> => {
  const doc = new Y.Doc()
  const seen: Reach = new Map()
  const changes: Change[] = []
  let synced = false
  let greeted = false
  let stored = 0
  const peer = await openPeer(place, token, (data, self) => {
    const { name, told } = readTold(data, place.mux)
    if (place.mux && name !== place.board) return
    switch (told.type) {
      case 'step-1':
        self.stepTwo(place.board, Y.encodeStateAsUpdate(doc))
        greeted = true
        return
      case 'step-2':
        synced = true
        return
      case 'ack':
        // The first message was the answer to step 1.
        stored = told.stored - 1
        return
      case 'update':
        for (const struct of Y.decodeUpdate(told.body).structs) {
          if (struct instanceof Y.Skip) continue
          const end = struct.id.clock + struct.length
          furthest(seen, struct.id.client, end)
          if (struct.id.client !== doc.clientID) onShown(struct.id.client, end)
        }
        return
      default:
    }
  })
  peer.stepOne(place.board, Uint8Array.of(0))
  if (!(await until(() => synced && greeted, 20_000))) throw new Error('a writer could not join')
  doc.on('update', (update: Uint8Array) => {
    changes.push({ end: Y.getState(doc.store, doc.clientID), deletes: deletesOf(update) })
    peer.update(place.board, update)
  })
  let note: string | null = null
  return {
    peer,
    seen,
    changes,
    client: doc.clientID,
    write() {
      const turn = changes.length
      const text = note === null ? null : textOf(doc, note, 'text')
      if (note === null || turn % 100 === 0)
        note = addItem(doc, { kind: 'note', at: [turn, 0], text: 'Mine' })
      else if (turn % 2 === 0) moveItems(doc, new Map([[note, [turn, turn]]]))
      else
        doc.transact(() => {
          text?.insert(text.length, 'w')
          if (turn % 5 === 0) text?.delete(0, 1)
        })
    },
    acknowledged: () => Math.max(0, stored),
    saved: () => new Map(stored > 0 ? [[doc.clientID, changes[stored - 1]?.end ?? 0]] : []),
  }
}

/** What a newcomer is given: how far each client id reaches, and what is deleted. */
export interface Found {
  readonly reach: Reach
  isDeleted(id: Y.ID): boolean
}

export const readBoard = async (place: Place, token: string): Promise<Found> => {
  const doc = new Y.Doc()
  let done = false
  const peer = await openPeer(place, token, (data) => {
    const { name, told } = readTold(data, place.mux)
    if (place.mux && name !== place.board) return
    if (told.type === 'update' || told.type === 'step-2') Y.applyUpdate(doc, told.body)
    if (told.type === 'step-2') done = true
  })
  peer.stepOne(place.board, Uint8Array.of(0))
  const came = await until(() => done, 30_000)
  peer.close()
  if (!came) throw new Error('the board did not come back')
  const deleted = Y.createDeleteSetFromStructStore(doc.store)
  return {
    reach: Y.decodeStateVector(Y.encodeStateVector(doc)),
    isDeleted: (id) => Y.isDeleted(deleted, id),
  }
}
