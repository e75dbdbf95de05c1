/** What the model needs of a browser. Only the entry file, through here, chooses implementations. */
import { MUX_SUBPROTOCOL } from '../../shared/protocol.ts'
import type { Translate } from '../../shared/i18n/translate.ts'
import { createWorkshopApi } from './api.ts'
import { browserFrame } from './batch.ts'
import { forgetWorkshop } from './forget.ts'
import { createConnection, type Signals, type Socket, type SocketEvents } from './connection.ts'
import { createIndexedDbKeep, createNoKeep, type Keep } from './keep.ts'
import type { Memory } from './memory.ts'
import { createAskingPages, createLockPages, createLonePages, type Pages } from './pages.ts'
import { openSession } from './session.ts'
import type { Session } from './types.ts'

const browserSignals: Signals = {
  onWake(listener) {
    const onVisible = () => {
      if (document.visibilityState === 'visible') listener()
    }
    window.addEventListener('online', listener)
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      window.removeEventListener('online', listener)
      document.removeEventListener('visibilitychange', onVisible)
    }
  },
  onSleep(listener) {
    window.addEventListener('offline', listener)
    return () => window.removeEventListener('offline', listener)
  },
}

/** The address of a workshop's socket, on the server that served this page. */
const socketUrl = (workshop: string): string => {
  const url = new URL(`/api/workshops/${workshop}/sync`, window.location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url.href
}

const openBrowserSocket = (url: string, { onOpen, onMessage, onClose }: SocketEvents): Socket => {
  const socket = new WebSocket(url, MUX_SUBPROTOCOL)
  socket.binaryType = 'arraybuffer'
  socket.addEventListener('open', onOpen)
  socket.addEventListener('close', ({ code }) => onClose(code))
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (data instanceof ArrayBuffer) onMessage(new Uint8Array(data))
  })
  return {
    // One that is closing takes nothing any more, and complains: what it misses goes by the next.
    send: (bytes) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes)
    },
    close: () => socket.close(),
  }
}

/** Whether the server itself answers, rather than whatever stands in for it: a proxy, or the page that lets one onto a network. */
const serverAnswers = async (): Promise<boolean> => {
  const response = await window.fetch('/healthz', { cache: 'no-store' })
  const body: unknown = await response.json()
  return response.ok && typeof body === 'object' && body !== null && 'ok' in body && body.ok === true
}

/** What lasts as long as this visit, i.e. until the tab is closed. Null where the browser forbids it. */
export const visitStorage = (): Storage | null => {
  try {
    return window.sessionStorage
  } catch {
    return null
  }
}

const hasIndexedDb = (): boolean => {
  try {
    return typeof indexedDB === 'object' && indexedDB !== null
  } catch {
    return false
  }
}

const chooseKeep = (): Keep => (hasIndexedDb() ? createIndexedDbKeep(indexedDB, IDBKeyRange) : createNoKeep())

/** Locks are there only where the page came over TLS, or from this very machine. */
const choosePages = (): Pages => {
  if ('locks' in navigator) return createLockPages(navigator.locks)
  if (typeof BroadcastChannel === 'function') return createAskingPages(new BroadcastChannel('kiteboard'))
  return createLonePages()
}

/** Makes this browser forget a workshop; its session must be closed, so that nothing holds its copies open. */
export const forgetInBrowser = (
  workshop: string,
  boards: readonly string[],
  { memory }: { memory: Memory },
): Promise<void> =>
  forgetWorkshop(workshop, boards, {
    memory,
    storages: [memory.device, visitStorage()],
    async copies() {
      // Firefox tells only since its version 126.
      if (!hasIndexedDb() || typeof indexedDB.databases !== 'function') return []
      return (await indexedDB.databases()).flatMap(({ name }) => name ?? [])
    },
    clear: (name) => chooseKeep().clear(name),
  })

/** Opens a workshop in this browser. @throws Refusal */
export const openBrowserSession = (
  workshop: string,
  { memory, t }: { memory: Memory; t: Translate },
): Promise<Session> =>
  openSession({
    workshop,
    memory,
    api: createWorkshopApi({ workshop, fetch: (input, init) => window.fetch(input, init), t }),
    keep: chooseKeep(),
    pages: choosePages(),
    nextFrame: browserFrame,
    connect: () =>
      createConnection({
        openSocket: (events) => openBrowserSocket(socketUrl(workshop), events),
        random: Math.random,
        signals: browserSignals,
        answers: serverAnswers,
      }),
  })
