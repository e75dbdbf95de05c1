/** How things stand with the server, over all documents. */
import { createStore } from './store.ts'
import type { Store, SyncStatus } from './types.ts'

/** How long the good news stays. */
const BACK_MS = 4_000

export const createStatus = (connection: Store<SyncStatus['state']>) => {
  const store = createStore<SyncStatus>({ state: connection.get(), waiting: 0, back: false })
  const counts = new Map<string, number>()
  let wasAway = false
  let over: 'ended' | 'removed' | null = null
  let timer: ReturnType<typeof setTimeout> | null = null

  const update = () => {
    const state = over ?? connection.get()
    const waiting = [...counts.values()].reduce((sum, count) => sum + count, 0)
    let { back } = store.get()
    if (state !== 'online') back = false
    if (state === 'offline') wasAway = true
    if (state === 'online' && wasAway && waiting === 0) {
      wasAway = false
      back = true
      if (timer) clearTimeout(timer)
      timer = setTimeout(() => {
        store.set({ ...store.get(), back: false })
      }, BACK_MS)
    }
    const held = store.get()
    if (held.state !== state || held.waiting !== waiting || held.back !== back)
      store.set({ state, waiting, back })
  }
  const stop = connection.subscribe(update)

  return {
    store,
    setWaiting(document: string, count: number) {
      counts.set(document, count)
      update()
    },
    /** The session no longer holds. */
    end(how: 'ended' | 'removed') {
      over = how
      update()
    },
    close() {
      stop()
      if (timer) clearTimeout(timer)
    },
  }
}
