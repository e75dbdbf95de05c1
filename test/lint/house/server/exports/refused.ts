/** Breaks nothing: what lies beside the folders of sync is for all. */
import { refusal } from '../sync/refuse.ts'

export const said = refusal
