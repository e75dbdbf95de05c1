/** How things stand with the server, over all documents. */
import type { Connection } from './connection.ts'
import { createStore } from './store.ts'
import type { SyncStatus } from './types.ts'

/** How long the good news stays. */
const BACK_MS = 4_000

type Trouble = Exclude<SyncStatus['trouble'], null>

export const createStatus = ({ state: connection, closedBy }: Pick<Connection, 'state' | 'closedBy'>) => {
  const store = createStore<SyncStatus>({
    state: connection.get(),
    waiting: 0,
    back: false,
    trouble: null,
    closed: null,
  })
  const counts = new Map<string, number>()
  /** The documents that are in some trouble. */
  const troubled: Readonly<Record<Trouble, Set<string>>> = {
    unkept: new Set(),
    unsaved: new Set(),
    mixed: new Set(),
  }
  let wasAway = false
  let removed = false
  let timer: ReturnType<typeof setTimeout> | null = null

  /** The gravest first. */
  const troubleNow = (): SyncStatus['trouble'] =>
    (['unkept', 'unsaved', 'mixed'] as const).find((trouble) => troubled[trouble].size > 0) ?? null

  const update = () => {
    const state = removed ? 'removed' : connection.get()
    const waiting = [...counts.values()].reduce((sum, count) => sum + count, 0)
    const trouble = troubleNow()
    const closed = state === 'offline' ? closedBy.get() : null
    let { back } = store.get()
    if (state !== 'online' || trouble) back = false
    if (state === 'offline' || trouble) wasAway = true
    if (state === 'online' && wasAway && waiting === 0 && !trouble) {
      wasAway = false
      back = true
      if (timer) clearTimeout(timer)
      timer = setTimeout(() => {
        store.set({ ...store.get(), back: false })
      }, BACK_MS)
    }
    const held = store.get()
    const next = { state, waiting, back, trouble, closed }
    if (JSON.stringify(held) !== JSON.stringify(next)) store.set(next)
  }
  const stops = [connection.subscribe(update), closedBy.subscribe(update)]

  return {
    store,
    setWaiting(document: string, count: number) {
      counts.set(document, count)
      // All of it is stored after all.
      if (count === 0) troubled.unkept.delete(document)
      update()
    },
    setTrouble(document: string, trouble: Trouble, isSo: boolean) {
      if (isSo) troubled[trouble].add(document)
      else troubled[trouble].delete(document)
      update()
    },
    /** A facilitator sent me out. */
    remove() {
      removed = true
      update()
    },
    close() {
      for (const stop of stops) stop()
      if (timer) clearTimeout(timer)
    },
  }
}
