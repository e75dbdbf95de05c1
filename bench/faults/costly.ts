/** Blows that are short to deal and long to serve, on a board that has a history. */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { newId } from '../../shared/ids.ts'
import { MESSAGE_QUERY_AWARENESS } from '../../shared/protocol.ts'
import { message, presence, sync, type Attack, type Blow } from './blows.ts'

/** Whose changes are on the board already: all of this client's, up to this clock. */
export interface History {
  readonly client: number
  readonly clock: number
  /** The workshop's other boards, on which there is nothing. */
  readonly boards: readonly string[]
}

/** Notes each of which says that it is a copy of the one before. */
const chain = (length: number): Uint8Array => {
  const doc = new Y.Doc()
  doc.transact(() => {
    let before = ''
    for (let number = 0; number < length; number++) {
      const id = newId()
      doc
        .getMap('items')
        .set(id, new Y.Map<unknown>([['kind', 'note'], ...(before ? [['from', before] as const] : [])]))
      before = id
    }
  })
  return Y.encodeStateAsUpdate(doc)
}

/** One note that says again and again that it is a copy of another: one update each. */
const origins = (times: number): Uint8Array[] => {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const note = new Y.Map<unknown>([['kind', 'note']])
  doc.getMap('items').set(newId(), note)
  for (let time = 1; time < times; time++) note.set('from', newId())
  return updates
}

/** An item without fields, in the root map under a key. */
const writeItem = (encoder: encoding.Encoder, key = newId()): void => {
  encoding.writeUint8(encoder, 0x27)
  encoding.writeVarUint(encoder, 1)
  encoding.writeVarString(encoder, 'items')
  encoding.writeVarString(encoder, key)
  encoding.writeVarUint(encoder, 1)
}

/** So many items at once; another time, others in their place. */
const crowd = (items: number): Uint8Array =>
  encoding.encode((encoder) => {
    for (const part of [1, items, Math.floor(Math.random() * 2 ** 31), 0])
      encoding.writeVarUint(encoder, part)
    for (let item = 0; item < items; item++) writeItem(encoder, `crowd-${`${item}`.padStart(14, '0')}`)
    encoding.writeVarUint(encoder, 0)
  })

/** One field with so many empty objects in it. */
const hollow = (objects: number): Uint8Array =>
  encoding.encode((encoder) => {
    const client = Math.floor(Math.random() * 2 ** 31)
    for (const part of [1, 2, client, 0]) encoding.writeVarUint(encoder, part)
    writeItem(encoder)
    // Plain values, in that item under a key.
    encoding.writeUint8(encoder, 0x28)
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarString(encoder, 'field')
    encoding.writeVarUint(encoder, objects)
    for (let object = 0; object < objects; object++) encoding.writeAny(encoder, {})
    encoding.writeVarUint(encoder, 0)
  })

/** An update that only deletes: every other step of somebody's, so many. */
const holes = ({ client, clock }: History, ranges: number): Uint8Array =>
  encoding.encode((encoder) => {
    for (const part of [0, 1, client, Math.min(ranges, clock >> 1)]) encoding.writeVarUint(encoder, part)
    for (let at = 0; at < Math.min(ranges, clock >> 1); at++) {
      encoding.writeVarUint(encoder, 2 * at)
      encoding.writeVarUint(encoder, 1)
    }
  })

/** An update that only deletes: one step here, one there, in no order. */
const scattered = ({ client, clock }: History, ranges: number): Uint8Array =>
  encoding.encode((encoder) => {
    for (const part of [0, 1, client, ranges]) encoding.writeVarUint(encoder, part)
    for (let at = 0; at < ranges; at++) {
      encoding.writeVarUint(encoder, (at * 7_919) % clock)
      encoding.writeVarUint(encoder, 1)
    }
  })

/** An update that deletes the same few steps so many times. */
const again = ({ client }: History, ranges: number): Uint8Array =>
  encoding.encode((encoder) => {
    for (const part of [0, 1, client, ranges]) encoding.writeVarUint(encoder, part)
    for (let at = 0; at < ranges; at++) {
      encoding.writeVarUint(encoder, at % 100)
      encoding.writeVarUint(encoder, 1)
    }
  })

/** A note under somebody else's id, right after all that they wrote. */
const forged = ({ client, clock }: History): Uint8Array =>
  encoding.encode((encoder) => {
    for (const part of [1, 1, client, clock]) encoding.writeVarUint(encoder, part)
    writeItem(encoder)
    encoding.writeVarUint(encoder, 0)
  })

/** A state vector of an old copy, as old as one likes. */
const old = ({ client, clock }: History, turn: number): Uint8Array =>
  encoding.encode((encoder) => {
    for (const part of [1, client, 1 + (turn % clock)]) encoding.writeVarUint(encoder, part)
  })

/** Says where it points, and asks who is here, by turns. */
const curious = (board: string, turn: number): Blow =>
  turn % 2 > 0
    ? { type: 'binary', data: message(board, MESSAGE_QUERY_AWARENESS, () => {}) }
    : presence(
        board,
        encoding.encode((encoder) => {
          for (const part of [1, 4_242, turn]) encoding.writeVarUint(encoder, part)
          encoding.writeVarString(encoder, JSON.stringify({ cursor: [turn, turn] }))
        }),
      )

/** These attacks. @param history what lies on the board */
export const makeCostly = (history: History): readonly Attack[] => {
  const chains = Array.from({ length: 6 }, () => chain(2_500))
  const origin = origins(5_000)
  const empty = Array.from({ length: 12 }, () => hollow(480_000))
  const crowds = Array.from({ length: 12 }, () => crowd(12_000))
  const some = holes(history, 200_000)
  const anywhere = scattered(history, 240_000)
  const same = again(history, 400_000)
  const whole = encoding.encode((encoder) => {
    for (const part of [0, 1, history.client, 1, 0, history.clock]) encoding.writeVarUint(encoder, part)
  })
  const theirs = forged(history)
  return [
    { name: "forged: under another's id", blow: (board) => sync(board, 2, theirs) },
    {
      name: 'copies of copies, 2,500 in a row',
      blow: (board, turn) => sync(board, 2, chains[turn] ?? theirs),
      most: 6,
    },
    {
      name: 'a copy of ever other notes',
      blow: (board, turn) => sync(board, 2, origin[turn] ?? theirs),
      most: 5_000,
    },
    { name: '480,000 empty objects', blow: (board, turn) => sync(board, 2, empty[turn] ?? theirs), most: 12 },
    { name: 'pointing, and asking who is here', blow: curious },
    { name: 'old state vectors', blow: (board, turn) => sync(board, 0, old(history, turn)) },
    { name: '400,000 deletions of the same', blow: (board) => sync(board, 2, same), most: 300 },
    {
      name: '12,000 new items in one message',
      blow: (board, turn) => sync(board, 2, crowds[turn] ?? theirs),
      most: 12,
    },
    // They take a board away, as anybody may who writes there: so they come last.
    { name: '240,000 deletions here and there', blow: (board) => sync(board, 2, anywhere), most: 300 },
    { name: 'every other step deleted', blow: (board) => sync(board, 2, some), most: 300 },
    { name: 'all deleted, again and again', blow: (board) => sync(board, 2, whole) },
  ]
}
