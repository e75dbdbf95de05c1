/** Canvas may know ui and model. */
import type { Handle } from '../model/handle.ts'
import type { Bead } from '../ui/bead.ts'

export const scene: { readonly handle: Handle; readonly bead: Bead } = {
  handle: { id: 'a' },
  bead: { colour: 1 },
}
