import { test } from 'vitest'
import { judgesAll } from './support/axe.ts'

test(
  'axe finds nothing on any screen of a phone, which has the colours of the desktop',
  () => judgesAll('phone', ['light']),
  // On two cores that others use as well.
  600_000,
)
