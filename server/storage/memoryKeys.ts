/** Keys that last as long as the process: for tests. */
import { randomBytes } from 'node:crypto'
import { KEY_BYTES, type KeyName, type Keys } from './keys.ts'

/** Keys in memory, for tests. */
export const createMemoryKeys = (): Keys => {
  const keys = new Map<string, { readonly name: KeyName; readonly key: Uint8Array }>()
  const idOf = ({ workshop, writing }: KeyName): string => `${workshop}.${writing}`
  return {
    async make(name) {
      if (keys.has(idOf(name))) throw new Error('there is such a key already')
      keys.set(idOf(name), { name, key: new Uint8Array(randomBytes(KEY_BYTES)) })
    },
    async get(name) {
      return keys.get(idOf(name))?.key ?? null
    },
    async list() {
      return [...keys.values()].map(({ name }) => name)
    },
    async destroy(name) {
      keys.get(idOf(name))?.key.fill(0)
      keys.delete(idOf(name))
    },
  }
}
