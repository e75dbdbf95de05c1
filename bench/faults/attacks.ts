/** What somebody might send who means harm, or a broken program. Each makes one blow at a time; the foe deals them as fast as it can. */
import { randomBytes } from 'node:crypto'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { addItem } from '../../shared/boardItems.ts'
import { MESSAGE_SYNC } from '../../shared/protocol.ts'
import { awarenessOf } from '../support/peer.ts'
import { message, presence, sync, type Attack } from './blows.ts'
import { makeCostly, type History } from './costly.ts'
import { manyAsked, manyWritten } from './manyBoards.ts'

const honestUpdate = (): Uint8Array => {
  const doc = new Y.Doc()
  addItem(doc, { kind: 'note', at: [0, 0], text: 'Fair words' })
  return Y.encodeStateAsUpdate(doc)
}

const mutated = (bytes: Uint8Array): Uint8Array => {
  const copy = bytes.slice()
  for (let change = 0; change < 3; change++)
    copy[Math.floor(Math.random() * copy.length)] = Math.floor(Math.random() * 256)
  return copy
}

/** An update of a second change, whose first is kept back. */
const orphan = (): Uint8Array => {
  const doc = new Y.Doc()
  doc.getMap('items').set('kept-back', 1)
  const before = Y.encodeStateVector(doc)
  doc.getMap('items').set('sent', 2)
  return Y.encodeStateAsUpdate(doc, before)
}

const nested = (depth: number): Uint8Array => {
  const doc = new Y.Doc()
  let map = doc.getMap<unknown>('items')
  doc.transact(() => {
    for (let level = 0; level < depth; level++) {
      const inner = new Y.Map<unknown>()
      map.set('a', inner)
      map = inner
    }
  })
  return Y.encodeStateAsUpdate(doc)
}

const nestedJson = (depth: number): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, 7)
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarString(encoder, `{"cursor":${'['.repeat(depth)}${']'.repeat(depth)}}`)
  })

const huge = (): Uint8Array => {
  const doc = new Y.Doc()
  const note = new Y.Map<unknown>([
    ['kind', 'note'],
    ['v', 1],
    ['at', [0, 0]],
    ['text', new Y.Text('x'.repeat(900_000))],
  ])
  doc.getMap('items').set('huge-huge-huge-huge', note)
  return Y.encodeStateAsUpdate(doc)
}

/** One field, set again and again as if it had never been: short to send, long to place. */
const tangled = (): Uint8Array =>
  encoding.encode((encoder) => {
    const times = 40_000
    for (const part of [1, times, 1 + Math.floor(Math.random() * 2 ** 30), 0])
      encoding.writeVarUint(encoder, part)
    for (let time = 0; time < times; time++) {
      encoding.writeUint8(encoder, 0x27)
      encoding.writeVarUint(encoder, 1)
      encoding.writeVarString(encoder, 'items')
      encoding.writeVarString(encoder, 'k')
      encoding.writeVarUint(encoder, 1)
    }
    encoding.writeVarUint(encoder, 0)
  })

const crowdOf = (entries: number): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries)
    for (let client = 1; client <= entries; client++) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, 1)
      encoding.writeVarString(encoder, '{}')
    }
  })

/** Head of a WebSocket frame that announces 200 MB, and the bytes that follow it again and again. */
const announced = (): Uint8Array => {
  const head = Buffer.alloc(14)
  head[0] = 0x82
  head[1] = 0xff
  head.writeBigUInt64BE(200_000_000n, 2)
  return head
}

/** So many WebSocket frames that say nothing but that somebody lives, masked with noughts. */
const signs = (opcode: number, times: number): Uint8Array =>
  Buffer.concat(Array<Uint8Array>(times).fill(Uint8Array.of(0x80 | opcode, 0x80, 0, 0, 0, 0)))

/** All attacks, in the order of the table. Costly messages are made once, so that making them does not hold the foe up. */
export const makeAttacks = (history: History): readonly Attack[] => {
  const update = honestUpdate()
  const orphans = Array.from({ length: 200 }, orphan)
  const deep = nested(5_000)
  const deepJson = nestedJson(900)
  const large = huge()
  const knot = tangled()
  const crowd = crowdOf(10_000)
  const [pings, pongs] = [signs(0x9, 100_000), signs(0xa, 100_000)]
  return [
    manyWritten(history.boards),
    {
      name: 'random bytes',
      blow: () => ({ type: 'binary', data: randomBytes(1 + Math.floor(Math.random() * 200)) }),
    },
    { name: 'mutated updates', blow: (board) => sync(board, 2, mutated(update)) },
    {
      name: 'mutated messages',
      blow: (board) => ({
        type: 'binary',
        data: mutated(message(board, MESSAGE_SYNC, (to) => encoding.writeVarUint8Array(to, update))),
      }),
    },
    { name: 'text frames', blow: () => ({ type: 'text', data: Buffer.from('{"hello":1}') }) },
    {
      name: 'broken WebSocket frames',
      blow: () => ({ type: 'raw', data: Uint8Array.of(0xff, 0xff), repeat: 1 }),
    },
    {
      name: '200 MB frames',
      blow: () => ({ type: 'raw', data: announced(), repeat: 20 }),
      alone: true,
      most: 40,
    },
    {
      name: 'floods of fragments',
      blow: () => ({ type: 'fragments', count: 20_000 }),
      frames: 20_000,
      alone: true,
      most: 20,
    },
    {
      name: 'floods of pings',
      blow: () => ({ type: 'raw', data: pings, repeat: 1 }),
      frames: 100_000,
      alone: true,
      most: 20,
    },
    {
      name: 'floods of pongs',
      blow: () => ({ type: 'raw', data: pongs, repeat: 1 }),
      frames: 100_000,
      alone: true,
      most: 20,
    },
    {
      name: 'updates without what they build on',
      blow: (board, turn) => sync(board, 2, orphans[turn % orphans.length] ?? update),
    },
    { name: 'parts 5,000 deep', blow: (board) => sync(board, 2, deep), most: 3_000 },
    { name: 'presence 900 deep', blow: (board) => presence(board, deepJson) },
    { name: 'texts of 900 KB', blow: (board) => sync(board, 2, large), most: 300 },
    { name: 'one entry made 40,000 times', blow: (board) => sync(board, 2, knot), most: 300 },
    { name: '10,000 presences in one message', blow: (board) => presence(board, crowd), most: 300 },
    {
      name: "others' presence",
      blow: (board, turn) =>
        presence(
          board,
          awarenessOf(1 + (turn % 5_000), 2 ** 30 + turn, { person: 'someone-else', cursor: [turn, 0] }),
        ),
    },
    { name: 'sync step 1 in a flood', blow: (board) => sync(board, 0, Uint8Array.of(0)) },
    { name: 'the same update in a flood', blow: (board) => sync(board, 2, update) },
    manyAsked(history.boards),
    ...makeCostly(history),
  ]
}
