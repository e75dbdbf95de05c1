/** Updates that are short to send and long to place: how much work they are is known before it is done. */
import fc from 'fast-check'
import * as encoding from 'lib0/encoding'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { judge, type Verdict } from '../../server/sync/gate/gate.ts'
import { cutAhead } from '../../server/sync/room/cutAhead.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { ANYBODY } from './anybody.ts'
import { varUint } from './updatesByHand.ts'

const BOARD = { type: 'board', board: 'board-0000000000001' } as const
const toilOf = (verdict: Verdict): number => (verdict.type === 'new' ? verdict.toil : Infinity)

interface Id {
  readonly client: number
  readonly clock: number
}
const idBytes = ({ client, clock }: Id): number[] => [...varUint(client), ...varUint(clock)]

/** One character of a text, by hand. */
const character = (text: Id, left: Id | null, right: Id | null): number[] => [
  4 | (left ? 0x80 : 0) | (right ? 0x40 : 0),
  ...(left ? idBytes(left) : []),
  ...(right ? idBytes(right) : []),
  ...(left || right ? [] : [0, ...idBytes(text)]),
  1,
  97,
]

const updateOf = (client: number, clock: number, structs: readonly (readonly number[])[]): Uint8Array =>
  Uint8Array.from([
    1,
    ...varUint(structs.length),
    ...varUint(client),
    ...varUint(clock),
    ...structs.flat(),
    0,
  ])

const withText = (words: string): { server: Y.Doc; text: Id; words: Id } => {
  const server = new Y.Doc()
  server.clientID = 5
  const text = new Y.Text(words)
  server.getMap('items').set('a'.repeat(20), new Y.Map([['text', text]]))
  const [item, first] = [text._item, text._start]
  if (!item || !first) throw new Error('no text')
  return { server, text: item.id, words: first.id }
}

/** Deletes single characters of one client's, in this order. */
const deletionOf = ({ client, clock }: Id, places: readonly number[]): Uint8Array =>
  encoding.encode((encoder) => {
    for (const part of [0, 1, client, places.length]) encoding.writeVarUint(encoder, part)
    for (const place of places) {
      encoding.writeVarUint(encoder, clock + place)
      encoding.writeVarUint(encoder, 1)
    }
  })

describe('what is short to send and long to place is refused', () => {
  const { server, text, words } = withText('x'.repeat(5_000))
  const MANY = 8_000
  const attacks: Record<string, Uint8Array> = {
    'one field set again and again, as if it had never been set': updateOf(
      9,
      0,
      Array.from({ length: MANY }, () => [0x28, 0, ...varUint(5), 0, 1, 107, 1, 126]),
    ),
    'one entry made again and again': updateOf(
      9,
      0,
      Array.from({ length: MANY }, () => [0x27, 1, 5, ...Buffer.from('items'), 1, 107, 1]),
    ),
    'characters that all want the same place, each before another neighbour': updateOf(
      9,
      0,
      Array.from({ length: MANY }, (_, n) =>
        character(text, null, { client: words.client, clock: words.clock + 4_000 - (n % 4_000) }),
      ),
    ),
    'characters put into the middle of new ones, as if nothing followed': updateOf(9, 0, [
      [4, 0, ...idBytes(text), ...varUint(MANY), ...Array.from({ length: MANY }, () => 97)],
      ...Array.from({ length: MANY - 1 }, (_, n) => character(text, { client: 9, clock: n }, null)),
    ]),
  }
  test.each(Object.entries(attacks))('%s', (_name, update) => {
    expect(judge(server, BOARD, update, ANYBODY)).toMatchObject({ type: 'refused', code: 4413 })
  })

  test('more parts than anybody writes', () => {
    const count = LIMITS.structs + 1
    const gone = updateOf(
      9,
      0,
      Array.from({ length: count }, () => [0, 1]),
    )
    expect(judge(new Y.Doc(), BOARD, gone, ANYBODY)).toMatchObject({ type: 'refused', code: 4413 })
  })
})

test('what people write, also in a long time offline, is far below', () => {
  const { server } = withText('x'.repeat(5_000))
  const page = new Y.Doc()
  Y.applyUpdate(page, Y.encodeStateAsUpdate(server))
  const item = page.getMap<Y.Map<unknown>>('items').get('a'.repeat(20))
  const text = item?.get('text')
  if (!(text instanceof Y.Text)) throw new Error('no text')
  const vector = Y.encodeStateVector(server)
  for (let n = 0; n < 1_000; n++) {
    text.insert((n * 37) % text.length, 'ab')
    text.insert(0, 'c')
    text.delete((n * 53) % (text.length - 3), 2)
    item?.set('at', [n, n])
    item?.set('colour', n % 2 ? 'sky' : 'sun')
  }
  // Somebody else was busy in the same places.
  const theirs = server.getMap<Y.Map<unknown>>('items').get('a'.repeat(20))
  const words = theirs?.get('text')
  if (!(words instanceof Y.Text)) throw new Error('no text')
  for (let n = 0; n < 300; n++) {
    words.insert((n * 31) % words.length, 'd')
    theirs?.set('at', [0, n])
  }
  const verdict = judge(server, BOARD, Y.encodeStateAsUpdate(page, vector), ANYBODY)
  expect(toilOf(verdict)).toBeLessThan(LIMITS.toil / 4)
})

test('nothing takes more steps to place than were counted', () => {
  // Yjs notes each part that it passes in two sets.
  const passed = vi.spyOn(Set.prototype, 'add')
  onTestFinished(() => passed.mockRestore())
  const stored = 12
  const neighbour = fc.option(fc.oneof(fc.nat(3), fc.nat(200)), { nil: null })
  const near = fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0)
  const steps = fc.array(fc.tuple(neighbour, neighbour, near), { minLength: 1, maxLength: 200, size: 'max' })
  fc.assert(
    fc.property(steps, (wanted) => {
      const { server, text, words } = withText('x'.repeat(stored))
      const place = (at: number | null, until: number): Id | null =>
        at === null
          ? null
          : at < stored || until === 0
            ? { client: words.client, clock: words.clock + (at % stored) }
            : { client: 9, clock: at % until }
      const structs = wanted.map(([left, right, isNear], n) =>
        character(text, isNear && n > 0 ? { client: 9, clock: n - 1 } : place(left, n), place(right, n)),
      )
      const update = updateOf(9, 0, structs)
      const verdict = judge(server, BOARD, update, ANYBODY)
      passed.mockClear()
      Y.applyUpdate(server, update)
      // Some of it is what every transaction notes.
      expect(passed.mock.calls.length).toBeLessThanOrEqual(2 * toilOf(verdict) + wanted.length + 20)
    }),
    { numRuns: 300 },
  )
})

describe('cutting a long part into many', () => {
  test('costs little, in whichever order, since it is done in one pass', () => {
    const COUNT = 20_000
    const { server, words } = withText('x'.repeat(2 * COUNT))
    const places = Array.from({ length: COUNT }, (_, n) => 2 * n)
    const judged = (order: readonly number[]): Verdict =>
      judge(server, BOARD, deletionOf(words, order), ANYBODY)
    expect(judged(places)).toMatchObject({ type: 'new' })
    expect(judged(places.toReversed())).toEqual(judged(places))
  })

  test('never moves more than was counted', () => {
    const LENGTH = 8_000
    const places = fc.uniqueArray(
      fc.nat(LENGTH / 2 - 1).map((half) => 2 * half),
      { minLength: 1_000, maxLength: 1_500, size: 'max' },
    )
    const order = fc.constantFrom('as it comes', 'in order', 'from behind')
    fc.assert(
      fc.property(places, order, fc.boolean(), (wanted, way, inserts) => {
        const { server, text, words } = withText('x'.repeat(LENGTH))
        const sorted = [...wanted].sort((a, b) => (way === 'from behind' ? b - a : a - b))
        const all = way === 'as it comes' ? wanted : sorted
        const at = (place: number): Id => ({ client: words.client, clock: words.clock + place })
        const update = inserts
          ? updateOf(
              9,
              0,
              all.map((place) => character(text, at(place), place + 1 < LENGTH ? at(place + 1) : null)),
            )
          : deletionOf(words, all)
        const verdict = judge(server, BOARD, update, ANYBODY)
        const toil = toilOf(verdict)
        const structs = server.store.clients.get(words.client) ?? []
        let moved = 0
        structs.splice = (at: number, count = 0, ...added: (Y.Item | Y.GC)[]) => {
          if (added.length > 0) moved += structs.length - at
          return Array.prototype.splice.call(structs, at, count, ...added)
        }
        server.transact((transaction) => {
          if (verdict.type === 'new') cutAhead(transaction, verdict.deletes)
          Y.applyUpdate(server, update)
        })
        expect(moved / 128).toBeLessThanOrEqual(inserts ? toil : 0)
      }),
      { numRuns: 20 },
    )
  })
})
