// expect: import-x/no-restricted-paths
import { append } from '../sync/journal/append.ts'

export const reached = append
