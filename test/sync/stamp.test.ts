import fc from 'fast-check'
import { expect, test } from 'vitest'
import { movedTo, stamp, stampedJson, type Stamped } from '../../server/sync/room/stamp.ts'

const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
const place = fc.oneof(fc.tuple(number, number), fc.constant([1, 2]))
const nested = fc.record({ cursor: place, text: fc.string() }, { requiredKeys: [] })
const state = fc.record(
  {
    writing: fc.oneof(fc.string(), fc.constant('"cursor":[3,4]'), fc.constant(null)),
    before: nested,
    cursor: fc.oneof(place, fc.constant(null)),
    after: nested,
    drag: fc.oneof(fc.constant(null), fc.dictionary(fc.string(), place)),
    person: fc.string(),
  },
  { requiredKeys: [] },
)

test('a presence read by the words around its pointer is what it would be if it were parsed', () =>
  fc.assert(
    fc.property(fc.array(fc.oneof(state, place), { minLength: 2, maxLength: 12 }), (said) => {
      let last: Stamped | null = null
      let words: object = {}
      for (const next of said) {
        // Only the pointer moves, or anything else.
        words = Array.isArray(next) ? { ...words, cursor: next } : next
        const json = JSON.stringify(words)
        const parsed = stamp(json, 'me')
        const moved: Stamped | null = (last && movedTo(last, json)) ?? parsed
        expect(moved && stampedJson(moved)).toBe(parsed && stampedJson(parsed))
        expect(moved?.pointed).toEqual(parsed?.pointed)
        last = moved
      }
    }),
  ))

test('a pointer that moves is not parsed anew; whatever else changes is', () => {
  const first = stamp('{"person":"","cursor":[1.5,-2],"writing":"a"}', 'me')
  const second = first && movedTo(first, '{"person":"","cursor":[30,4.25],"writing":"a"}')
  expect(second && stampedJson(second)).toBe('{"person":"me","cursor":[30,4.25],"writing":"a"}')
  expect(second?.pointed.points).toEqual([30, 4])
  for (const json of [
    '{"person":"","cursor":[1,2],"writing":"b"}',
    '{"person":"","cursor":null,"writing":"a"}',
    '{"person":"","cursor":[1,2,3],"writing":"a"}',
    '{"person":"","cursor":[01,2],"writing":"a"}',
    '{"person":"","cursor":[1e3,2],"writing":"a"}',
  ])
    expect(second && movedTo(second, json)).toBeNull()
})
