/**
 * What our own pages and the server say to each other, byte by byte. Pages stay open while a server is updated: a frame that changes
 * here shuts them out, or is misread. So nothing here changes; a new body takes a new number, and the old one is heard as long as
 * pages may say it.
 */
import { expect, test } from 'vitest'
import * as client from '../../client/model/frames.ts'
import * as server from '../../server/sync/frames.ts'
import * as protocol from '../../shared/protocol.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

const SOME = Uint8Array.of(0xaa, 0xbb)
const PROVEN = [
  [5, SOME],
  [300, new Uint8Array()],
] as const

test('pages say what they ever said', () => {
  expect({
    stepOne: hex(client.stepOne('d', SOME)),
    stepTwo: hex(client.stepTwo('d', SOME)),
    update: hex(client.update('d', SOME)),
    presence: hex(client.presence('d', SOME)),
    pointers: hex(client.pointers('d')),
    mine: hex(client.mine('d', PROVEN)),
    closed: hex(client.closed('d')),
  }).toMatchInlineSnapshot(`
    {
      "closed": "016465e80700",
      "mine": "016469020502aabbac0200",
      "pointers": "016466",
      "presence": "01640102aabb",
      "stepOne": "0164000002aabb",
      "stepTwo": "0164000102aabb",
      "update": "0164000202aabb",
    }
  `)
})

test('the server says what it ever said', () => {
  const pointed = { shape: '{}', points: [1, -2] }
  const frames = {
    stepOne: server.stepOneFrame('d', SOME),
    stepTwo: server.stepTwoFrame('d', SOME),
    update: server.updateFrame('d', SOME),
    presence: server.presenceFrame('d', [{ client: 5, clock: 2, state: '{}' }]),
    pointers: server.pointersFrame('d', [{ type: 'whole', slot: 2, client: 5, pointed }]),
    ack: server.ackFrame('d', 300),
    proofs: server.proofsFrame('d', PROVEN),
    closed: server.closedFrame('d', 4413, 'no'),
  }
  expect(Object.fromEntries(Object.entries(frames).map(([name, frame]) => [name, hex(frame.plain)])))
    .toMatchInlineSnapshot(`
    {
      "ack": "64ac02",
      "closed": "65bd22026e6f",
      "pointers": "660a05027b7d0142",
      "presence": "0106010502027b7d",
      "proofs": "68020502aabbac0200",
      "stepOne": "000002aabb",
      "stepTwo": "000102aabb",
      "update": "000202aabb",
    }
  `)
})

test('each kind of message has a number of its own', () => {
  const numbers = Object.entries(protocol).flatMap(([name, value]) =>
    name.startsWith('MESSAGE_') && typeof value === 'number' ? [value] : [],
  )
  expect(new Set(numbers).size).toBe(numbers.length)
  expect(numbers.length).toBeGreaterThan(3)
})
