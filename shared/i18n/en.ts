/** English, put together from one file an area. Each area's file is its screens' own. */
import { kinds } from './en/kinds.ts'

export const en = { ...kinds } as const
