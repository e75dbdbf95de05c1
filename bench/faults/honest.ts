/** Honest people at work beside whatever goes on, and the worst that they notice of it. */
import type { Place } from '../support/peer.ts'
import { turnsOf, type Turns } from '../support/process.ts'
import { joinWriter } from './writer.ts'

/** Changes a second of each. */
const RATE = 10

/** What the honest noticed at worst. */
export interface Worst {
  /** Milliseconds: the longest that a change took to reach somebody else, or has been on its way by now. */
  readonly ms: number
  /**
   * Milliseconds: the most that the server itself was at work while a change was under way. It is what holds a change up on a quiet
   * machine; the rest is waiting for a core, and for the disk.
   */
  readonly work: number
}

export interface Honest {
  /** Forgets the worst so far, and begins anew. */
  begin(): void
  worst(): Worst
  dropped(): number
  leave(): void
}

/** Lets these people in and has them write. `pid` is the server's. */
export const startHonest = async (place: Place, tokens: readonly string[], pid: number): Promise<Honest> => {
  const sent = new Map<string, { readonly at: number; readonly turns: Turns }>()
  let ms = 0
  let work = 0
  let since = performance.now()
  const note = (client: number, clock: number): void => {
    const start = sent.get(`${client}/${clock}`)
    if (!start || start.at < since) return
    ms = Math.max(ms, performance.now() - start.at)
    work = Math.max(work, turnsOf(pid).ran - start.turns.ran)
  }
  const writers = await Promise.all(tokens.map((token) => joinWriter(place, token, note)))
  const timers = writers.map((writer) =>
    setInterval(() => {
      writer.write()
      const at = performance.now()
      sent.set(`${writer.client}/${writer.changes.at(-1)?.end ?? 0}`, { at, turns: turnsOf(pid) })
    }, 1000 / RATE),
  )
  return {
    begin() {
      ms = work = 0
      since = performance.now()
    },
    worst() {
      // What nobody has been shown yet counts too: a server that hangs is the worst of all.
      for (const { client, changes } of writers) {
        const reached = Math.max(
          0,
          ...writers.map((other) => (other.client === client ? 0 : (other.seen.get(client) ?? 0))),
        )
        const first = changes.find(({ end }) => end > reached)
        if (first) note(client, first.end)
      }
      return { ms, work }
    },
    dropped: () => writers.filter(({ peer }) => peer.code() !== null).length,
    leave() {
      timers.forEach((timer) => clearInterval(timer))
      writers.forEach(({ peer }) => peer.close())
    },
  }
}
