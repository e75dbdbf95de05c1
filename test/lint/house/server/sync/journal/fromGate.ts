// expect: import-x/no-restricted-paths
import { judge } from '../gate/judge.ts'

export const judged = judge
