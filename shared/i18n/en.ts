/** English, put together from one file an area. Each area's file is its screens' own. */
import { common } from './en/common.ts'
import { kinds } from './en/kinds.ts'
import { methods } from './en/methods.ts'

export const en = { ...common, ...kinds, ...methods } as const
