/** Breaks nothing: it puts the folders together. */
import { greet } from './sync/sockets/greet.ts'

export const built = greet
