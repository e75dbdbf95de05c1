import { expect, test } from 'vitest'
import { createClaims } from '../../server/sync/room/claims.ts'
import { LIMITS } from '../../shared/protocol.ts'

test('whoever wrote under as many ids as one may goes on under those, and nobody else is kept from a new one', () => {
  const claims = createClaims({ held: new Map([[1, 'other']]), own: () => 0, keep: () => {} })
  for (let client = 10; client < 10 + LIMITS.ids; client++) {
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
