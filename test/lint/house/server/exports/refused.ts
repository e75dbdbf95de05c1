/** Breaks nothing: what lies beside the rooms of sync is for all. */
import { refusal } from '../sync/refuse.ts'

export const said = refusal
