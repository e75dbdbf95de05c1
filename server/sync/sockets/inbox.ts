/** What comes in on one socket: how much may come at all, and when it is read no further. */
import type { WebSocket } from 'ws'
import { LIMITS } from '../../../shared/protocol.ts'
import { createBucket } from '../../bucket.ts'
import type { Metrics } from '../../metrics.ts'
import type { Hand, Reading } from './hands.ts'
import type { Patience } from './patience.ts'
import type { AfterTurn } from './afterTurn.ts'

/** What has come in on one socket. */
export interface Inbox {
  /** Counts one more message, or sign of life. @returns whether it may come, by what its sender and their socket may send */
  mayCome(): boolean
  /**
   * So many bytes came, of whatever: some of a long message on a slow line is a sign of life long before it is whole. However fast
   * somebody sends: in each turn of the loop, others are heard too. @returns whether as many may come, likewise
   */
  hear(bytes: number): boolean
  /** So many bytes more wait to be taken in; fewer, when negative. When its person has many, the socket is not read on. */
  waits(bytes: number): void
  /** Calls back in a turn to come, of all of its person's sockets one in each. */
  readonly inTurn: Hand['inTurn']
  /** The socket is gone. */
  leave(): void
  /** Whether there was no sign of life for too long. */
  isSilent(): boolean
  /** How many messages and signs of life came. */
  count(): number
}

/** The inbox of one socket. */
export const createInbox = ({
  socket,
  isOpen,
  mayHear,
  mayWeigh,
  takeInHand,
  afterTurn,
  metrics,
  elapsed,
}: {
  readonly socket: Pick<WebSocket, 'pause' | 'resume'>
  /** Whether what comes is still heard. */
  readonly isOpen: () => boolean
  readonly mayHear: Patience['mayHear']
  readonly mayWeigh: Patience['mayWeigh']
  /** Counts with what its person's other sockets have in hand. */
  readonly takeInHand: (reading: Reading) => Hand
  readonly afterTurn: AfterTurn
  readonly metrics: Pick<Metrics, 'add'>
  /** Ms since whenever. */
  readonly elapsed: () => number
}): Inbox => {
  const mayCount = createBucket(LIMITS.messages, elapsed)
  const mayWeighHere = createBucket(LIMITS.bytes, elapsed)
  let messages = 0
  let heard = elapsed()
  /** Bytes that came in this turn. */
  let came = 0
  let paused = false

  const hand = takeInHand({
    pause() {
      if (paused || !isOpen()) return
      paused = true
      socket.pause()
    },
    resume() {
      if (!paused || !isOpen()) return
      paused = false
      // What came meanwhile was not heard.
      heard = elapsed()
      socket.resume()
    },
  })

  const endTurn = (): void => {
    hand.add(-came)
    came = 0
  }

  return {
    mayCome() {
      messages += 1
      metrics.add('kiteboard_messages_total')
      return mayCount(1) && mayHear()
    },
    hear(bytes) {
      heard = elapsed()
      metrics.add('kiteboard_received_bytes_total', bytes)
      if (came === 0) afterTurn(endTurn)
      came += bytes
      hand.add(bytes)
      return mayWeighHere(bytes) && mayWeigh(bytes)
    },
    waits: hand.add,
    inTurn: hand.inTurn,
    leave: hand.leave,
    isSilent: () => !paused && elapsed() - heard >= LIMITS.silence,
    count: () => messages,
  }
}
