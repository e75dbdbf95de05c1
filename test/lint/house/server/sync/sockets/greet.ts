/** Breaks nothing: sockets know all. */
import { judge } from '../gate/judge.ts'
import type { Held } from '../room/held.ts'

export const greet = (held: Held): boolean => held[0] === judge
