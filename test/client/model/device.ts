/** A device without a browser: it remembers, keeps documents, and opens workshops on a test server. */
import type { WebSocket } from 'ws'
import * as Y from 'yjs'
import { createConnection, type Signals } from '../../../client/model/connection.ts'
import type { Keep } from '../../../client/model/keep.ts'
import { createLockPages, type Locks } from '../../../client/model/pages.ts'
import { createMemory } from '../../../client/model/memory.ts'
import { openSession } from '../../../client/model/session.ts'
import { createStore } from '../../../client/model/store.ts'
import type { Session, WorkshopApi } from '../../../client/model/types.ts'
import type { WorkshopInfo } from '../../../shared/answers.ts'
import { Refusal } from '../../../shared/errors.ts'
import { openSocketOf, syncUrl } from '../../support/appPage.ts'
import { BOARD, WORKSHOP, type Harness, type Someone } from '../../sync/harness.ts'
import { nextTurn } from './nextTurn.ts'

/** Characters that a browser lets a site keep in localStorage, or fewer. */
const QUOTA = 5_000_000

/** localStorage, in memory. */
export class FakeStorage implements Storage {
  private readonly values: Map<string, string>
  /** @param shared what another page of the device sees as well */
  constructor(shared = new Map<string, string>()) {
    this.values = shared
  }
  get length() {
    return this.values.size
  }
  clear() {
    this.values.clear()
  }
  getItem(key: string) {
    return this.values.get(key) ?? null
  }
  key(index: number) {
    return [...this.values.keys()][index] ?? null
  }
  removeItem(key: string) {
    this.values.delete(key)
  }
  setItem(key: string, value: string) {
    const others = [...this.values].reduce((sum, [each, held]) => (each === key ? sum : sum + held.length), 0)
    if (others + value.length > QUOTA) throw new Error('no room')
    this.values.set(key, value)
  }
}

/** What a device keeps beside its localStorage, in memory, which outlives sessions. */
interface Disk {
  readonly copies: Map<string, Uint8Array[]>
  readonly boxes: Map<string, Map<string, string>>
  /** No room for anything more. */
  full: boolean
  /** What is to be there for good takes this long. */
  flushing: Promise<void>
}

/** As a page of the device sees it; a page that died writes nothing more. */
const createFakeKeep = (disk: Disk, isDead: () => boolean): Keep => ({
  open(name, doc) {
    const { copies } = disk
    const origin = { keep: name }
    const updates = copies.get(name) ?? []
    copies.set(name, updates)
    const write = (update: Uint8Array) => {
      if (!isDead() && !disk.full) updates.push(update)
    }
    const onUpdate = (update: Uint8Array, from: unknown) => {
      if (from !== origin) write(update)
    }
    const read = () =>
      Y.transact(
        doc,
        () => [...updates].forEach((update) => Y.applyUpdate(doc, update, origin)),
        origin,
        false,
      )
    doc.on('update', onUpdate)
    return {
      origin,
      loaded: Promise.resolve().then(() => {
        read()
        return true
      }),
      holds: createStore(true),
      readAgain() {
        read()
        return Promise.resolve(true)
      },
      async flush() {
        await disk.flushing
        if (isDead()) return new Promise(() => undefined)
        write(Y.encodeStateAsUpdate(doc))
        return !disk.full
      },
      close: () => {
        doc.off('update', onUpdate)
        return Promise.resolve()
      },
    }
  },
  clear(name) {
    if (!isDead()) disk.copies.delete(name)
    return Promise.resolve()
  },
  box(name) {
    const things = disk.boxes.get(name) ?? new Map<string, string>()
    disk.boxes.set(name, things)
    return {
      read: () =>
        Promise.resolve([...things].map(([key, value]): [string, unknown] => [key, JSON.parse(value)])),
      put(key, value) {
        if (isDead() || disk.full) return Promise.resolve(false)
        things.set(key, JSON.stringify(value))
        return Promise.resolve(true)
      },
      remove(keys) {
        if (!isDead()) for (const key of keys) things.delete(key)
        return Promise.resolve()
      },
    }
  },
})

interface FakeLock {
  readonly name: string
  readonly mode: LockMode
  readonly page: object
}

/** The locks of a browser, as far as pages need them. */
export const createFakeLocks = () => {
  let held: readonly FakeLock[] = []
  const waiting = new Set<() => void>()
  const letGo = (isGone: (lock: FakeLock) => boolean) => {
    held = held.filter((lock) => !isGone(lock))
    for (const wake of [...waiting]) wake()
  }
  return {
    of: (page: object): Locks => ({
      async request(name, { mode = 'exclusive', ifAvailable = false, signal }, work) {
        const isTaken = () =>
          held.some((lock) => lock.name === name && (mode === 'exclusive' || lock.mode === 'exclusive'))
        if (isTaken() && ifAvailable) return work(null)
        while (isTaken()) {
          await new Promise<void>((resolve) => {
            waiting.add(resolve)
            signal?.addEventListener('abort', () => resolve())
          })
          signal?.throwIfAborted()
        }
        const lock = { name, mode, page }
        held = [...held, lock]
        return work(lock).finally(() => letGo((each) => each === lock))
      },
    }),
    die: (page: object) => letGo((lock) => lock.page === page),
  }
}

export interface Device {
  /** Opens the workshop anew, as a reload does, or in one more page. */
  open(): Promise<Session>
  /** A page dies: nothing of it is written, sent or held any more. */
  die(session: Session): void
  readonly disk: Disk
  /** Whether something with these words in it is remembered in localStorage under keys that begin so. */
  remembers(start: string, words?: string): boolean
  /** Cuts the network, or brings it back. */
  network(on: boolean): void
  /** Calls to `info`. */
  asked(): number
}

const refuse = () => Promise.reject(new Refusal('storage-failed', 'not in this test'))

/** @param answers what the server answers otherwise; `run` is the start of it that answers */
export const createDevice = (
  harness: Harness,
  person: Someone,
  answers: Partial<Pick<WorkshopApi, 'command'>> & { readonly run?: () => string } = {},
): Device => {
  const remembered = new Map<string, string>()
  const disk: Disk = { copies: new Map(), boxes: new Map(), full: false, flushing: Promise.resolve() }
  const locks = createFakeLocks()
  const deaths = new Map<Session, () => void>()
  let on = true
  let asked = 0
  const sockets = new Set<WebSocket>()
  const wakes = new Set<() => void>()
  const sleeps = new Set<() => void>()
  const listenTo = (set: Set<() => void>) => (listener: () => void) => {
    set.add(listener)
    return () => set.delete(listener)
  }
  const signals: Signals = { onWake: listenTo(wakes), onSleep: listenTo(sleeps) }

  const info = (): Promise<WorkshopInfo> => {
    asked++
    if (!on) return Promise.reject(new Refusal('storage-failed', 'offline'))
    if (!harness.people.has(person.token)) return Promise.reject(new Refusal('no-session', 'ended'))
    return Promise.resolve({
      id: WORKSHOP,
      title: 'A better front door',
      role: person.role,
      boards: [{ id: BOARD, title: 'Ideas' }],
      limits: { payload: 1, presence: 1, items: 1, text: 1 },
      participant: { id: person.id, name: 'Amina', colour: 0, role: person.role },
      consent: null,
      member: null,
      ...(answers.run && { run: answers.run() }),
    })
  }
  const api: WorkshopApi = {
    info,
    command: answers.command ?? refuse,
    openRound: refuse,
    closeRound: refuse,
    ballot: refuse,
    castBallot: refuse,
    deviceCode: refuse,
    leave: refuse,
    exportUrl: () => '',
    askExport: refuse,
  }

  const open = async (): Promise<Session> => {
    const page = { dead: false }
    const mine = new Set<WebSocket>()
    const memory = createMemory(
      new Proxy(new FakeStorage(remembered), {
        get(storage, name) {
          const value: unknown = Reflect.get(storage, name)
          if (page.dead && (name === 'setItem' || name === 'removeItem')) return () => undefined
          return typeof value === 'function' ? value.bind(storage) : value
        },
      }),
    )
    const session = await openSession({
      workshop: WORKSHOP,
      api,
      memory,
      keep: createFakeKeep(disk, () => page.dead),
      pages: createLockPages(locks.of(page)),
      nextFrame: nextTurn,
      connect: () =>
        createConnection({
          signals,
          random: () => 0,
          answers: () => Promise.resolve(on),
          openSocket(events) {
            if (!on || page.dead) throw new Error('no network')
            const socket = openSocketOf(syncUrl(harness.url, WORKSHOP), person.token, events)
            sockets.add(socket)
            mine.add(socket)
            socket.on('close', () => sockets.delete(socket))
            return socket
          },
        }),
    })
    deaths.set(session, () => {
      page.dead = true
      for (const socket of mine) socket.terminate()
      session.close()
      locks.die(page)
    })
    return session
  }

  return {
    open,
    die: (session) => deaths.get(session)?.(),
    disk,
    remembers: (start, words = '') =>
      [...remembered].some(([key, value]) => key.startsWith(`kiteboard.${start}`) && value.includes(words)),
    network(now) {
      on = now
      if (on) for (const wake of [...wakes]) wake()
      else {
        for (const socket of sockets) socket.terminate()
        for (const sleep of [...sleeps]) sleep()
      }
    },
    asked: () => asked,
  }
}
