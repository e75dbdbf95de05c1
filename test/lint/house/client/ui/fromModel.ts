/** ui may know the model's types. */
import type { Handle } from '../model/handle.ts'

export type Held = Handle
