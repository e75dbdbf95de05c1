/** Values that change, without React. */
import type { Store } from './types.ts'

/** A store that its owner may set. */
export interface Settable<Value> extends Store<Value> {
  set(value: Value): void
}

/** A list that this device keeps. Its other pages change it as well, so it is read anew before each change. */
export interface KeptList<Entry> {
  /** As any page left it last; the same list until it changes. */
  read(): readonly Entry[]
  change(work: (held: readonly Entry[]) => readonly Entry[]): void
}

export const createStore = <Value>(initial: Value): Settable<Value> => {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Resolves once a store holds what is wanted of it. */
export const whenHeld = <Value>(store: Store<Value>, isWanted: (value: Value) => boolean): Promise<void> =>
  new Promise((resolve) => {
    let stop: (() => void) | null = null
    const look = () => {
      if (!isWanted(store.get())) return
      stop?.()
      resolve()
    }
    stop = store.subscribe(look)
    look()
  })

/** Resolves once a store holds true. */
export const whenTrue = (store: Store<boolean>): Promise<void> => whenHeld(store, (value) => value)
