/** Breaks nothing: a document in memory asks the gate and its journal. */
import type { judge } from '../gate/judge.ts'
import type { append } from '../journal/append.ts'

export type Held = readonly [typeof judge, typeof append]
