/** IndexedDB in memory, as far as the client uses it, which may fail at every step in each way that browsers know. */
import type {
  Durability,
  IdbDatabase,
  IdbFactory,
  IdbRequest,
  IdbStore,
} from '../../../client/model/database.ts'
import type { Later } from '../../../client/model/later.ts'

/**
 * How a step goes. `throws`: at once. `aborts`: with an error. `full`: there is no room; what is there is read, but what is added
 * fails, and all of its transaction with it. `never`: it is not answered. `late`: only after 20 s. `slow`: after 2 s, which is not too
 * long. `closes`: the browser closes the database under the page, as where it cleared the site's data or ran in the background.
 * `wiped`: likewise, and all that it held is gone.
 */
export const FAULTS = [
  'none',
  'throws',
  'aborts',
  'full',
  'never',
  'late',
  'slow',
  'closes',
  'wiped',
] as const
export type Fault = (typeof FAULTS)[number]

const ANSWERS_MS: Partial<Record<Fault, number>> = { slow: 2_000, late: 20_000 }

type Rows = ReadonlyMap<number | string, unknown>

/** Ranges of numbers. */
const range = (lower: number, upper: number, lowerOpen: boolean): IDBKeyRange => ({
  lower,
  upper,
  lowerOpen,
  upperOpen: false,
  includes: (key: number) => (lowerOpen ? key > lower : key >= lower) && key <= upper,
})
export const fakeRanges = {
  lowerBound: (key: number, isOpen = false) => range(key, Infinity, isOpen),
  upperBound: (key: number) => range(-Infinity, key, false),
}

/** @param next how the next step goes @param later the time that answers take */
export const createFaultyIndexedDb = (next: () => Fault, { after }: Pick<Later, 'after'>) => {
  const disk = new Map<string, Map<string, Rows>>()
  /** What a power cut leaves of each database: what it held when something was last written so strictly. */
  const strictly = new Map<string, ReadonlyMap<string, Rows>>()
  const open = new Set<{ readonly name: string; gone(): void }>()
  let lastKey = 0

  const cutPower = () => {
    disk.clear()
    for (const [name, stores] of strictly) disk.set(name, new Map(stores))
    for (const each of [...open]) each.gone()
  }
  const wipe = () => {
    strictly.clear()
    lastKey = 0
    cutPower()
  }

  const answerBy = (fault: Fault, work: () => void) => {
    if (fault !== 'never') after(ANSWERS_MS[fault] ?? 1, work)
  }

  const storeOn = (
    rows: Map<number | string, unknown>,
    ask: (work: () => void) => void,
    needRoom: () => void,
  ): IdbStore => {
    const asked = <Result>(read: () => Result): IdbRequest<Result> => {
      let result: Result | null = null
      const request = {
        get result(): Result {
          if (result === null) throw new Error('InvalidStateError')
          return result
        },
        onsuccess: null as (() => unknown) | null,
        onerror: null,
      }
      ask(() => {
        result = read()
        request.onsuccess?.()
      })
      return request
    }
    const within = (keys?: IDBKeyRange) => [...rows].filter(([key]) => keys?.includes(key) ?? true)
    return {
      add(value) {
        needRoom()
        return asked(() => rows.set(++lastKey, value))
      },
      put(value, key) {
        needRoom()
        return asked(() => rows.set(key, value))
      },
      delete: (which) =>
        asked(() => {
          for (const key of [...rows.keys()])
            if (typeof which === 'string' ? key === which : which.includes(key)) rows.delete(key)
        }),
      getAll: (keys) => asked(() => within(keys).map(([, value]) => value)),
      getAllKeys: (keys) => asked(() => within(keys).map(([key]) => key)),
    }
  }

  const databaseOf = (name: string): IdbDatabase => {
    const running = new Set<() => void>()
    const self = {
      name,
      gone() {
        if (!open.delete(self)) return
        for (const abort of [...running]) abort()
        after(1, () => database.onclose?.())
      },
    }
    open.add(self)
    const database = {
      onclose: null as (() => unknown) | null,
      createObjectStore: (store: string) => disk.get(name)?.set(store, new Map()),
      close: () => void open.delete(self),
      transaction(
        [store = '']: string[],
        _mode: 'readwrite',
        { durability }: { durability?: Durability } = {},
      ) {
        const fault = next()
        const stores = disk.get(name)
        const held = stores?.get(store)
        if (fault === 'closes') self.gone()
        if (fault === 'wiped') wipe()
        if (fault === 'throws' || !stores || !held || !open.has(self))
          throw new Error('InvalidStateError: The database connection is closing.')
        const work: (() => void)[] = []
        const rows = new Map(held)
        let needsRoom = false
        const transaction = {
          oncomplete: null as (() => unknown) | null,
          onabort: null as (() => unknown) | null,
          objectStore: () =>
            storeOn(
              rows,
              (step) => work.push(step),
              () => {
                needsRoom = true
              },
            ),
        }
        const abort = () => {
          if (running.delete(abort)) transaction.onabort?.()
        }
        running.add(abort)
        answerBy(fault, () => {
          if (!running.has(abort)) return
          // One at a time, each with what the one before it left.
          rows.clear()
          for (const [key, value] of stores.get(store) ?? []) rows.set(key, value)
          if (fault === 'aborts') return abort()
          for (const step of work) step()
          if (fault === 'full' && needsRoom) return abort()
          running.delete(abort)
          stores.set(store, rows)
          if (durability === 'strict') strictly.set(name, new Map(stores))
          transaction.oncomplete?.()
        })
        return transaction
      },
    }
    return database
  }

  const asking = <Result>(
    fault: Fault,
    begin: (request: { onupgradeneeded: (() => unknown) | null; result: Result | null }) => void,
  ) => {
    if (fault === 'throws') throw new Error('SecurityError')
    const request = {
      held: null as Result | null,
      get result(): Result {
        if (this.held === null) throw new Error('InvalidStateError')
        return this.held
      },
      onsuccess: null as (() => unknown) | null,
      onerror: null as (() => unknown) | null,
      onupgradeneeded: null as (() => unknown) | null,
      onblocked: null as (() => unknown) | null,
    }
    answerBy(fault, () => {
      if (fault === 'aborts') return request.onerror?.()
      begin({
        get onupgradeneeded() {
          return request.onupgradeneeded
        },
        get result() {
          return request.held
        },
        set result(value) {
          request.held = value
        },
      })
      request.onsuccess?.()
    })
    return request
  }

  const factory: IdbFactory = {
    open: (name) =>
      asking<IdbDatabase>(next(), (request) => {
        const isNew = !disk.has(name)
        if (isNew) disk.set(name, new Map())
        request.result = databaseOf(name)
        if (isNew) request.onupgradeneeded?.()
      }),
    deleteDatabase: (name) =>
      asking<boolean>(next(), (request) => {
        request.result = disk.delete(name)
        strictly.delete(name)
      }),
  }

  return {
    factory,
    /** All of the site's data are cleared under the open page. */
    wipe,
    /** The power is cut: what the device had put off writing is gone. */
    cutPower,
    /** Rows in a store of a database. */
    rowsIn: (name: string, store: string) => disk.get(name)?.get(store)?.size ?? 0,
    /** Databases that somebody has open. */
    openNow: () => open.size,
  }
}
