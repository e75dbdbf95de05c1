/** The pages of this device, as far as they know of each other: what one of them holds, no other takes. */
import { createLater } from './later.ts'

export interface Pages {
  /** Holds a name, beside others who do. @returns how to let go of it */
  hold(name: string): () => void
  /** Does something unless somebody holds the name, or does something with it right now. @returns whether it was done */
  ifFree(name: string, work: () => Promise<void>): Promise<boolean>
  /** Does something as soon as nobody holds the name, which may be at once. A page that dies lets go of all it held. */
  whenFree(name: string, work: () => Promise<void>): void
  close(): void
}

/** What of Web Locks is used. */
export interface Locks {
  request<Value>(
    name: string,
    options: LockOptions,
    work: (lock: Lock | null) => Promise<Value>,
  ): Promise<Value>
}

/** By Web Locks: the browser itself lets go for a page that died. */
export const createLockPages = (locks: Locks): Pages => {
  const ending = new AbortController()
  const { signal } = ending
  const holds = new Set<() => void>()
  return {
    hold(name) {
      let letGo: () => void = () => undefined
      const held = new Promise<void>((resolve) => {
        letGo = resolve
      })
      holds.add(letGo)
      void locks.request(name, { mode: 'shared' }, () => held)
      return () => {
        holds.delete(letGo)
        letGo()
      }
    },
    async ifFree(name, work) {
      let done = false
      await locks.request(name, { ifAvailable: true }, async (lock) => {
        if (!lock) return
        done = true
        await work()
      })
      return done
    },
    whenFree(name, work) {
      locks
        .request(name, { signal }, () => work())
        .catch((error: unknown) => {
          if (!signal.aborted) throw error
        })
    },
    close() {
      ending.abort()
      for (const letGo of holds) letGo()
    },
  }
}

/** What pages call to each other. */
type Call = { readonly type: 'ask' | 'held'; readonly name: string }

const isCall = (data: unknown): data is Call =>
  typeof data === 'object' && data !== null && 'type' in data && 'name' in data

/** How long others have to answer, and how often they are asked again, in ms. */
const ANSWER_MS = 400
const AGAIN_MS = 5_000

/**
 * By asking: where a page was not served over TLS there are no locks. A page that the browser has frozen can't answer; what is taken
 * from it then, it finds gone.
 */
export const createAskingPages = (channel: BroadcastChannel): Pages => {
  const held = new Map<string, number>()
  const asked = new Map<string, () => void>()
  const later = createLater()
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (!isCall(data)) return
    if (data.type === 'held') asked.get(data.name)?.()
    else if (held.has(data.name)) channel.postMessage({ type: 'held', name: data.name } satisfies Call)
  }
  const isFree = (name: string): Promise<boolean> =>
    new Promise((resolve) => {
      if (held.has(name) || asked.has(name)) return resolve(false)
      const onHeld = () => {
        asked.delete(name)
        resolve(false)
      }
      asked.set(name, onHeld)
      channel.postMessage({ type: 'ask', name } satisfies Call)
      later.after(ANSWER_MS, () => {
        // By then it may have been answered, and asked anew.
        if (asked.get(name) !== onHeld) return
        asked.delete(name)
        resolve(true)
      })
    })
  const hold = (name: string) => {
    held.set(name, (held.get(name) ?? 0) + 1)
    let holds = true
    return () => {
      if (!holds) return
      holds = false
      const left = (held.get(name) ?? 1) - 1
      if (left > 0) held.set(name, left)
      else held.delete(name)
    }
  }
  const ifFree = async (name: string, work: () => Promise<void>): Promise<boolean> => {
    if (!(await isFree(name))) return false
    const letGo = hold(name)
    try {
      await work()
    } finally {
      letGo()
    }
    return true
  }
  const whenFree = (name: string, work: () => Promise<void>): void => {
    void ifFree(name, work).then((done) => {
      if (!done) later.after(AGAIN_MS, () => whenFree(name, work))
    })
  }
  return {
    hold,
    ifFree,
    whenFree,
    close() {
      later.clear()
      channel.close()
    },
  }
}

/** Where pages can't know of each other, each works as if it were alone: rather twice than never. */
export const createLonePages = (): Pages => ({
  hold: () => () => undefined,
  async ifFree(_name, work) {
    await work()
    return true
  },
  whenFree: (_name, work) => void work(),
  close: () => undefined,
})
