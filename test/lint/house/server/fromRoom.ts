// expect: import-x/no-restricted-paths
import type { Held } from './sync/room/held.ts'

export type Known = Held
