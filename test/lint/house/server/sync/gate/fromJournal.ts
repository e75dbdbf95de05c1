// expect: import-x/no-restricted-paths
import { append } from '../journal/append.ts'

export const kept = append
