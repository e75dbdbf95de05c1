import { test } from 'vitest'
import { judgesAll } from './support/axe.ts'

test(
  'axe finds nothing on any screen of a desktop, in every scheme',
  () => judgesAll('desktop', ['light', 'dark', 'contrast']),
  // On two cores that others use as well.
  600_000,
)
