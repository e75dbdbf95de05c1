import { expect, test } from 'vitest'
import { byHand, newHands } from '../../../client/model/hands.ts'
import type { StagePerson } from '../../../shared/stage.ts'

const person = (id: string, hand?: number): StagePerson => ({
  id,
  name: id,
  colour: 0,
  role: 'participant',
  ...(hand !== undefined && { hand }),
})
const all = (...people: StagePerson[]) => new Map(people.map((each) => [each.id, each]))

test('raised hands come first, the one that is up longest before the others', () => {
  const order = [person('a'), person('late', 20), person('b'), person('early', 10)].sort(byHand)
  expect(order.map(({ id }) => id)).toEqual(['early', 'late', 'a', 'b'])
})

test('a hand is news when it goes up, not while it stays up or goes down', () => {
  const before = all(person('stays', 5), person('goes-down', 6), person('goes-up'), person('again', 7))
  const now = all(person('stays', 5), person('goes-down'), person('goes-up', 30), person('again', 20))
  expect(newHands(before, now).map(({ id }) => id)).toEqual(['again', 'goes-up'])
})
