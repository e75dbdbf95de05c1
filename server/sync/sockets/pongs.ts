/** Answers to pings: of those that come before one can be sent, only the last is answered (RFC 6455, 5.5.3). */
import type { AfterTurn } from './afterTurn.ts'

/** The answers on one socket. @returns what hears each ping, with what it says */
export const createPongs = ({
  afterTurn,
  pong,
}: {
  readonly afterTurn: AfterTurn
  /** Sends one; `left` hears when it has left. */
  readonly pong: (data: Uint8Array, left: () => void) => void
}): ((data: Uint8Array) => void) => {
  let last: Uint8Array | null = null
  let isUnderWay = false
  const answer = (): void => {
    const data = last
    last = null
    isUnderWay = data !== null
    if (data) pong(data, () => afterTurn(answer))
  }
  return (data) => {
    // A copy: what comes lies in a far larger piece, which would be kept with it.
    last = new Uint8Array(data)
    if (isUnderWay) return
    isUnderWay = true
    afterTurn(answer)
  }
}
