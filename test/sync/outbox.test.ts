import { Duplex } from 'node:stream'
import { expect, test } from 'vitest'
import { createAllowance } from '../../server/sync/sockets/allowance.ts'
import { createPost } from '../../server/sync/sockets/outbox.ts'
import { turn } from '../../server/turn.ts'
import { LIMITS } from '../../shared/protocol.ts'

test('whoever wants to make more ready for a slow socket waits until all has left, one after another', async () => {
  let taken: (() => void)[] = []
  const stream = new Duplex({
    read() {},
    write: (_chunk, _encoding, done) => void taken.push(done),
    writev: (_chunks, done) => void taken.push(done),
  })
  const take = async (): Promise<void> => {
    const now = taken
    taken = []
    for (const done of now) done()
    await turn()
  }
  const outbox = createPost(() => {}).open(stream, () => true)
  const ready: string[] = []
  const large = (name: string) => (): void => {
    ready.push(name)
    outbox.push(new Uint8Array(1_000_000))
  }
  outbox.whenFree(large('first'))
  expect(ready).toEqual(['first'])
  for (const name of ['second', 'third']) outbox.whenFree(large(name))
  await turn()
  expect(ready).toEqual(['first'])
  await take()
  expect(ready).toEqual(['first', 'second'])
  await turn()
  await take()
  expect(ready).toEqual(['first', 'second', 'third'])
  expect(outbox.waiting()).toBeGreaterThan(0)
  expect(stream.listenerCount('drain')).toBe(0)
})

test('who takes all at once hears the rest too: such a stream says nothing when it is empty again', async () => {
  const stream = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() })
  const outbox = createPost(() => {}).open(stream, () => true)
  const ready: number[] = []
  const large = (number: number): void =>
    outbox.whenFree(() => {
      ready.push(number)
      outbox.push(new Uint8Array(1_000_000))
      if (number < 5) large(number + 1)
    })
  large(1)
  for (let turns = 0; turns < 20; turns++) await turn()
  expect(ready).toEqual([1, 2, 3, 4, 5])
  expect(stream.listenerCount('drain')).toBe(0)
})

test('what is sent in one turn could not be taken yet, so it makes nobody too slow; what waits from before does', async () => {
  const stream = new Duplex({ read() {}, write: () => undefined, writev: () => undefined })
  const outbox = createPost(() => {}).open(stream, () => true)
  const allowance = createAllowance(outbox)
  const PIECE = LIMITS.buffered / 4
  /** All that goes out in one turn. @returns how much of it did */
  const send = async (pieces: number): Promise<number> => {
    let sent = 0
    while (sent < pieces && allowance.maySend(PIECE)) {
      outbox.push(new Uint8Array(PIECE))
      sent += 1
    }
    await turn()
    return sent
  }
  expect(await send(6)).toBe(6)
  expect(await send(6)).toBe(6)
  expect(await send(6)).toBe(0)
})
