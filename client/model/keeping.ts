/** Whether this device keeps all that it should: of each thing alone, it may stop and begin again. */
import { createStore } from './store.ts'
import type { Store } from './types.ts'

export interface Keeping {
  readonly keeps: Store<boolean>
  /** @returns what it was told */
  tell(what: string, can: boolean): boolean
}

export const createKeeping = (): Keeping => {
  const keeps = createStore(true)
  const unkept = new Set<string>()
  return {
    keeps,
    tell(what, can) {
      if (can) unkept.delete(what)
      else unkept.add(what)
      keeps.set(unkept.size === 0)
      return can
    },
  }
}
