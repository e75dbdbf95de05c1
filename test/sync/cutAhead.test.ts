/** What an update deletes some of is cut in two beforehand, in one pass: Yjs, which would do it bit by bit, comes to the same. */
import fc from 'fast-check'
import * as encoding from 'lib0/encoding'
import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createDoc } from '../../server/sync/clearUp.ts'
import { cutAhead } from '../../server/sync/room/cutAhead.ts'
import type { Range, Ranges } from '../../shared/updateParts.ts'

type Step = readonly ['write' | 'erase' | 'put' | 'drop', at: number, count: number]

const step: fc.Arbitrary<Step> = fc.tuple(
  fc.constantFrom('write', 'write', 'write', 'erase', 'put', 'drop'),
  fc.nat(100),
  fc.integer({ min: 1, max: 12 }),
)

/** Does a few things, as some page does: in texts, which become long structs, and in what holds them. */
const edit = (doc: Y.Doc, steps: readonly Step[]): void => {
  const items = doc.getMap<Y.Text>('items')
  for (const [kind, at, count] of steps) {
    const key = `${at % 3}`
    const text = items.get(key)
    if (kind === 'put' || !text) items.set(key, new Y.Text('a text that is long'))
    else if (kind === 'drop') items.delete(key)
    else if (kind === 'write') text.insert(at % (text.length + 1), 'abc 🙂'.repeat(count))
    else text.delete(0, Math.min(count, text.length))
  }
}

/** A few ranges of all that one client wrote, in order: here some steps, there some more. */
const rangesOf = (length: number, gaps: readonly (readonly [gap: number, len: number])[]): Range[] => {
  const ranges: Range[] = []
  let at = 0
  for (const [gap, len] of gaps) {
    const clock = at + gap
    if (clock >= length) break
    ranges.push({ clock, len })
    at = clock + len
  }
  return ranges
}

/** An update that deletes these and nothing else. */
const deletionOf = (ranges: Ranges): Uint8Array =>
  encoding.encode((encoder) => {
    for (const number of [0, ranges.size]) encoding.writeVarUint(encoder, number)
    for (const [client, list] of ranges) {
      for (const number of [client, list.length]) encoding.writeVarUint(encoder, number)
      for (const { clock, len } of list)
        for (const number of [clock, len]) encoding.writeVarUint(encoder, number)
    }
  })

/** What a document holds, struct by struct. */
const structsOf = (doc: Y.Doc): unknown =>
  [...doc.store.clients].map(([client, structs]) => [
    client,
    structs.map((struct) => [
      struct.id.clock,
      struct.length,
      struct.deleted,
      struct instanceof Y.Item && struct.content instanceof Y.ContentString
        ? struct.content.str
        : struct.constructor.name,
    ]),
  ])

const pages = fc.array(fc.array(step, { maxLength: 25 }), { minLength: 1, maxLength: 3 })
const gaps = fc.array(fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 6 })), { maxLength: 60, size: 'max' })

const written = (all: readonly (readonly Step[])[]): Y.Doc => {
  const doc = createDoc()
  for (const [index, steps] of all.entries()) {
    const page = new Y.Doc()
    page.clientID = index + 1
    Y.applyUpdate(page, Y.encodeStateAsUpdate(doc))
    edit(page, steps)
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(page))
  }
  return doc
}

test('what is cut ahead comes out as Yjs cuts it, to the last struct, and tells others the same', () =>
  fc.assert(
    fc.property(pages, gaps, (all, places) => {
      const [plain, ahead] = [written(all), written(all)]
      const told: [Uint8Array[], Uint8Array[]] = [[], []]
      for (const [index, doc] of [plain, ahead].entries())
        doc.on('update', (update: Uint8Array) => told[index]?.push(update))
      const ranges: Ranges = new Map(
        [...plain.store.clients.keys()].map((client) => [
          client,
          rangesOf(Y.getState(plain.store, client), places).map(({ clock, len }) => ({
            clock,
            len: Math.min(len, Y.getState(plain.store, client) - clock),
          })),
        ]),
      )
      const update = deletionOf(ranges)
      Y.applyUpdate(plain, update)
      ahead.transact((transaction) => {
        cutAhead(transaction, ranges)
        Y.applyUpdate(ahead, update)
      })
      expect(structsOf(ahead)).toEqual(structsOf(plain))
      expect(told[1]).toEqual(told[0])
    }),
    { numRuns: 200 },
  ))

test('what reaches beyond what is stored, or is deleted already, is left alone', () => {
  const doc = createDoc()
  doc.getText('text').insert(0, 'abcdef')
  doc.getText('text').delete(0, 2)
  const before = structsOf(doc)
  doc.transact((transaction) =>
    cutAhead(
      transaction,
      new Map([
        [
          doc.clientID,
          [
            { clock: 1, len: 1 },
            { clock: 6, len: 3 },
            { clock: 20, len: 1 },
          ],
        ],
        [
          doc.clientID + 1,
          [
            { clock: 0, len: 1 },
            { clock: 3, len: 1 },
          ],
        ],
      ]),
    ),
  )
  expect(structsOf(doc)).toEqual(before)
})

test('however much is cut, what lies behind is moved once', () => {
  const doc = createDoc()
  const text = doc.getText('text')
  text.insert(0, 'x'.repeat(2_000))
  const structs = doc.store.clients.get(doc.clientID)
  if (!structs) throw new Error('nothing was written')
  const splice = vi.spyOn(structs, 'splice')
  const ranges: Ranges = new Map([
    [doc.clientID, Array.from({ length: 1_000 }, (_, nth) => ({ clock: 2 * nth, len: 1 }))],
  ])
  doc.transact((transaction) => {
    cutAhead(transaction, ranges)
    Y.applyUpdate(doc, deletionOf(ranges))
  })
  expect(splice).not.toHaveBeenCalled()
  expect(text.length).toBe(1_000)
  expect(structs).toHaveLength(2_000)
})
