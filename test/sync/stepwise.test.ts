/** What is long is judged a little in each turn of the event loop, and comes to the same. */
import fc from 'fast-check'
import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { judge, type Verdict } from '../../server/sync/gate/gate.ts'
import { findNews } from '../../server/sync/gate/news.ts'
import { mergeWritten } from '../../server/sync/gate/ranges.ts'
import { skim } from '../../server/sync/gate/skim.ts'
import { createPace, finish } from '../../server/sync/gate/stepwise.ts'
import { CLOSE, LIMITS } from '../../shared/protocol.ts'
import { BOARD } from './harness.ts'
import { ANYBODY } from './anybody.ts'

const NAME = { type: 'board', board: BOARD } as const
const anybody = { ...ANYBODY, mayCut: true }
const CLIENT = 7

const written = (client: number, ranges: readonly (readonly [clock: number, len: number])[]): Uint8Array =>
  encoding.encode((encoder) => {
    for (const part of [0, 1, client, ranges.length, ...ranges.flat()]) encoding.writeVarUint(encoder, part)
  })

const ranges = fc.array(fc.tuple(fc.oneof(fc.nat(300), fc.nat(LIMITS.clock - 20)), fc.nat(12)), {
  minLength: 1,
  maxLength: 200,
})

test('ranges are put in order and together as Yjs does it, however few are done in a turn', () =>
  fc.assert(
    fc.property(ranges, fc.integer({ min: 1, max: 50 }), (all, most) => {
      // Yjs writes no range of nothing.
      const some = all.filter(([, len]) => len > 0)
      fc.pre(some.length > 0)
      const plain = Y.createDeleteSet()
      plain.clients.set(
        CLIENT,
        some.map(([clock, len]) => ({ clock, len })),
      )
      const expected = Y.mergeDeleteSets([plain]).clients.get(CLIENT) ?? []
      const merged = finish(mergeWritten(new Map([[CLIENT, all.flat()]]), createPace(most)))
      const plainly = (list: readonly { clock: number; len: number }[]) =>
        list.map(({ clock, len }) => [clock, len])
      expect(plainly(merged.get(CLIENT) ?? [])).toEqual(plainly(expected))
    }),
  ))

test('ranges that lie where nothing is ever written are refused', () => {
  const update = written(CLIENT, [[LIMITS.clock, 1]])
  expect(finish(skim(update, () => 0, createPace()))).toMatchObject({ code: 4422 })
})

/** So many steps of one client, each by itself, and each gone already. */
const gone = (client: number, count: number): Uint8Array =>
  encoding.encode((encoder) => {
    for (const part of [1, count, client, 0]) encoding.writeVarUint(encoder, part)
    for (let n = 0; n < count; n++) encoding.writeUint8Array(encoder, Uint8Array.of(0, 1))
    encoding.writeVarUint(encoder, 0)
  })

/** @returns what was said at last, and how many turns it took */
const judgeByTurns = (
  doc: Y.Doc,
  update: Uint8Array,
): { readonly verdict: Verdict; readonly turns: number } => {
  let verdict = judge(doc, NAME, update, anybody)
  let turns = 1
  for (; verdict.type === 'long'; turns++) verdict = verdict.goOn()
  return { verdict, turns }
}

/** Parts, or ranges, that are done in one turn at most. */
const IN_A_TURN = 10_000

test('very many parts are read, built and looked at in turns, a few in each', () => {
  const parts = 2 * IN_A_TURN
  const { verdict, turns } = judgeByTurns(new Y.Doc(), gone(CLIENT, parts))
  expect(verdict.type).toBe('large')
  expect(turns).toBeGreaterThan((3 * parts) / IN_A_TURN)
})

test('very many ranges are read, put in order and together in turns, and what is said of them is the same', () => {
  const [nothing, board] = [new Y.Doc(), new Y.Doc()]
  board.getMap('items').set('note', new Y.Map([['text', new Y.Text('x'.repeat(10_000))]]))
  const { clientID } = board
  const end = Y.getState(board.store, clientID)
  Y.applyUpdate(nothing, gone(clientID, end))
  // All over the board, and each of them again and again.
  const count = 8 * IN_A_TURN
  const update = written(
    clientID,
    Array.from({ length: count }, (_, n) => [(n * 7_919) % end, 1]),
  )
  for (const [doc, type] of [
    [nothing, 'known'],
    [board, 'large'],
  ] as const) {
    const { verdict, turns } = judgeByTurns(doc, update)
    expect(verdict.type).toBe(type)
    expect(turns).toBeGreaterThan((2 * count) / IN_A_TURN)
    expect(judge(doc, NAME, update, { ...anybody, mayCut: false }).type).not.toBe('long')
  }
})

test('what cannot be read is told apart, however late that shows', () => {
  const update = gone(CLIENT, 2 * IN_A_TURN)
  const { verdict } = judgeByTurns(new Y.Doc(), update.subarray(0, update.byteLength - 2))
  expect(verdict).toMatchObject({ type: 'refused', code: 4400 })
})

/** A few items of so many values each: 1,200 are enough for several turns, and little enough to be taken in whole. */
const withValues = (values: number): Uint8Array => {
  const page = new Y.Doc()
  page.transact(() => {
    for (let n = 0; n < 12; n++)
      page.getMap('items').set(
        `${n}`,
        new Y.Map<unknown>([
          ['kind', 'figure'],
          ['v', 1],
          ['at', [n, 0]],
          ['points', Array(values).fill(n)],
        ]),
      )
  })
  return Y.encodeStateAsUpdate(page)
}

test('a lock holds from its own turn on, also for what was being judged before', () => {
  const doc = new Y.Doc()
  const said = (isLocked: boolean, update: Uint8Array): Verdict => {
    let mayWrite = true
    let verdict = judge(doc, NAME, update, { ...anybody, mayWrite: () => mayWrite })
    expect(verdict.type).toBe('long')
    mayWrite = !isLocked
    while (verdict.type === 'long') verdict = verdict.goOn()
    return verdict
  }
  const update = withValues(1_200)
  expect(said(false, update)).toMatchObject({ type: 'new' })
  expect(said(true, update)).toMatchObject({ type: 'refused', code: CLOSE.forbidden })
  Y.applyUpdate(doc, update)
  // Who only says what is known is never refused for it.
  expect(said(true, update)).toEqual({ type: 'known' })
})

test('whose an id is holds as of the turn in which something is let in', () => {
  const { structs } = Y.decodeUpdate(withValues(1))
  const deletes = new Map()
  /** @returns what was found, where somebody else claims the id after so many turns */
  const foundAfter = (turns: number) => {
    let isMine = true
    const sending = { isMine: () => isMine, isRetired: () => false }
    const news = findNews(new Y.Doc(), NAME, { structs, named: deletes, deletes }, sending, createPace(1))
    for (let turn = 0; turn < turns; turn++) if (news.next().done) return null
    isMine = false
    return finish(news)
  }
  let turns = 0
  for (let found = foundAfter(turns); found; found = foundAfter(turns)) {
    expect(found).toMatchObject({ code: CLOSE.foreignClient })
    turns += 1
  }
  expect(turns).toBeGreaterThan(structs.length)
})
