import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { readPointers, type HeldPointer } from '../../shared/pointers.ts'
import { CLOSE, LIMITS } from '../../shared/protocol.ts'
import type { PresenceEntry } from '../../server/sync/frames.ts'
import { createPatiences } from '../../server/sync/sockets/patience.ts'
import { createClaims } from '../../server/sync/room/claims.ts'
import { createPresence, type PresenceBoard, type Present } from '../../server/sync/room/presence.ts'
import {
  BOARD_DOC,
  joinStock,
  startHarness,
  until,
  WORKSHOP,
  type Harness,
  type StockClient,
} from './harness.ts'
import { openMux } from './muxClient.ts'
import { joinRaw } from './rawClient.ts'

type PresenceDeps = Parameters<typeof createPresence>[0]

/** A board's presence by itself, with one who reads it, where everybody may be there. */
const alone = (deps: Partial<PresenceDeps> = {}): PresenceBoard =>
  createPresence({
    name: 'board',
    claims: { allows: () => true, present: () => {} },
    readers: () => ({ compact: 0, stock: 1 }),
    wake: () => {},
    send: () => {},
    ...deps,
  })

/** Somebody's page. */
const pageOf = (person: string, mayShow: Present['mayShow'] = () => true): Present => ({
  person,
  mayWrite: () => true,
  mayShow,
})

/** One awareness message: of each client its clock, and what it says of itself. */
const saying = (
  ...entries: readonly (readonly [client: number, clock: number, state: unknown])[]
): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length)
    for (const [client, clock, state] of entries) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, JSON.stringify(state))
    }
  })

describe('presence', () => {
  let harness: Harness
  const closing: (() => void)[] = []
  beforeEach(async () => {
    harness = await startHarness()
  })
  afterEach(async () => {
    for (const close of closing.splice(0)) close()
    await harness.close()
  })

  const join = async (token = harness.add().token): Promise<StockClient> => {
    const client = joinStock(harness, token)
    closing.push(() => client.destroy())
    await client.synced()
    return client
  }

  /** What a client knows of another. */
  const stateOf = (of: StockClient, at: StockClient): Record<string, unknown> | undefined =>
    at.provider.awareness.getStates().get(of.doc.clientID)

  const say = (client: StockClient, state: Record<string, unknown>): void =>
    client.provider.awareness.setLocalState(state)

  test('everyone sees where everyone is, and whose it is by the server’s word', async () => {
    const someone = harness.add()
    const [a, b] = [await join(someone.token), await join()]
    say(a, { cursor: [1, 2], person: 'somebody else' })
    await until('b sees a', () => stateOf(a, b)?.['cursor'] !== undefined)
    expect(stateOf(a, b)).toEqual({ cursor: [1, 2], person: someone.id })
    const c = await join()
    await until('a newcomer sees a', () => stateOf(a, c)?.['person'] === someone.id)
  })

  test('a viewer is present too', async () => {
    const [a, viewer] = [await join(), await join(harness.add('viewer').token)]
    say(viewer, { cursor: [3, 4] })
    await until('a sees the viewer', () => stateOf(viewer, a)?.['cursor'] !== undefined)
    expect(viewer.codes).toEqual([])
  })

  test('nobody writes or removes what is somebody else’s', async () => {
    const [a, b] = [await join(), await join()]
    say(a, { cursor: [1, 2] })
    await until('b sees a', () => stateOf(a, b)?.['cursor'] !== undefined)
    const foe = await joinRaw(harness.url, harness.add().token)
    const { clientID } = a.doc
    foe.presence({ client: clientID, clock: 99, state: { cursor: [9, 9] } })
    foe.presence({ client: clientID, clock: 100, state: null })
    foe.presence({ client: 77, clock: 1, state: { cursor: [7, 7] } })
    await until('b sees the foe', () => b.provider.awareness.getStates().has(77))
    expect(stateOf(a, b)?.['cursor']).toEqual([1, 2])
    expect(foe.code()).toBeNull()
  })

  test('one connection has one entry', async () => {
    const a = await join()
    const foe = await joinRaw(harness.url, harness.add().token)
    foe.presence(
      ...Array.from({ length: 100 }, (_, index) => ({
        client: 1_000 + index,
        clock: 1,
        state: { n: index },
      })),
    )
    await until('a sees the first', () => a.provider.awareness.getStates().has(1_000))
    expect(
      [...a.provider.awareness.getStates().keys()].filter((client) => client > 1_000 && client < 1_100),
    ).toEqual([])
  })

  test('presence ends with the connection, and comes back with it', async () => {
    const [a, b] = [await join(), await join()]
    say(a, { cursor: [1, 2] })
    await until('b sees a', () => stateOf(a, b) !== undefined)
    a.provider.disconnect()
    await until('b sees that a left', () => stateOf(a, b) === undefined)
    a.provider.connect()
    await until('b sees a again', () => stateOf(a, b) !== undefined)
    say(a, { cursor: [5, 6] })
    await until('b sees a move', () => JSON.stringify(stateOf(a, b)?.['cursor']) === '[5,6]')
    expect(a.codes).toEqual([])
  })

  test('whose line breaks is shown no longer, though they said no good-bye', async () => {
    const b = await join()
    const { socket, presence } = await joinRaw(harness.url, harness.add().token)
    presence({ client: 77, clock: 1, state: { cursor: [7, 7] } })
    const isShown = (): boolean => b.provider.awareness.getStates().has(77)
    await until('b sees them', isShown)
    socket.terminate()
    await until('b sees them no more', () => !isShown())
  })

  test('a mux client that asks gets presence in its compact form: who is here, who moves, who leaves', async () => {
    const [someone, reader] = [harness.add(), harness.add()]
    const a = await join(someone.token)
    say(a, { cursor: [1.4, 2.6], writing: 'item' })
    const held = new Map<number, HeldPointer>()
    let bytes = 0
    const mux = await openMux({ url: harness.url, workshop: WORKSHOP }, reader.token, (message) => {
      if (message.type !== 'pointers') return
      bytes = message.body.byteLength
      readPointers(message.body, held)
    })
    closing.push(() => mux.close())
    mux.open(BOARD_DOC)
    mux.pointers(BOARD_DOC)
    const seen = (): unknown[] => [...held.values()].map(({ state }) => state)
    await until('the reader sees a', () => held.size === 1)
    expect(seen()).toEqual([{ cursor: [1, 3], writing: 'item', person: someone.id }])
    say(a, { cursor: [700, -80], writing: 'item' })
    await until('the reader sees a move', () => JSON.stringify(seen()).includes('700'))
    expect(bytes).toBeLessThanOrEqual(6)
    a.provider.disconnect()
    await until('the reader sees that a left', () => held.size === 0)
    expect(mux.messages.filter(({ type }) => type === 'presence')).toEqual([])
  })

  test('too much presence is refused with 4413; presence that is none, with 4400', async () => {
    const large = await joinRaw(harness.url, harness.add().token)
    large.presence({ client: 5, clock: 1, state: { text: 'x'.repeat(LIMITS.presence + 100) } })
    expect(await large.closed()).toBe(4413)
    const odd = await joinRaw(harness.url, harness.add().token)
    odd.presence({ client: 5, clock: 1, state: 'not an object' })
    expect(await odd.closed()).toBe(4400)
  })

  test('what nests too deep is refused before it is parsed, whatever signs its strings hold', async () => {
    const foe = await joinRaw(harness.url, harness.add().token)
    foe.presence({ client: 5, clock: 1, state: { name: '[[[[[[[[[[{{{{{{{{{{\\"[[[[' } })
    foe.presence({ client: 5, clock: 2, state: { cursor: JSON.parse('['.repeat(900) + ']'.repeat(900)) } })
    expect(await foe.closed()).toBe(4422)
  })

  test('who speaks for others is counted, and who only echoes them is not', () => {
    let counted = 0
    const board = alone({ onForeign: (entries) => (counted += entries) })
    const [a, b] = [pageOf('a'), pageOf('b')]
    board.receive(a, saying([1, 1, {}]))
    board.receive(b, saying([2, 1, {}], [1, 1, {}]))
    expect(counted).toBe(0)
    board.receive(b, saying([2, 2, {}], [1, 5, {}], [7, 1, {}]))
    expect(counted).toBe(2)
  })

  test('whoever says again what all others said passes, and whoever speaks for a crowd is refused by its number', () => {
    const board = alone()
    const people = Array.from({ length: LIMITS.presences + 50 }, (_, client) => client)
    for (const client of people) board.receive(pageOf(`p${client}`), saying([client, 1, {}]))
    const from = pageOf('p')
    board.receive(from, saying(...[9_999, ...people].map((client) => [client, 1, {}] as const)))
    // Nothing follows: it was not even looked at.
    const crowd = encoding.encode((encoder) => encoding.writeVarUint(encoder, 2 * people.length))
    expect(() => board.receive(from, crowd)).toThrow(expect.objectContaining({ code: CLOSE.tooLarge }))
  })

  test('whoever only reads keeps nobody from writing under the client id that they show themselves by', () => {
    const claims = createClaims({ held: new Map(), own: () => 1, keep: () => {} })
    const board = alone({ claims })
    board.receive({ ...pageOf('viewer'), mayWrite: () => false }, saying([7, 1, {}]))
    expect(claims.allows(7, 'writer')).toBe(true)
    board.receive(pageOf('writer'), saying([8, 1, {}]))
    expect(claims.allows(8, 'viewer')).toBe(false)
  })

  test('nobody speaks under the client id of somebody who is here, until a minute after they left', () => {
    let now = 0
    const board = alone({ elapsed: () => now })
    const [a, b] = [pageOf('a'), pageOf('b')]
    board.receive(a, saying([7, 1, {}]))
    board.receive(b, saying([7, 2, {}]))
    board.leave(a)
    expect(board.everybody()).toBeNull()
    board.receive(b, saying([7, 3, {}]))
    expect(board.count()).toBe(0)
    now = 61_000
    board.flush()
    board.receive(b, saying([7, 4, {}]))
    expect(board.count()).toBe(1)
  })

  test('changes of a tick make one frame', async () => {
    const frames: PresenceEntry[][] = []
    let woken = false
    const board = alone({
      wake: () => void (woken = true),
      send: ({ stock }) => {
        const decoder = decoding.createDecoder(stock.plain)
        decoding.readVarUint(decoder)
        const body = decoding.createDecoder(decoding.readVarUint8Array(decoder))
        const read = (): PresenceEntry => ({
          client: decoding.readVarUint(body),
          clock: decoding.readVarUint(body),
          state: decoding.readVarString(body),
        })
        frames.push(Array.from({ length: decoding.readVarUint(body) }, read))
      },
    })
    const people = [1, 2, 3].map((client) => ({ client, owner: pageOf(`p${client}`) }))
    for (const clock of [1, 2, 3])
      for (const { client, owner } of people) board.receive(owner, saying([client, clock, { c: clock }]))
    expect(woken).toBe(true)
    board.flush()
    board.flush()
    expect(frames).toHaveLength(1)
    expect(frames[0]?.map(({ client, clock }) => [client, clock])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ])
  })
})

/** A board with so many who read the compact form, told in ticks of 50 ms; how much each got, and what they know. */
const watched = (readers: number) => {
  let now = 0
  const held = new Map<number, HeldPointer>()
  const told = { bytes: 0 }
  const patienceWith = createPatiences(() => now)
  const board = alone({
    readers: () => ({ compact: readers, stock: 0 }),
    send: ({ compact }) => {
      const decoder = decoding.createDecoder(compact.plain)
      decoding.readVarUint(decoder)
      const body = decoding.readTailAsUint8Array(decoder)
      told.bytes += body.byteLength
      readPointers(body, held)
    },
    elapsed: () => now,
  })
  let clock = 0
  return {
    told,
    states: () => [...held.values()].map(({ state }) => state),
    page: (person: string) => pageOf(person, patienceWith(person, 'hall').mayShow),
    say(from: Present, client: number, state: unknown): void {
      clock += 1
      board.receive(from, saying([client, clock, state]))
    },
    tick(): void {
      now += 50
      board.flush()
    },
  }
}

test('however much one person says of themselves on a hundred sockets, others are told little of it, and in the end the newest', () => {
  const { told, states, page, say, tick } = watched(1_000)
  const pages = Array.from({ length: 100 }, (_, client) => ({ client, from: page('foe') }))
  const seconds = 5
  for (let passed = 0; passed < seconds * 1_000; passed += 50) {
    for (const { client, from } of pages) say(from, client, { text: `${passed}`.padEnd(2_000, 'x') })
    tick()
  }
  const { burst, perSecond } = LIMITS.shown
  expect((told.bytes * 1_000) / 100).toBeLessThanOrEqual(burst + seconds * perSecond)
  for (const { client, from } of pages) say(from, client, { last: client })
  for (let n = 0; n < 100; n++) tick()
  expect(states().filter((state) => 'last' in state)).toHaveLength(100)
})

test('who points all the time on five pages before a thousand people is never kept waiting, beside whoever says much', () => {
  const { states, page, say, tick } = watched(1_000)
  const foe = page('foe')
  const pages = Array.from({ length: 5 }, (_, client) => ({ client, from: page('honest') }))
  for (let n = 0; n < 600; n++) {
    say(foe, 99, { text: `${n}`.padEnd(2_000, 'x') })
    for (const { client, from } of pages)
      say(from, client, { cursor: [n, client], selected: [`item ${Math.floor(n / 20)}`] })
    tick()
    const seen = states().filter((state) => Array.isArray(state['cursor']) && state['cursor'][0] === n)
    expect(seen).toHaveLength(5)
  }
})
