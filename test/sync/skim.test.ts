/** Updates that are refused before anything is built of them. */
import fc from 'fast-check'
import * as encoding from 'lib0/encoding'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { judge } from '../../server/sync/gate/gate.ts'
import type { Misfit } from '../../server/sync/gate/misfit.ts'
import { skim, type Skimmed } from '../../server/sync/gate/skim.ts'
import { createPace, finish } from '../../server/sync/gate/stepwise.ts'
import { CLOSE, LIMITS } from '../../shared/protocol.ts'
import { ANYBODY } from './anybody.ts'

const BOARD = { type: 'board', board: 'board-0000000000001' } as const
const nothingKnown = (): number => 0

const looked = (update: Uint8Array, stateOf: (client: number) => number): Skimmed | Misfit =>
  finish(skim(update, stateOf, createPace()))

const nest = (doc: Y.Doc, levels: number): void =>
  doc.transact(() => {
    let map = doc.getMap<unknown>('items')
    for (let level = 0; level < levels; level++) {
      const inner = new Y.Map<unknown>()
      map.set('a', inner)
      map = inner
    }
  })

/** A field of another's, made so many times as if it had never been, and then whatever follows. */
const again = (times: number, end = 0): Uint8Array =>
  encoding.encode((encoder) => {
    for (const part of [1, times, 9, 0]) encoding.writeVarUint(encoder, part)
    for (let time = 0; time < times; time++)
      encoding.writeUint8Array(encoder, Uint8Array.of(0x28, 0, 5, 0, 1, 107, 1, 126))
    encoding.writeVarUint(encoder, end)
  })

describe('the beginning of an update is enough to refuse', () => {
  const deep = new Y.Doc()
  nest(deep, 5_000)
  const attacks: Record<string, readonly [code: number, update: Uint8Array, bytes: number]> = {
    'one field made again and again': [CLOSE.tooLarge, again(40_000), 12_000],
    'parts in parts in parts': [CLOSE.unacceptable, Y.encodeStateAsUpdate(deep), 4_000],
  }
  test.each(Object.entries(attacks))('%s', (_name, [code, update, bytes]) => {
    expect(update.byteLength).toBeGreaterThan(4 * bytes)
    const beginning = update.subarray(0, bytes)
    expect(judge(new Y.Doc(), BOARD, beginning, ANYBODY)).toMatchObject({ type: 'refused', code })
    // Read on, it would be found to be cut off.
    expect(() => Y.decodeUpdate(beginning)).toThrow()
  })

  test('more plain values than anybody writes, in fields that are each allowed', () => {
    const doc = new Y.Doc()
    const fields = doc.getMap<unknown>('items')
    const each = 1_000
    for (let field = 0; field * each < LIMITS.values; field++)
      fields.set(
        `f${field}`,
        Array.from({ length: each }, () => ({})),
      )
    const update = Y.encodeStateAsUpdate(doc)
    expect(update.byteLength).toBeLessThan(LIMITS.payload)
    expect(looked(update, nothingKnown)).toMatchObject({ code: CLOSE.tooLarge })
    fields.delete('f0')
    fields.delete('f1')
    expect(looked(Y.encodeStateAsUpdate(doc), nothingKnown)).toMatchObject({ type: 'skimmed' })
  })

  test('more parts than anybody writes, also by many hands', () => {
    const update = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 2)
      for (const part of [1, 7, 0, 0, 1]) encoding.writeVarUint(encoder, part)
      for (const part of [LIMITS.structs, 6, 0]) encoding.writeVarUint(encoder, part)
    })
    expect(looked(update, nothingKnown)).toMatchObject({ code: CLOSE.tooLarge })
  })
})

/** Whatever Yjs can hold. */
const contents: fc.Arbitrary<(doc: Y.Doc) => void> = fc.oneof(
  fc.tuple(fc.nat(20), fc.string({ unit: 'grapheme', maxLength: 12 })).map(([at, words]) => (doc: Y.Doc) => {
    const text = doc.getText('text')
    text.insert(Math.min(at, text.length), words)
  }),
  fc.tuple(fc.nat(20), fc.nat(5)).map(([at, length]) => (doc: Y.Doc) => {
    const text = doc.getText('text')
    text.delete(Math.min(at, text.length), Math.min(length, text.length - Math.min(at, text.length)))
  }),
  fc.nat(20).map((at) => (doc: Y.Doc) => {
    const text = doc.getText('text')
    if (text.length > 0) text.format(at % text.length, 1, { bold: true })
    text.insertEmbed(0, { image: 'é' })
  }),
  fc
    .array(fc.jsonValue(), { minLength: 1, maxLength: 4 })
    .map((values) => (doc: Y.Doc) => doc.getArray<unknown>('list').push(values)),
  fc.tuple(fc.constantFrom('a', 'b'), fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, 9n, 1e99))).map(
    ([key, value]) =>
      (doc: Y.Doc) =>
        void doc.getMap('items').set(key, value),
  ),
  fc
    .constantFrom(
      () => new Y.Map([['inner', 1]]),
      () => new Y.Text('🙂'),
      () => new Y.Array(),
      () => new Y.XmlElement('p'),
      () => new Y.XmlText('x'),
      () => new Y.XmlFragment(),
      () => new Y.Doc(),
      () => Uint8Array.of(1, 2, 3),
    )
    .map((make) => (doc: Y.Doc) => void doc.getMap('items').set('made', make())),
)

describe('it is read as Yjs reads it', () => {
  test('each part has its place in its author’s time, whatever came before it', () =>
    fc.assert(
      fc.property(fc.array(contents, { maxLength: 20 }), fc.boolean(), (steps, gc) => {
        const doc = new Y.Doc({ gc })
        for (const step of steps) step(doc)
        nest(doc, LIMITS.depth + 2)
        const update = Y.encodeStateAsUpdate(doc)
        const end = Y.getState(doc.store, doc.clientID)
        expect(looked(update, () => end)).toMatchObject({ type: 'skimmed', isKnown: true })
        expect(looked(update, () => end - 1)).toMatchObject({ code: CLOSE.unacceptable })
      }),
    ))

  test('what it cannot read, Yjs cannot read either', () =>
    fc.assert(
      fc.property(
        fc.array(contents, { maxLength: 10 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
        (steps, changes) => {
          const doc = new Y.Doc()
          for (const step of steps) step(doc)
          const update = Y.encodeStateAsUpdate(doc)
          for (const [at, value] of changes) update[at % update.length] = value
          try {
            looked(update, nothingKnown)
          } catch {
            expect(() => Y.decodeUpdate(update)).toThrow()
          }
        },
      ),
      { numRuns: 1_000 },
    ))
})

test('what is known already is not held against whoever sends it again', () => {
  const update = again(5_000)
  expect(looked(update, nothingKnown)).toMatchObject({ code: CLOSE.tooLarge })
  expect(looked(update, () => 5_000)).toMatchObject({ type: 'skimmed', isKnown: true })
  // Fewer than would be too much work are new.
  expect(looked(update, () => 4_000)).toMatchObject({ type: 'skimmed', isKnown: false })
})
