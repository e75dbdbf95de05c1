/** What has begun and is not whole takes memory: of one person, and of one address, it is bounded. */
import { Duplex } from 'node:stream'
import fc from 'fast-check'
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

test('whatever comes in whatever order, nobody has more begun than they may, and just those go who began first', () => {
  const sockets = 12
  const perPerson = 100
  const perAddress = 150
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.nat({ max: sockets - 1 }),
          fc.oneof(
            { weight: 6, arbitrary: fc.integer({ min: 1, max: 130 }) },
            { weight: 1, arbitrary: fc.constantFrom('whole' as const, 'leave' as const) },
          ),
        ),
        { maxLength: 300 },
      ),
      (happenings) => {
        const watch = createUnfinished({ perPerson, perAddress })
        const cut: string[] = []
        const expected: string[] = []
        // Each person is at two addresses, and at each address are several people.
        const all = Array.from({ length: sockets }, (_, n) => ({
          person: `person ${n % 4}`,
          address: `address ${n % 3}`,
        }))
        const watched = all.map((belonging, n) => {
          const socket = watch(belonging, (isOwnFault) => {
            cut.push(`${n} ${isOwnFault}`)
            socket.leave()
          })
          return socket
        })
        /** What has begun, who began first first. */
        const begun = new Map<number, number>()
        const gone = new Set<number>()
        const relieve = (by: 'person' | 'address', name: string, most: number): void => {
          const there = [...begun].filter(([n]) => all[n]?.[by] === name)
          const bytes = there.reduce((sum, [, each]) => sum + each, 0)
          const [first] = there
          if (bytes <= most || !first) return
          begun.delete(first[0])
          gone.add(first[0])
          expected.push(`${first[0]} ${by === 'person'}`)
          relieve(by, name, most)
        }
        for (const [n, happening] of happenings) {
          if (happening === 'leave') {
            watched[n]?.leave()
            gone.add(n)
            begun.delete(n)
          } else if (happening === 'whole') {
            watched[n]?.whole()
            // What follows in the same piece is not looked at.
            watched[n]?.came(1)
            begun.delete(n)
          } else {
            watched[n]?.came(happening)
            const { person = '', address = '' } = all[n] ?? {}
            if (!gone.has(n)) begun.set(n, (begun.get(n) ?? 0) + happening)
            relieve('person', person, perPerson)
            relieve('address', address, perAddress)
          }
          expect(cut).toEqual(expected)
        }
      },
    ),
  )
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
