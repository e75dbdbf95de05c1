import { expect, test } from 'vitest'
import { readsFromRight } from '../../client/canvas/direction.ts'

test('a text reads from the side at which its first letter begins, whatever follows', () => {
  expect(readsFromRight('Hello שלום')).toBe(false)
  expect(readsFromRight('1. שלום hello')).toBe(true)
  expect(readsFromRight('«مرحبا»')).toBe(true)
  expect(readsFromRight('12:30')).toBe(false)
})
