import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byOrder, keysBetween, orderKey } from '../../shared/order.ts'

const anyKey = fc.oneof(fc.string(), fc.constantFrom('', 'a0', 'a1', 'Zz', 'a0V', 'zzzz', '0'))

test('new keys lie above the lower neighbour and in order, whatever the neighbours are', () => {
  fc.assert(
    fc.property(anyKey, anyKey, fc.integer({ min: 1, max: 20 }), (below, above, count) => {
      const keys = keysBetween(orderKey(below), orderKey(above), count)
      expect(keys).toHaveLength(count)
      expect([...keys].sort()).toEqual(keys)
      expect(new Set(keys).size).toBe(count)
    }),
  )
})

test('keys between two sound neighbours lie between them', () => {
  const [low = '', high = ''] = keysBetween('', '', 2)
  for (const key of keysBetween(low, high, 5)) {
    expect(key > low).toBe(true)
    expect(key < high).toBe(true)
  }
})

test('items that share a key are told apart by their id', () => {
  const items = [
    { id: 'b', order: 'a0' },
    { id: 'a', order: 'a0' },
    { id: 'c', order: '' },
  ]
  expect(items.sort(byOrder).map((item) => item.id)).toEqual(['c', 'a', 'b'])
})

test('what is no key counts as none', () => {
  for (const raw of [null, 3, '', 'a b', '<', 'a'.repeat(65)]) expect(orderKey(raw)).toBe('')
})
