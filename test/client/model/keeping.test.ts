import { expect, test } from 'vitest'
import { createKeeping } from '../../../client/model/keeping.ts'

test('a device keeps all only once it keeps each thing', () => {
  const { keeps, tell } = createKeeping()
  expect(tell('a copy', false)).toBe(false)
  expect(tell('what waits', true)).toBe(true)
  expect(keeps.get()).toBe(false)
  tell('what waits', false)
  tell('a copy', true)
  expect(keeps.get()).toBe(false)
  tell('what waits', true)
  expect(keeps.get()).toBe(true)
})
