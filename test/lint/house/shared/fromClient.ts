// expect: import-x/no-restricted-paths
import type { Bead } from '../client/ui/bead.ts'

export type Shown = Bead
