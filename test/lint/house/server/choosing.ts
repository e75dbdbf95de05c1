// expect: import-x/no-restricted-paths
import { memory } from './storage/memory.ts'

export const mine = memory
