// expect: import-x/no-restricted-paths
import { rows } from '../list/rows.ts'

export const drawn = rows
