import * as encoding from 'lib0/encoding'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  joinPoints,
  partPoints,
  readPointers,
  writePointers,
  type HeldPointer,
} from '../../shared/pointers.ts'

const point = fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: -1e6, max: 1e6 }))
const state = fc.record(
  {
    person: fc.string(),
    cursor: fc.option(point),
    selected: fc.array(fc.string()),
    writing: fc.option(fc.string()),
    drag: fc.option(fc.dictionary(fc.stringMatching(/^[a-z]{3,8}$/), point)),
  },
  { requiredKeys: ['person'] },
)
/** As JSON has it. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

test('a presence that was parted is put together again', () =>
  fc.assert(
    fc.property(state, (said) => {
      expect(joinPoints(partPoints(said))).toEqual(plain(said))
    }),
  ))

test('whatever somebody says of themselves can be parted, also nonsense', () =>
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (said) => {
      const pointed = partPoints(said)
      expect(pointed.points.every(Number.isSafeInteger)).toBe(true)
      expect(Object.keys(joinPoints(pointed)).sort()).toEqual(Object.keys(said).sort())
    }),
  ))

test('a pointer that moves costs a few bytes', () => {
  const { points } = partPoints({ person: 'p', cursor: [1234.4, -567.8] })
  const bytes = encoding.encode((encoder) => writePointers(encoder, [{ type: 'moved', slot: 300, points }]))
  expect(bytes.byteLength).toBeLessThanOrEqual(6)
})

test('a reader holds what was told: whole, moved, gone', () => {
  const held = new Map<number, HeldPointer>()
  const tell = (...entries: Parameters<typeof writePointers>[1]): void =>
    readPointers(
      encoding.encode((encoder) => writePointers(encoder, entries)),
      held,
    )
  tell(
    { type: 'whole', slot: 0, client: 5, pointed: partPoints({ person: 'a', cursor: [1, 2] }) },
    { type: 'whole', slot: 1, client: 6, pointed: partPoints({ person: 'b' }) },
  )
  tell({ type: 'moved', slot: 0, points: [3, 4] }, { type: 'gone', slot: 1 })
  expect([...held.values()].map((each) => each.state)).toEqual([{ person: 'a', cursor: [3, 4] }])
  expect(() => tell({ type: 'moved', slot: 9, points: [] })).toThrow('nobody there')
})
