/** The contract that every registered method keeps, and what each of them counts. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { methodRule } from '../../shared/api.ts'
import { createTranslate } from '../../shared/i18n/translate.ts'
import type { Choices } from '../../shared/methods/method.ts'
import { methodOf, methods, type MethodRule, type MethodType } from '../../shared/methods/registry.ts'
import { newId } from '../../shared/ids.ts'

const t = createTranslate('en')
const CANDIDATES = Array.from({ length: 6 }, newId)

const ballots = (choices: fc.Arbitrary<Choices>) => fc.array(choices, { maxLength: 12 })

/** Rules and acceptable ballots of each method: a new one does not compile without them. */
const samples: Record<MethodType, { rule: fc.Arbitrary<MethodRule>; choices: fc.Arbitrary<Choices> }> = {
  dots: {
    rule: fc.constant({ type: 'dots', budget: 10, cap: 4 }),
    choices: fc
      .dictionary(fc.constantFrom(...CANDIDATES), fc.nat({ max: 4 }))
      .filter((choices) => Object.values(choices).reduce((sum, number) => sum + number, 0) <= 10),
  },
  score: {
    rule: fc.constant({ type: 'score' }),
    choices: fc.dictionary(fc.constantFrom(...CANDIDATES), fc.nat({ max: 5 })),
  },
}

describe.each(Object.keys(samples) as MethodType[])('method %s', (type) => {
  const { rule, choices } = samples[type]
  const cast = fc.tuple(rule, ballots(choices))

  test('is registered under its own type, and its rule is one that the interface takes', () => {
    expect(methods[type].type).toBe(type)
    fc.assert(fc.property(rule, (one) => methodRule.safeParse(one).success))
  })

  test('says its rule and itself in a plain sentence', () => {
    fc.assert(
      fc.property(rule, (one) => {
        for (const sentence of [methodOf(one).rule(one, t), methodOf(one).sentence(one, t)]) {
          expect(sentence).toMatch(/^[A-Z].*\.$/)
          expect(sentence).not.toMatch(/[{}#]/)
        }
      }),
    )
  })

  test('takes an acceptable ballot, and an empty one', () => {
    fc.assert(
      fc.property(rule, choices, (one, chosen) => {
        expect(methodOf(one).objection(one, CANDIDATES, chosen, t)).toBeNull()
        expect(methodOf(one).objection(one, CANDIDATES, {}, t)).toBeNull()
      }),
    )
  })

  test('objects to a candidate that was not put up, and to what is no whole number in its range', () => {
    const odd = fc.oneof(
      fc.constantFrom(-1, 0.5, NaN, Infinity, -Infinity, 101, 1e21),
      fc.double({ max: -1 }),
    )
    fc.assert(
      fc.property(rule, choices, odd, fc.constantFrom(...CANDIDATES), (one, chosen, number, item) => {
        expect(methodOf(one).objection(one, CANDIDATES, { ...chosen, [item]: number }, t)).toBeTypeOf(
          'string',
        )
        expect(methodOf(one).objection(one, CANDIDATES, { ...chosen, [newId()]: 0 }, t)).toBeTypeOf('string')
      }),
    )
  })

  test('lists every candidate once, also without a ballot', () => {
    fc.assert(
      fc.property(cast, ([one, all]) => {
        const tally = methodOf(one).tally(one, CANDIDATES, all)
        expect(tally.map(({ item }) => item).sort()).toEqual([...CANDIDATES].sort())
      }),
    )
  })

  test('totals are the sums of what was given', () => {
    fc.assert(
      fc.property(cast, ([one, all]) => {
        for (const { item, total } of methodOf(one).tally(one, CANDIDATES, all))
          expect(total).toBe(all.reduce((sum, chosen) => sum + (chosen[item] ?? 0), 0))
      }),
    )
  })

  test('the order of ballots changes nothing', () => {
    const shuffled = cast.chain(([one, all]) =>
      fc.tuple(
        fc.constant(one),
        fc.constant(all),
        fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([one, all, mixed]) => {
        const [tally, other] = [all, mixed].map((some) => methodOf(one).tally(one, CANDIDATES, some))
        const near = (value: number | null) => (value === null ? null : expect.closeTo(value, 9))
        expect(other).toEqual(
          tally?.map((row) => ({ ...row, mean: near(row.mean), spread: near(row.spread) })),
        )
      }),
    )
  })

  test('ranks are those of the totals: ties share one, and the next is skipped', () => {
    fc.assert(
      fc.property(cast, ([one, all]) => {
        const tally = methodOf(one).tally(one, CANDIDATES, all)
        for (const { rank, total } of tally)
          expect(rank).toBe(1 + tally.filter((other) => other.total > total).length)
        expect(tally.map(({ rank }) => rank)).toEqual(tally.map(({ rank }) => rank).sort((a, b) => a - b))
      }),
    )
  })

  test('other names for the candidates only rename the rows', () => {
    fc.assert(
      fc.property(cast, ([one, all]) => {
        const names = new Map(CANDIDATES.map((item) => [item, newId()]))
        const renamed = (item: string) => names.get(item) ?? item
        const rename = (chosen: Choices): Choices =>
          Object.fromEntries(Object.entries(chosen).map(([item, number]) => [renamed(item), number]))
        expect(methodOf(one).tally(one, CANDIDATES.map(renamed), all.map(rename))).toEqual(
          methodOf(one)
            .tally(one, CANDIDATES, all)
            .map((row) => ({ ...row, item: renamed(row.item) })),
        )
      }),
    )
  })

  test('mean and spread are told from five ballots on, and not before', () => {
    fc.assert(
      fc.property(cast, ([one, all]) => {
        for (const { item, mean, spread } of methodOf(one).tally(one, CANDIDATES, all)) {
          const given = all.some((chosen) => item in chosen)
          if (all.length < 5) expect([mean, spread]).toEqual([null, null])
          else if (given) expect([typeof mean, typeof spread]).toEqual(['number', 'number'])
        }
      }),
    )
  })
})

describe('dots', () => {
  const rule = { type: 'dots', budget: 5, cap: 3 } as const
  const [a = '', b = '', c = '', d = ''] = CANDIDATES

  test('a ballot may spend all its dots, and not one more', () => {
    expect(methods.dots.objection(rule, [a, b, c], { [a]: 3, [b]: 2 }, t)).toBeNull()
    expect(methods.dots.objection(rule, [a, b, c], { [a]: 3, [b]: 3 }, t)).toMatch(/You have 5 dots/)
    expect(methods.dots.objection(rule, [a, b, c], { [a]: 4 }, t)).toMatch(/At most 3 dots/)
  })

  test('two that tie share the second place, and the next is fourth', () => {
    const tally = methods.dots.tally(rule, [a, b, c, d], [{ [b]: 3, [a]: 1 }, { [c]: 1 }])
    expect(tally.map(({ item, rank, total }) => [item, rank, total])).toEqual([
      [b, 1, 3],
      [a, 2, 1],
      [c, 2, 1],
      [d, 4, 0],
    ])
  })

  test('a ballot without a dot for a candidate counts into its mean', () => {
    const [first] = methods.dots.tally(rule, [a, b], [{ [a]: 3 }, { [a]: 2 }, {}, {}, { [b]: 1 }])
    expect(first).toMatchObject({ item: a, total: 5, mean: 1 })
    expect(first?.spread).toBeCloseTo(Math.sqrt((4 + 1 + 1 + 1 + 1) / 5))
  })
})

describe('score', () => {
  const [a = '', b = ''] = CANDIDATES

  test('the mean is taken over those that scored; a 0 is a score', () => {
    const tally = methods.score.tally(
      { type: 'score' },
      [a, b],
      [{ [a]: 5, [b]: 0 }, { [a]: 4 }, { [a]: 5 }, { [a]: 4 }, {}],
    )
    expect(tally).toEqual([
      { item: a, rank: 1, total: 18, mean: 4.5, spread: 0.5 },
      { item: b, rank: 2, total: 0, mean: 0, spread: 0 },
    ])
  })

  test('what nobody scored has no mean', () => {
    const cast = [{ [a]: 1 }, { [a]: 1 }, { [a]: 1 }, { [a]: 1 }, { [a]: 1 }]
    expect(methods.score.tally({ type: 'score' }, [a, b], cast)[1]).toMatchObject({
      mean: null,
      spread: null,
    })
  })
})
