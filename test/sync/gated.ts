/** A storage that is as slow as a test wants. For tests. */
import { createMemoryStorage } from '../../server/storage/memory.ts'
import type { Storage } from '../../server/storage/storage.ts'

/** What may be held up. */
type Doing = 'commit' | 'list'

/** Memory whose commits, and readings, wait until they may go on. */
export const createGated = () => {
  const memory = createMemoryStorage()
  const waiting: Record<Doing, Promise<void> | null> = { commit: null, list: null }
  /** What began, or ended, in its order. */
  const log: ('reading began' | 'commit ended')[] = []
  const storage: Storage = {
    ...memory,
    async commit(writes) {
      await waiting.commit
      await memory.commit(writes)
      log.push('commit ended')
    },
    async *list(prefix) {
      log.push('reading began')
      await waiting.list
      yield* memory.list(prefix)
    },
  }
  return {
    storage,
    log,
    /** Holds up what begins from now on. @returns what lets it go on */
    hold(what: Doing): () => void {
      let go = (): void => {}
      waiting[what] = new Promise((resolve) => (go = resolve))
      return () => {
        waiting[what] = null
        go()
      }
    },
  }
}
