import { useEffect } from 'react'
import type { Store } from '../model/types.ts'

/**
 * Tells of each change, from now on, of what is read of a store. Other functions in place of these two lose none: what there was to
 * tell until then has been told.
 */
export const useOnChange = <Value, Part>(
  store: Store<Value>,
  read: (value: Value) => Part,
  tell: (now: Part, before: Part) => void,
): void =>
  useEffect(() => {
    let last = read(store.get())
    return store.subscribe(() => {
      const [now, before] = [read(store.get()), last]
      last = now
      if (!Object.is(now, before)) tell(now, before)
    })
  }, [store, read, tell])
