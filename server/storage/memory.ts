/** Storage that lasts as long as the process: for tests. */
import { byKey, type Storage } from './storage.ts'

/** An empty storage in memory. What is put in is copied, so that nobody can change it afterwards. */
export const createMemoryStorage = (): Storage => {
  const entries = new Map<string, Uint8Array>()
  return {
    async get(key) {
      return entries.get(key) ?? null
    },
    async *list(prefix) {
      yield* [...entries].filter(([key]) => key.startsWith(prefix)).sort(byKey)
    },
    async commit(writes) {
      // All copies are made before the first change, so that a write that makes no sense leaves nothing behind.
      const copies = writes.map((write) => (write.type === 'put' ? write.value.slice() : null))
      writes.forEach(({ key }, index) => {
        const value = copies[index]
        if (value) entries.set(key, value)
        else entries.delete(key)
      })
    },
    async forget() {},
    async close() {},
  }
}
