/** What was stored of a document, told to all who hold it. */
import * as Y from 'yjs'
import type { Metrics } from '../../metrics.ts'
import { updateFrame, type Frame } from '../frames.ts'

/** A change to the document, and who made it: sockets, or null for the server itself. */
export interface Change<From> {
  readonly update: Uint8Array
  readonly from: Iterable<From | null>
}

/** What goes out to the holders of one document. */
export interface FanOut<From> {
  /** These are durable. They go out now if they have waited for a tick; else soon, with what else is stored in this moment. */
  stored(changes: readonly Change<From>[], hasWaited: boolean): void
  /** Whether all that was stored is told. */
  isEmpty(): boolean
  /** Calls off what is to come. */
  stop(): void
}

/** Bytes from which a change goes out by itself: to merge it with others takes longer than one frame more. */
const LARGE = 16_000

/** These in order, merged as far as they are short. */
const merged = (updates: readonly Uint8Array[]): readonly Uint8Array[] => {
  const all: Uint8Array[] = []
  let short: Uint8Array[] = []
  const mergeShort = (): void => {
    if (short.length > 0) all.push((short.length === 1 && short[0]) || Y.mergeUpdates(short))
    short = []
  }
  for (const update of updates) {
    if (update.byteLength < LARGE) short.push(update)
    else {
      mergeShort()
      all.push(update)
    }
  }
  mergeShort()
  return all
}

/** The fan-out of one document. */
export const createFanOut = <From extends { send(frame: Frame): void }>({
  name,
  receivers,
  pace,
  metrics,
}: {
  readonly name: string
  readonly receivers: ReadonlySet<From>
  /** Milliseconds between two ticks, as things are. */
  readonly pace: () => number
  readonly metrics: Pick<Metrics, 'took'>
}): FanOut<From> => {
  let outgoing: Change<From>[] = []
  let sending: NodeJS.Timeout | null = null
  let sentAt = -Infinity

  /**
   * The same for all. Whoever wrote some of it gets it whole as well: merging it anew for each writer would cost more than they
   * save, and what they know already changes nothing.
   */
  const send = (): void => {
    const all = outgoing
    outgoing = []
    if (sending) clearTimeout(sending)
    sending = null
    const began = performance.now()
    sentAt = began
    const senders = new Set(all.flatMap(({ from }) => [...from]))
    for (const update of merged(all.map(({ update }) => update))) {
      const frame = updateFrame(name, update)
      for (const receiver of receivers) if (senders.size > 1 || !senders.has(receiver)) receiver.send(frame)
    }
    metrics.took('kiteboard_fan_out_seconds', performance.now() - began)
  }

  /** At once, unless it did so a moment ago to many people: then what gathers goes together. */
  const sendSoon = (): void => {
    if (sending) return
    const wait = sentAt + pace() - performance.now()
    if (wait <= 0) return send()
    sending = setTimeout(send, wait).unref()
  }

  return {
    stored(changes, hasWaited) {
      if (changes.length === 0) return
      outgoing.push(...changes)
      if (hasWaited) send()
      else sendSoon()
    },
    isEmpty: () => outgoing.length === 0,
    stop() {
      if (sending) clearTimeout(sending)
    },
  }
}
