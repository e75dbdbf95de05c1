/** Breaks nothing: it puts the rooms together. */
import { greet } from './sync/sockets/greet.ts'

export const built = greet
