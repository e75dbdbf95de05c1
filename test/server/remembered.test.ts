import { expect, test } from 'vitest'
import { createPots, createRemembered } from '../../server/remembered.ts'

test('names are remembered while they tell something, and however many come, the others are forgotten', () => {
  let made = 0
  let now = 0
  const of = createRemembered(
    () => ({ number: (made += 1), until: now + 10 }),
    ({ until }) => now < until,
  )
  const first = of('first')
  expect(of('first')).toBe(first)
  for (let n = 0; n < 5_000; n++) of(String(n))
  expect(of('first')).toBe(first)
  now = 10
  for (let n = 5_000; n < 15_000; n++) of(String(n))
  expect(of('first')).not.toBe(first)
})

test('each name has a pot of its own, and one that is forgotten was full', () => {
  let now = 0
  const mayTake = createPots({ burst: 2, perSecond: 1 }, () => now)
  expect([mayTake('a', 2), mayTake('a', 1), mayTake('b', 2)]).toEqual([true, false, true])
  for (let n = 0; n < 5_000; n++) mayTake(String(n), 1)
  expect(mayTake('a', 1)).toBe(false)
  now = 1_000
  expect([mayTake('a', 1), mayTake('a', 1)]).toEqual([true, false])
})
