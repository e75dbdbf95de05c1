// expect: import-x/no-restricted-paths
import { mine } from '../../server/choosing.ts'

export const theirs = mine
