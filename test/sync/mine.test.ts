/** What a client calls its own in a document, whatever happens meanwhile. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createClaims } from '../../server/sync/room/claims.ts'
import type { Work } from '../../server/sync/room/queue.ts'
import type { Receiver } from '../../server/sync/room/room.ts'
import { createMine, type MineDeps, type Told } from '../../server/sync/sockets/mine.ts'
import { parseDocName } from '../../shared/docs.ts'
import { parseMux } from './muxClient.ts'
import { BOARD_DOC, proofIn, WORKSHOP } from './harness.ts'

const ME = 'me'
const OTHER = 'other'
const NO_PROOF = new Uint8Array()
/** A server's frame without its header, which is short here. */
const bodyOf = (wire: Uint8Array): Uint8Array => wire.subarray(wire[1] === 126 ? 4 : 2)

/** One socket's, of me; `world` changes around it. */
const start = () => {
  const claims = createClaims({ held: new Map(), own: () => 0, keep: () => {} })
  const world = { hasKey: true, mayWrite: true, mayWork: true, asked: 0 }
  /** What I asked the server to work, in steps, each time. */
  const paid: number[] = []
  const given = new Map<number, Uint8Array>()
  const found: number[] = []
  const docName = parseDocName(BOARD_DOC)
  if (!docName) throw new Error('a board has a name')
  const room = {
    workshop: WORKSHOP,
    name: BOARD_DOC,
    docName,
    claims,
    epoch: { number: 0, size: 0, isRetired: () => false },
    whenDurable: (then: () => void) => then(),
    found(client: number): undefined {
      found.push(client)
      if (!claims.found(client, ME)) claims.close(client)
    },
  }
  const deps: Pick<MineDeps, 'holder' | 'gatekeeper' | 'mayWork'> = {
    holder: {
      session: 'a session',
      person: ME,
      asker: () => ({ person: ME, role: world.mayWrite ? 'participant' : 'viewer', member: false }),
    },
    gatekeeper: {
      proofOf(_workshop, document, client, person) {
        world.asked += 1
        return world.hasKey ? proofIn(document, client, person) : null
      },
    },
    mayWork(steps) {
      paid.push(steps)
      return world.mayWork
    },
  }
  const receiver: Receiver = {
    person: ME,
    acknowledges: true,
    mayWrite: () => true,
    mayShow: () => true,
    send(frame) {
      const message = parseMux(bodyOf(frame.wire(true)))
      if (message.type === 'proofs') for (const [client, proof] of message.proofs) given.set(client, proof)
    },
    whenFree: (then) => then(),
    fail: () => {},
    waits: () => {},
    end: () => {},
  }
  const mine = createMine({ ...deps, room, receiver })
  const find = (): void => {
    for (let left: Work | undefined = mine.find(); left; left = left());
  }
  return {
    claims,
    world,
    given,
    found,
    paid,
    tell(...told: Told[]) {
      mine.tell(told)
      find()
    },
    /** I send an update. */
    write(...clients: number[]) {
      find()
      for (const client of clients) claims.wrote(client, ME)
      mine.wrote()
    },
  }
}

const proofFor = (client: number, person: string): Told => [client, proofIn(BOARD_DOC, client, person)]

test('a proof that could not be made comes with the next that its writer sends, once it can, and then no more is asked', () => {
  const { tell, write, given, world } = start()
  world.hasKey = false
  tell([5, NO_PROOF], [6, NO_PROOF])
  write(5)
  expect(given.size).toBe(0)
  world.hasKey = true
  write(6)
  expect(given).toEqual(new Map([proofFor(5, ME), proofFor(6, ME)]))
  const { asked } = world
  write(5)
  write(6)
  expect(world.asked).toBe(asked)
})

test('what is shown while nothing can be proven is looked at once it can be', () => {
  const { tell, write, found, claims, world } = start()
  claims.brought(5, OTHER)
  claims.wrote(6, OTHER)
  world.hasKey = false
  tell(proofFor(5, ME), proofFor(6, ME), proofFor(7, ME))
  write(8)
  expect(found).toEqual([])
  world.hasKey = true
  write(8)
  expect(found).toEqual([5, 6])
})

test('a proof tells nothing against whom it was given to, nor does one of another id, or one that is cut or drawn out', () => {
  const { tell, found, claims } = start()
  for (const client of [5, 6, 7, 8, 9]) claims.wrote(client, OTHER)
  const [, real] = proofFor(5, ME)
  tell(
    proofFor(5, OTHER),
    [6, real],
    [7, real.subarray(0, 16)],
    [8, new Uint8Array([...real, 0])],
    [9, NO_PROOF],
  )
  tell([5, new Uint8Array(1_000).fill(1)])
  expect(found).toEqual([])
  tell(proofFor(5, ME))
  expect(found).toEqual([5])
})

test('a proof that is shown later is looked at as well, though nothing was claimed or brought since', () => {
  const { tell, found, claims } = start()
  claims.brought(5, OTHER)
  claims.brought(6, OTHER)
  tell(proofFor(5, ME))
  const news = claims.news()
  tell(proofFor(7, ME))
  expect([found, claims.news()]).toEqual([[5], news])
  tell(proofFor(6, ME))
  expect(found).toEqual([5, 6])
})

test('what is given again and what is looked at is work of whoever asks for it, and refused where it is too much', () => {
  const { tell, given, found, claims, world, paid } = start()
  for (const client of [1, 2]) claims.wrote(client, ME)
  claims.brought(3, OTHER)
  // These two cost nothing: one awaits what may come, the other is no proof.
  tell([4, NO_PROOF], [5, new Uint8Array(3)])
  expect(paid).toEqual([])
  tell([1, NO_PROOF])
  tell(proofFor(3, ME))
  const [once, looked] = paid
  expect(once).toBeGreaterThan(0)
  expect(looked).toBe(once)
  world.mayWork = false
  claims.brought(6, OTHER)
  expect(() => tell([1, NO_PROOF], [2, NO_PROOF])).toThrow('Too much at once')
  expect(() => tell(proofFor(6, ME))).toThrow('Too much at once')
  expect(paid.slice(2)).toEqual([2 * (once ?? 0), once])
  expect([[...given.keys()], found]).toEqual([[1], [3]])
})

const CLIENTS = [1, 2, 3, 4, 5, 6]
/** What I hold of each id: a device has one proof, which was given to me, or lent by another; of the last, it has another id's. */
const heldFor = (client: number): Told =>
  client === 6 ? [6, proofIn('plan', 6, ME)] : proofFor(client, client < 4 ? ME : OTHER)
const client = fc.constantFrom(...CLIENTS)
const event = fc.oneof(
  fc.record({ type: fc.constantFrom('tell bare', 'show', 'write'), client }),
  fc.record({ type: fc.constantFrom('another writes', 'another brings'), client }),
  fc.record({ type: fc.constantFrom('key', 'right'), client: fc.constant(0) }),
)

test('whatever is told, shown, written and brought, with or without a key or the right to write: in the end all get what is theirs', () => {
  fc.assert(
    fc.property(fc.array(event, { minLength: 10, maxLength: 60 }), (events) => {
      const { tell, write, given, found, claims, world } = start()
      const bare = new Set<number>()
      /** What was shown while it was not mine. */
      const shown = new Set<number>()
      for (const { type, client } of events)
        switch (type) {
          case 'tell bare':
            bare.add(client)
            tell([client, NO_PROOF])
            break
          case 'show':
            if (!claims.isTheirs(client, ME)) shown.add(client)
            tell(heldFor(client))
            break
          case 'write':
            if (claims.allows(client, ME)) write(client)
            break
          case 'another writes':
            if (claims.allows(client, OTHER)) claims.wrote(client, OTHER)
            break
          case 'another brings':
            claims.brought(client, OTHER)
            break
          case 'key':
            world.hasKey = !world.hasKey
            break
          case 'right':
            world.mayWrite = !world.mayWrite
        }
      Object.assign(world, { hasKey: true, mayWrite: true })
      write()
      const mine = CLIENTS.filter((each) => claims.isTheirs(each, ME))
      expect([...given].sort(([a], [b]) => a - b)).toEqual(
        mine.filter((each) => bare.has(each)).map((each) => proofFor(each, ME)),
      )
      // What I show is found, once. What was given to another is nothing against their own claim, and no proof is nothing at all.
      for (const each of shown) {
        expect(claims.isBrought(each) && each !== 6).toBe(false)
        expect(claims.claimantOf(each) === OTHER && each < 4).toBe(false)
      }
      for (const each of found)
        expect([shown.has(each), each < 4 || mine.includes(each)]).toEqual([true, true])
      expect(found).not.toContain(6)
      expect(new Set(found).size).toBe(found.length)
    }),
  )
})
