// expect: import-x/no-restricted-paths
import type { Bead } from '../ui/bead.ts'

export type Known = Bead
