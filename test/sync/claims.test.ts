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

test('what somebody brings counts apart from what they write, also after a restart', () => {
  const kept = new Map<number, string>()
  const begin = () =>
    createClaims({
      held: new Map(kept),
      own: () => 0,
      keep: (client, person) => void kept.set(client, person),
    })
  const { brought } = LIMITS.ids
  const before = begin()
  for (let client = 10; client < 10 + brought; client++) {
    expect(before.mayBring(client, 'helper')).toBe(true)
    expect(before.brought(client, 'helper')).toBe(true)
  }
  const claims = begin()
  // One more is one too many; but they may bring more of these, write themselves, and nobody else is kept from anything.
  expect([claims.mayBring(5, 'helper'), claims.mayBring(10, 'helper'), claims.allows(5, 'helper')]).toEqual([
    false,
    true,
    true,
  ])
  expect([claims.mayBring(5, 'other'), claims.brought(10, 'other'), claims.isNobodys(10)]).toEqual([
    true,
    false,
    true,
  ])
  expect(claims.found(11, 'writer')).toBe(true)
  expect(claims.mayBring(5, 'helper')).toBe(true)
})

test('what was brought is nobody’s until its writer is found, whoever writes under it', () => {
  const kept = new Map([[10, '?helper']])
  const claims = createClaims({
    held: new Map(kept),
    own: () => 0,
    keep: (client, person) => void kept.set(client, person),
  })
  expect([claims.allows(10, 'stock'), claims.mayBring(10, 'other')]).toEqual([true, true])
  claims.wrote(10, 'stock')
  expect([kept.get(10), claims.isTheirs(10, 'stock'), claims.isBrought(10)]).toEqual(['?helper', false, true])
  expect([claims.found(10, 'writer'), claims.found(10, 'other'), claims.found(5, 'writer')]).toEqual([
    true,
    false,
    false,
  ])
  expect([claims.allows(10, 'writer'), claims.allows(10, 'stock'), claims.mayBring(10, 'helper')]).toEqual([
    true,
    false,
    false,
  ])
  expect([
    claims.isNobodys(10),
    claims.isNobodys(5),
    claims.isNobodys(0),
    claims.mayBring(0, 'other'),
  ]).toEqual([false, true, false, false])
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

test('by presence alone, one person keeps only so many ids from others', () => {
  const claims = createClaims({ held: new Map(), own: () => 0, keep: () => {} })
  const most = LIMITS.claims
  for (let client = 1; client <= most + 1; client++) claims.present(client, 'foe')
  expect([1, most, most + 1].map((client) => claims.allows(client, 'other'))).toEqual([false, false, true])
})

test('an id that was closed is nobody’s to write under, also after a restart, and each claim is news', () => {
  const kept = new Map([
    [10, 'first'],
    [11, '?helper'],
  ])
  const begin = () =>
    createClaims({
      held: new Map(kept),
      own: () => 0,
      keep: (client, person) => void kept.set(client, person),
    })
  const claims = begin()
  expect([10, 11, 12].map(claims.claimantOf)).toEqual(['first', null, null])
  const before = claims.news()
  claims.wrote(12, 'second')
  expect(claims.news()).toBe(before + 1)
  claims.close(10)
  for (const each of [claims, begin()]) {
    expect([each.claimantOf(10), each.isNobodys(10), each.isBrought(10)]).toEqual([null, false, false])
    expect(['first', 'second'].map((person) => each.allows(10, person))).toEqual([false, false])
    expect([each.mayBring(10, 'second'), each.found(10, 'second')]).toEqual([false, false])
  }
})
