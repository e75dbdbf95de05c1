import { expect, test } from 'vitest'
import { createClaims } from '../../server/sync/room/claims.ts'
import { LIMITS } from '../../shared/protocol.ts'

test('whoever wrote under as many ids as one may goes on under those, and nobody else is kept from a new one', () => {
  const claims = createClaims({ held: new Map([[1, 'other']]), own: () => 0, keep: () => {} })
  for (let client = 10; client < 10 + LIMITS.ids.perPerson; client++) {
    expect(claims.allows(client, 'busy')).toBe(true)
    claims.wrote(client, 'busy')
  }
  expect(claims.allows(10, 'busy')).toBe(true)
  expect(claims.allows(5, 'busy')).toBe(false)
  expect([claims.allows(5, 'other'), claims.allows(1, 'other'), claims.allows(10, 'other')]).toEqual([
    true,
    true,
    false,
  ])
})

test('what somebody brings counts as theirs, also after a restart, until whoever wrote it is here', () => {
  const kept = new Map<number, string>()
  const begin = () =>
    createClaims({
      held: new Map(kept),
      own: () => 0,
      keep: (client, person) => void kept.set(client, person),
    })
  const { perPerson } = LIMITS.ids
  const before = begin()
  for (let client = 10; client < 10 + perPerson; client++) expect(before.brought(client, 'busy')).toBe(true)
  const claims = begin()
  expect([claims.brought(10, 'busy'), claims.isNobodys(10), claims.allows(5, 'busy')]).toEqual([
    false,
    true,
    false,
  ])
  // Who brought it may go on, others too; whoever says that it is theirs has it for themselves.
  expect([claims.allows(10, 'busy'), claims.allows(10, 'other')]).toEqual([true, true])
  expect([claims.found(10, 'other'), claims.found(10, 'busy'), claims.found(5, 'other')]).toEqual([
    true,
    false,
    false,
  ])
  expect([claims.allows(10, 'busy'), claims.isNobodys(10), claims.allows(5, 'busy')]).toEqual([
    false,
    false,
    true,
  ])
  claims.wrote(11, 'stock')
  expect([claims.allows(11, 'busy'), kept.get(11), kept.get(12)]).toEqual([false, 'stock', '?busy'])
})

test('where many ids are in use, a few people with many get no more, and all others still do', () => {
  const claims = createClaims({ held: new Map(), own: () => 0, keep: () => {} })
  const { perPerson, enough, perPersonBeyond } = LIMITS.ids
  for (let client = 1; client <= enough; client++) {
    const foe = `foe ${Math.floor(client / perPerson)}`
    expect(claims.allows(client, foe)).toBe(true)
    claims.wrote(client, foe)
  }
  expect([claims.allows(1, 'foe 0'), claims.allows(enough + 1, 'foe 0')]).toEqual([true, false])
  for (let page = 1; page <= perPersonBeyond; page++) {
    expect(claims.allows(enough + page, 'other')).toBe(true)
    claims.wrote(enough + page, 'other')
  }
  expect(claims.allows(2 * enough, 'other')).toBe(false)
})
