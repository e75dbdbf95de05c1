/** Honest people at work beside whatever goes on, and the worst that they notice of it. */
import type { Place } from '../support/peer.ts'
import { joinWriter } from './writer.ts'

/** Changes a second of each. */
const RATE = 10

export interface Honest {
  /** Forgets the worst so far, and begins anew. */
  begin(): void
  /** Milliseconds: the longest that a change took to reach somebody else, or has been on its way by now. */
  worst(): number
  dropped(): number
  leave(): void
}

/** Lets these people in and has them write. */
export const startHonest = async (place: Place, tokens: readonly string[]): Promise<Honest> => {
  const sent = new Map<string, number>()
  let worst = 0
  const writers = await Promise.all(
    tokens.map((token) =>
      joinWriter(place, token, (client, clock) => {
        const at = sent.get(`${client}/${clock}`)
        if (at !== undefined) worst = Math.max(worst, performance.now() - at)
      }),
    ),
  )
  const timers = writers.map((writer) =>
    setInterval(() => {
      writer.write()
      sent.set(`${writer.client}/${writer.ends.at(-1) ?? 0}`, performance.now())
    }, 1000 / RATE),
  )
  return {
    begin: () => void (worst = 0),
    worst() {
      // What nobody has been shown yet counts too: a server that hangs is the worst of all.
      const now = performance.now()
      for (const { client, ends } of writers) {
        const reached = Math.max(
          0,
          ...writers.map((other) => (other.client === client ? 0 : (other.seen.get(client) ?? 0))),
        )
        const first = ends.find((end) => end > reached)
        const at = first === undefined ? undefined : sent.get(`${client}/${first}`)
        if (at !== undefined) worst = Math.max(worst, now - at)
      }
      return worst
    },
    dropped: () => writers.filter(({ peer }) => peer.code() !== null).length,
    leave() {
      timers.forEach((timer) => clearInterval(timer))
      writers.forEach(({ peer }) => peer.close())
    },
  }
}
