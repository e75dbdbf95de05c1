import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKinship } from '../../server/ledger/kinship.ts'
import { CONSENTS, type Consent } from '../../shared/consent.ts'

const RECORDS = 8
/** Two records of one item lie next to each other: as if two boards held it. */
const itemOf = (record: number): string => `item${record >> 1}`

const wished = fc.record({ record: fc.nat(RECORDS - 1), own: fc.constantFrom(...CONSENTS) })
const act = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('set' as const),
      wish: wished,
      from: fc.array(fc.nat(RECORDS - 1), { maxLength: 2 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('change' as const),
      wishes: fc.uniqueArray(wished, { maxLength: 4, selector: ({ record }) => record }),
    }),
  },
)

test('however records are made, copied and changed, the strictest wish among all kin holds, and whoever is told of changes misses none', () =>
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      const told = new Map<string, Consent | null>()
      const changed = new Set<string>()
      const kin = createKinship((item) => changed.add(item))
      const owns = new Map<number, Consent>()
      const origins = new Map<number, Set<string>>()

      const members = (item: string): number[] => [...owns.keys()].filter((record) => itemOf(record) === item)
      const expected = (record: number): Consent => {
        const found = new Set<number>()
        const waiting = [record]
        for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
          if (found.has(each)) continue
          found.add(each)
          for (const item of origins.get(each) ?? []) waiting.push(...members(item))
        }
        return CONSENTS.find((consent) => [...found].some((each) => owns.get(each) === consent)) ?? 'room'
      }

      for (const step of acts) {
        if (step.type === 'set') {
          const { record, own } = step.wish
          const from = step.from.map(itemOf)
          kin.set({ item: itemOf(record), key: `${record}`, own }, from)
          owns.set(record, own)
          origins.set(record, new Set([...(origins.get(record) ?? []), ...from]))
          changed.add(itemOf(record))
        } else {
          kin.change(step.wishes.map(({ record, own }) => ({ item: itemOf(record), key: `${record}`, own })))
          for (const { record, own } of step.wishes) if (owns.has(record)) owns.set(record, own)
        }
        for (const record of owns.keys())
          expect(kin.consentOf(itemOf(record), `${record}`)).toBe(expected(record))
        for (let record = 0; record < RECORDS; record += 2) {
          const item = itemOf(record)
          const own = members(item).map(expected)
          const strictest = CONSENTS.find((consent) => own.includes(consent)) ?? null
          expect(kin.strictestOf(item)).toBe(strictest)
          if (changed.has(item)) told.set(item, strictest)
          expect(told.get(item) ?? null).toBe(strictest)
        }
        changed.clear()
      }
    }),
    { numRuns: 500 },
  ))

test('a row of copies as long as a board is no more work than any others, and a change goes down it once', () => {
  const LENGTH = 20_000
  let told = 0
  const kin = createKinship(() => (told += 1))
  const item = (number: number): string => `item${number}`
  const wish = (number: number, own: Consent) => ({ item: item(number), key: `b/${item(number)}`, own })
  // From its end, so that each that comes is one more step on the way to all before it.
  for (let number = LENGTH - 1; number >= 0; number--)
    kin.set(wish(number, 'named'), number ? [item(number - 1)] : [])
  expect(told).toBe(0)
  for (const own of CONSENTS) {
    told = 0
    kin.change([wish(0, own)])
    expect(told).toBeLessThanOrEqual(2 * LENGTH)
    expect(kin.strictestOf(item(LENGTH - 1))).toBe(own)
  }
})
