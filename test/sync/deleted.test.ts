/** What is known to be deleted is told, and judged, without looking for it in the whole document. */
import fc from 'fast-check'
import * as encoding from 'lib0/encoding'
import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createDeleted } from '../../server/sync/room/deleted.ts'
import { judge } from '../../server/sync/gate/gate.ts'
import { BOARD } from './harness.ts'
import { ANYBODY } from './anybody.ts'

const NAME = { type: 'board', board: BOARD } as const
const LENGTH = 1_500

type Ranges = Parameters<ReturnType<typeof createDeleted>['beyond']>[0]

/** Each deleted step by itself. */
const idsOf = (clients: Ranges): Set<number> => {
  const ids = new Set<number>()
  for (const [client, ranges] of clients)
    for (const { clock, len } of ranges) for (let at = 0; at < len; at++) ids.add(client * 1e6 + clock + at)
  return ids
}

const minus = (ids: Iterable<number>, others: ReadonlySet<number>): number[] =>
  [...ids].filter((id) => !others.has(id))

const withNoStructs = (deletes: Uint8Array): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 0)
    encoding.writeUint8Array(encoder, deletes)
  })

const step = fc.oneof(
  fc.record({
    type: fc.constant('delete' as const),
    page: fc.nat(1),
    at: fc.nat(LENGTH),
    length: fc.integer({ min: 1, max: 40 }),
  }),
  fc.record({ type: fc.constant('write' as const), page: fc.nat(1), at: fc.nat(LENGTH), length: fc.nat(5) }),
  fc.record({ type: fc.constantFrom('ask', 'come and go' as const) }),
)

test('what is deleted is told whole at any time, and nothing that lives is taken for deleted', () =>
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 100 }),
      // Sometimes more than are looked up by themselves, and beyond what there is.
      fc.array(fc.boolean(), { minLength: 90, maxLength: 90 }),
      (steps, mask) => {
        const doc = new Y.Doc()
        const deleted = createDeleted(doc)
        doc.on('afterTransaction', (transaction: Y.Transaction) => deleted.changed(transaction))
        const pages = [1, 2].map((client) => {
          const page = new Y.Doc()
          page.clientID = client
          page.on('update', (update: Uint8Array) => Y.applyUpdate(doc, update))
          page.getText().insert(0, 'x'.repeat(LENGTH))
          return page
        })
        let others = 100
        const check = (): void => {
          const there = idsOf(Y.createDeleteSetFromStructStore(doc.store).clients)
          const { most, rest } = deleted.encoded()
          const told = [most, rest].flatMap((part) => [
            ...idsOf(Y.decodeUpdate(withNoStructs(part)).ds.clients),
          ])
          expect([minus(told, there), minus(there, new Set(told))]).toEqual([[], []])
          const ranges = mask.flatMap((is, at) => (is ? [{ clock: at * 20, len: 1 + ((at * 7) % 19) }] : []))
          const asked = new Map(pages.map(({ clientID }) => [clientID, ranges]))
          const left = idsOf(deleted.beyond(asked))
          const all = idsOf(asked)
          expect([minus(left, all), minus(minus(all, there), left)]).toEqual([[], []])
        }
        for (const each of steps) {
          if (each.type === 'ask') check()
          else if (each.type === 'come and go') {
            // What somebody wrote and took out again comes as garbage.
            const page = new Y.Doc()
            page.clientID = others += 1
            page.getMap('items').set('a', new Y.Map([['text', new Y.Text('words')]]))
            page.getMap('items').delete('a')
            Y.applyUpdate(doc, Y.encodeStateAsUpdate(page))
          } else if ('at' in each) {
            const text = pages[each.page]?.getText()
            if (!text) continue
            const at = Math.min(each.at, text.length)
            if (each.type === 'write') text.insert(at, 'y'.repeat(each.length))
            else text.delete(at, Math.min(each.length, text.length - at))
          }
        }
        check()
      },
    ),
    { numRuns: 25 },
  ))

test('whoever comes back and knows all costs no look at each thing that was ever deleted', () => {
  const server = new Y.Doc()
  const deleted = createDeleted(server)
  server.on('afterTransaction', (transaction: Y.Transaction) => deleted.changed(transaction))
  const items = server.getMap('items')
  for (let turn = 0; turn < 3_000; turn++) items.set(`${turn % 300}`, turn)
  const page = new Y.Doc()
  Y.applyUpdate(page, Y.encodeStateAsUpdate(server))
  // Somebody wrote since.
  items.set('1', 'more')
  const looks = vi.spyOn(Y.Item.prototype, 'deleted', 'get')
  onTestFinished(() => looks.mockRestore())
  const judged = (update: Uint8Array, counted = true): unknown => {
    looks.mockClear()
    const { type } = judge(server, NAME, update, { ...ANYBODY, beyond: deleted.beyond })
    if (counted) expect(looks.mock.calls.length).toBeLessThan(30)
    return type
  }
  const stepTwo = (): Uint8Array => Y.encodeStateAsUpdate(page, Y.encodeStateVector(server))
  // The first may have it looked for.
  expect(judged(stepTwo(), false)).toBe('known')
  expect(judged(stepTwo())).toBe('known')
  items.set('2', 'and more')
  expect(judged(stepTwo())).toBe('known')
  page.getMap('items').delete('3')
  expect(judged(stepTwo())).toBe('new')
})
