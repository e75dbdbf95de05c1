import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import { createPresence } from '../../../client/model/presence.ts'
import { partPoints, writePointers, type PointerEntry } from '../../../shared/pointers.ts'

const bodyOf = (...entries: PointerEntry[]): Uint8Array =>
  encoding.encode((encoder) => writePointers(encoder, entries))

const open = () => {
  const presence = createPresence({ person: 'me' })
  const say = (slot: number, client: number, state: Record<string, unknown>): void =>
    presence.heard(bodyOf({ type: 'whole', slot, client, pointed: partPoints(state) }))
  return { presence, say }
}

test('others are seen as the server tells of them, and I am not among them', () => {
  const { presence, say } = open()
  say(0, 5, { person: 'a', cursor: [1, 2] })
  say(1, presence.awareness.clientID, { person: 'me' })
  expect(presence.peers.get()).toMatchObject([{ client: 5, person: 'a', cursor: [1, 2] }])
  presence.lost()
  expect(presence.peers.get()).toEqual([])
  presence.close()
})

test('whoever moves is a new value, whoever rests the same one', () => {
  const { presence, say } = open()
  say(0, 5, { person: 'a', cursor: [1, 2] })
  say(1, 6, { person: 'b', cursor: [3, 4] })
  const [, resting] = presence.peers.get()
  presence.heard(bodyOf({ type: 'moved', slot: 0, points: [9, 9] }))
  expect(presence.peers.get()[0]).toMatchObject({ cursor: [9, 9] })
  expect(presence.peers.get()[1]).toBe(resting)
  presence.close()
})

test('what makes no sense is passed over', () => {
  const { presence, say } = open()
  say(0, 5, { person: 'a' })
  say(1, 6, { cursor: [3, 4] })
  presence.heard(bodyOf({ type: 'moved', slot: 7, points: [1, 1] }))
  presence.heard(Uint8Array.of(255, 255, 255))
  expect(presence.peers.get().map(({ person }) => person)).toEqual(['a'])
  presence.close()
})
