/** Breaks nothing: knows what the folders share, and that alone. */
import { refusal } from '../refuse.ts'

export const judge = (): string => refusal
