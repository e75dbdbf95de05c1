import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { digest } from 'lib0/hash/sha256'
import { expect, test } from 'vitest'
import { ID_PATTERN } from '../../shared/ids.ts'
import { itemOfReceipt, newReceipt } from '../../shared/receipts.ts'

test('a receipt’s item is the beginning of a hash of its secret, and fit for an id', () =>
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (random) => {
      const { secret, item } = newReceipt(random)
      expect(secret).toMatch(/^[A-Za-z0-9_-]{22}$/)
      expect(item).toMatch(ID_PATTERN)
      expect(item).toBe(
        createHash('sha256').update(`kiteboard receipt ${secret}`).digest('base64url').slice(0, 22),
      )
      expect(itemOfReceipt(secret)).toBe(item)
    }),
  ))

test('each receipt has a secret of its own', () => {
  expect(newReceipt().secret).not.toBe(newReceipt().secret)
})

test('pages hash as the server does, without the browser’s help', async () => {
  // What a page gets instead of Node's own: browsers hash over https alone.
  const pure: { digest: typeof digest } = await import('../../node_modules/lib0/hash/sha256.js')
  const bytes = new TextEncoder().encode('kiteboard receipt é')
  expect(pure.digest(bytes)).toEqual(new Uint8Array(digest(bytes)))
})
