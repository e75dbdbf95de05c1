/**
 * One socket a workshop, which carries all its documents. It reconnects by itself: soon, then less often, with chance mixed in so
 * that a hall full of people does not come back in one instant; and at once when the network or the page says that it is back.
 */
import { CLOSE } from '../../shared/protocol.ts'
import { createChannel, type Channel, type ChannelOptions, type Wire } from './channel.ts'
import * as frames from './frames.ts'
import { createRetrying } from './retrying.ts'
import { startStopwatch } from './stopwatch.ts'
import { createStore } from './store.ts'
import type { Store, SyncStatus } from './types.ts'

/** An open or opening socket. */
export interface Socket {
  send(bytes: Uint8Array<ArrayBuffer>): void
  close(): void
}

/** What a socket tells. */
export interface SocketEvents {
  onOpen(): void
  onMessage(bytes: Uint8Array): void
  /** Closed, or could not be opened. */
  onClose(code: number): void
}

/** What wakes a connection, and what puts it to rest. */
export interface Signals {
  /** The network or the page is back. */
  onWake(listener: () => void): () => void
  /** The network is gone. */
  onSleep(listener: () => void): () => void
}

export interface ConnectionDeps {
  readonly openSocket: (events: SocketEvents) => Socket
  readonly random: () => number
  readonly signals: Signals
  /** Whether the server answers what is no socket. */
  readonly answers: () => Promise<boolean>
}

/**
 * No socket comes through, though the server answers otherwise: something in between passes none. It is a browser's own code for a
 * socket that could not be opened.
 */
export const BARRED = 1006

export interface Connection {
  readonly state: Store<SyncStatus['state']>
  /** The code that closed the last socket, `BARRED` where none comes through; null when the network closed it, or nothing has. */
  readonly closedBy: Store<number | null>
  /** Asks at once; for whom the server did not know. */
  again(): void
  /** The server has said elsewhere that it does not know me. It is asked again now and then. */
  doubt(): void
  attach(options: ChannelOptions): Channel
  close(): void
}

const FIRST_MS = 400
const MOST_MS = 10_000
/** After this long without a word, the server is asked for one; twice as long, and the socket counts as gone. */
const QUIET_MS = 15_000
/** About how long a server that does not know me is left alone: whoever runs it may yet find the right data for it. */
const UNKNOWN_MS = 30_000

export const createConnection = ({ openSocket, random, signals, answers }: ConnectionDeps): Connection => {
  const state = createStore<SyncStatus['state']>('connecting')
  /** What is attached, by name. */
  const documents = new Map<string, { readonly wire: Wire; readonly open: () => void }>()
  let socket: Socket | null = null
  let open = false
  let turns = 0
  let closed = false
  let failures = 0
  /** How often in a row the server found this device too fast or too slow: it was reached, and asks for a longer pause each time. */
  let pressed = 0
  /** Sockets in a row on which nothing was heard, and that no code closed. */
  let unheard = 0
  /** Whether the server answered otherwise before the last of them was tried, and whether it did after it. */
  let answered = { before: false, after: false }
  let sinceOpened = startStopwatch()
  /** Whether anything was heard on this socket. */
  let heard = false
  const closedBy = createStore<number | null>(null)
  let timer: ReturnType<typeof setTimeout> | null = null
  let sinceHeard = startStopwatch()
  let quiet: ReturnType<typeof setInterval> | null = null

  const isOver = () => state.get() === 'ended' || state.get() === 'removed'

  const send = (bytes: Uint8Array<ArrayBuffer>) => {
    if (open) socket?.send(bytes)
  }

  const stopTimers = () => {
    if (timer) clearTimeout(timer)
    if (quiet) clearInterval(quiet)
    timer = quiet = null
  }

  /** Lets go of the socket. */
  const drop = () => {
    const old = socket
    socket = null
    open = false
    turns++
    stopTimers()
    old?.close()
    for (const { wire } of documents.values()) wire.lost()
  }

  const later = () => {
    if (closed || timer) return
    const tries = Math.max(failures, pressed && pressed + 2)
    const wait = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(tries, 8)) * (0.5 + random() / 2)
    failures++
    timer = setTimeout(() => {
      timer = null
      connect()
    }, wait)
  }

  /** The server knows nothing of me, which may be its mistake. */
  const doubt = () => {
    drop()
    state.set('unknown')
    timer = setTimeout(
      () => {
        timer = null
        connect()
      },
      UNKNOWN_MS * (0.5 + random()),
    )
  }

  /** A network that is gone takes all with it, and so does a server that restarts: then nothing answers, before or after. */
  const doubtTheWay = async () => {
    if (heard) return
    unheard += 1
    if (unheard < 2) return
    const failed = unheard
    const after = await answers().catch(() => false)
    if (closed || failed !== unheard) return
    answered = { before: answered.after, after }
    if (state.get() === 'offline') closedBy.set(isBarred() ? BARRED : null)
  }
  const isBarred = () => answered.before && answered.after
  const trustTheWay = () => {
    unheard = 0
    answered = { before: false, after: false }
  }

  const fail = () => {
    drop()
    if (closed || isOver()) return
    state.set('offline')
    later()
  }

  const onMessage = (bytes: Uint8Array) => {
    sinceHeard = startStopwatch()
    const message = frames.read(bytes)
    if (!message) return
    failures = 0
    heard = true
    trustTheWay()
    closedBy.set(null)
    state.set('online')
    documents.get(message.name)?.wire.heard(message.heard)
  }

  const watch = () => {
    const silence = sinceHeard()
    if (silence > 2 * QUIET_MS) {
      void doubtTheWay()
      fail()
    } else if (silence > QUIET_MS) for (const { wire } of documents.values()) wire.ask()
  }

  const connect = () => {
    if (closed || socket || isOver()) return
    stopTimers()
    // Whatever a socket says after it was let go of is not listened to.
    const turn = ++turns
    const isMine = () => turn === turns
    heard = false
    sinceHeard = startStopwatch()
    try {
      socket = openSocket({
        onOpen() {
          if (!isMine()) return
          open = true
          sinceHeard = sinceOpened = startStopwatch()
          for (const document of documents.values()) document.open()
        },
        onMessage(bytes) {
          if (isMine()) onMessage(bytes)
        },
        onClose(code) {
          if (!isMine()) return
          const isTold = code >= 4000 || code === CLOSE.restarting
          if (isTold) trustTheWay()
          else void doubtTheWay()
          closedBy.set(isTold ? code : isBarred() ? BARRED : null)
          // Whom the server knew a moment ago, somebody has put an end to.
          if (code === CLOSE.removed || (code === CLOSE.noSession && heard)) {
            drop()
            state.set(code === CLOSE.removed ? 'removed' : 'ended')
            return
          }
          if (code === CLOSE.noSession || code === CLOSE.forbidden) return doubt()
          if (code === CLOSE.tooFast || code === CLOSE.tooSlow) pressed++
          else if (open && sinceOpened() > QUIET_MS) pressed = 0
          fail()
        },
      })
    } catch {
      return fail()
    }
    // Covers also a connection attempt that never ends.
    quiet = setInterval(watch, QUIET_MS / 3)
  }

  const wake = () => {
    if (closed || isOver() || open) return
    failures = 0
    drop()
    connect()
  }
  const stops = [
    signals.onWake(wake),
    signals.onSleep(() => {
      if (closed || isOver()) return
      drop()
      trustTheWay()
      closedBy.set(null)
      state.set('offline')
      later()
    }),
  ]

  connect()

  return {
    state,
    closedBy,
    again: wake,
    doubt() {
      if (!closed && !isOver() && state.get() !== 'unknown') doubt()
    },
    attach(options) {
      const openWire = () => {
        if (!open) return
        retrying.asked()
        wire.opened(send)
      }
      const retrying = createRetrying(random, openWire)
      const { channel, wire, close } = createChannel({ ...options, onRetry: retrying.later })
      const attached = { wire, open: openWire }
      documents.set(options.name, attached)
      openWire()
      return {
        ...channel,
        detach() {
          retrying.stop()
          close()
          if (documents.get(options.name) === attached) documents.delete(options.name)
        },
      }
    },
    close() {
      closed = true
      for (const stop of stops) stop()
      drop()
      documents.clear()
    },
  }
}
