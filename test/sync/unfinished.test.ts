/** What has begun and is not whole takes memory: of one person, and of one address, it is bounded. */
import { Duplex } from 'node:stream'
import { expect, test } from 'vitest'
import { createUnfinished } from '../../server/sync/sockets/unfinished.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { joinStock, startHarness, until } from './harness.ts'
import { joinRaw, type RawClient } from './rawClient.ts'

test('whoever began first goes, where a person or an address has too much begun; what is whole counts no more', () => {
  const cut: [name: string, isOwnFault: boolean][] = []
  const watch = createUnfinished({ perPerson: 100, perAddress: 250 })
  const open = (name: string, person: string) => {
    const socket = watch({ person, address: 'hall' }, (isOwnFault) => {
      cut.push([name, isOwnFault])
      socket.leave()
    })
    return socket
  }
  const [a1, a2] = [open('a1', 'a'), open('a2', 'a')]
  for (let n = 0; n < 10; n++) {
    a1.came(90)
    a1.whole()
    a1.came(60)
  }
  a1.came(60)
  a2.came(40)
  expect(cut).toEqual([])
  a2.came(1)
  expect(cut).toEqual([['a1', true]])
  const others = ['b', 'c', 'd'].map((person) => open(person, person))
  for (const other of others) other.came(80)
  expect(cut.slice(1)).toEqual([['a2', false]])
  others[0]?.leave()
  others[1]?.came(20)
  expect(cut).toHaveLength(2)
})

test('signs of life count for nothing, neither against a quiet reader nor for who hides pieces between them', () => {
  const cut: string[] = []
  const watch = createUnfinished({ perPerson: 100, perAddress: 1_000 })
  const reader = watch({ person: 'reader', address: 'hall' }, () => cut.push('reader'))
  for (let n = 0; n < 1_000; n++) {
    reader.beat(4)
    reader.came(10)
    // One that comes in two pieces.
    reader.came(3)
    reader.beat(4)
    reader.came(7)
  }
  expect(cut).toEqual([])
  const foe = watch({ person: 'foe', address: 'hall' }, () => cut.push('foe'))
  for (let n = 0; n < 3; n++) {
    foe.beat(4)
    foe.came(50)
  }
  expect(cut).toEqual(['foe'])
})

/** Begins a message of a megabyte, and sends most of it. */
const begin = ({ socket }: RawClient): void => {
  const line: unknown = Reflect.get(socket, '_socket')
  if (!(line instanceof Duplex)) throw new Error('no socket')
  const head = Buffer.alloc(14)
  head.set([0x82, 0xff])
  head.writeBigUInt64BE(BigInt(LIMITS.payload), 2)
  line.write(head)
  line.write(Buffer.alloc(0.9 * LIMITS.payload))
}

test('however many sockets somebody has, little that is not whole is kept of them, and the others at their address go on', async () => {
  const harness = await startHarness()
  const honest = joinStock(harness, harness.add().token)
  await honest.synced()
  const foe = harness.add()
  const sockets: RawClient[] = []
  for (let n = 0; n < 9; n++) sockets.push(await joinRaw(harness.url, foe.token))
  sockets.forEach(begin)
  const open = (): RawClient[] => sockets.filter(({ code }) => code() === null)
  const most = LIMITS.unfinished.perPerson / (0.9 * LIMITS.payload)
  await until('those who began first are gone', () => open().length <= most)
  const id = honest.note('still here')
  await until('it is stored', () => harness.applied.length > 0)
  expect(honest.items.has(id)).toBe(true)
  expect(honest.codes).toEqual([])
  expect(open().length).toBeGreaterThan(0)
  for (const { socket } of sockets) socket.terminate()
  honest.destroy()
  await harness.close()
})
