/** What comes in on one socket: how much may come at all, and how much of it may wait before the socket is read no further. */
import type { WebSocket } from 'ws'
import { LIMITS } from '../../../shared/protocol.ts'
import { createBucket } from '../../bucket.ts'
import type { Metrics } from '../../metrics.ts'
import type { Patience } from './patience.ts'
import type { AfterTurn } from './turns.ts'

/** What has come in on one socket. */
export interface Inbox {
  /** Counts one more message, of so many bytes. @returns whether it may come, by what its sender and their socket may send */
  mayCome(bytes: number): boolean
  /** A message of so many bytes is heard in this turn. However fast somebody sends: in each turn of the loop, others are heard too. */
  hear(bytes: number): void
  /** So many bytes more wait to be taken in; fewer, when negative. When they are many, the socket is not read on. */
  waits(bytes: number): void
  /** Some of a message came: a long one on a slow line is a sign of life long before it is whole. */
  stir(): void
  /** Whether there was no sign of life for too long. */
  isSilent(): boolean
  /** How many messages came. */
  count(): number
}

/** The inbox of one socket. */
export const createInbox = ({
  socket,
  isOpen,
  mayHear,
  afterTurn,
  metrics,
  now,
}: {
  readonly socket: Pick<WebSocket, 'pause' | 'resume'>
  /** Whether what comes is still heard. */
  readonly isOpen: () => boolean
  readonly mayHear: Patience['mayHear']
  readonly afterTurn: AfterTurn
  readonly metrics: Pick<Metrics, 'add'>
  /** Unix ms. */
  readonly now: () => number
}): Inbox => {
  const mayCount = createBucket(LIMITS.messages, now)
  const mayWeigh = createBucket(LIMITS.bytes, now)
  let messages = 0
  let heard = now()
  /** Bytes that came in this turn, and those that wait to be taken in. */
  let inHand = 0
  /** Bytes that came in this turn. */
  let came = 0
  let paused = false

  const waits = (bytes: number): void => {
    inHand += bytes
    const isMuch = inHand > (paused ? LIMITS.inHand / 2 : LIMITS.inHand)
    if (isMuch === paused || !isOpen()) return
    paused = isMuch
    if (paused) return socket.pause()
    // What came meanwhile was not heard.
    heard = now()
    socket.resume()
  }

  const endTurn = (): void => {
    waits(-came)
    came = 0
  }

  return {
    mayCome(bytes) {
      messages += 1
      metrics.add('kiteboard_messages_total')
      metrics.add('kiteboard_received_bytes_total', bytes)
      return mayCount(1) && mayWeigh(bytes) && mayHear(bytes)
    },
    hear(bytes) {
      if (came === 0) afterTurn(endTurn)
      came += bytes
      waits(bytes)
    },
    waits,
    stir() {
      heard = now()
    },
    isSilent: () => !paused && now() - heard >= LIMITS.silence,
    count: () => messages,
  }
}
