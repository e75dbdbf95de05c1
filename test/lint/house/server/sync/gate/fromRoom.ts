// expect: import-x/no-restricted-paths
import type { Held } from '../room/held.ts'

export type Judged = Held
