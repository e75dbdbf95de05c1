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
