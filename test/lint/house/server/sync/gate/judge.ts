/** Breaks nothing: knows what the rooms share, and that alone. */
import { refusal } from '../refuse.ts'

export const judge = (): string => refusal
