/**
 * Tells the stage what may be shown of items. Much can change at once, as somebody takes back a consent: then some of it is told in
 * a turn of the event loop and the rest in the next ones, so that nobody is held up. What is lost by a crash in between is made
 * good when the workshop is read again. Exports do not wait for this: they ask the ledger itself.
 */
import { Refusal } from '../../shared/errors.ts'
import { creditOf, setCredits, type Credit } from '../../shared/stage.ts'
import type { Workshop, Workshops } from '../workshops/workshops.ts'

/** Items that are looked at, and credits that are written, in one turn: some milliseconds' work. */
const IN_A_TURN = { items: 2_000, credits: 300 } as const

/** Tells one workshop's stage. */
export interface Publisher {
  /** Something else may be shown of an item now. */
  concern(item: string): void
  /** Tells what is to be told, as far as this turn allows; the rest follows by itself. */
  publish(): void
}

export const createPublisher = ({
  workshops,
  workshop,
  creditFor,
}: {
  readonly workshops: Workshops
  readonly workshop: Workshop
  /** What may be shown of an item as things are; null for nothing. */
  readonly creditFor: (item: string) => Credit | null
}): Publisher => {
  const waiting = new Set<string>()
  let left: { items: number; credits: number } = { ...IN_A_TURN }
  let goingOn = false

  const goOn = (): void => {
    if (goingOn) return
    goingOn = true
    setImmediate(() => {
      goingOn = false
      left = { ...IN_A_TURN }
      try {
        publish()
      } catch (error) {
        // The workshop was let go of, or the server stops: whoever reads it next makes this good.
        if (!(error instanceof Refusal)) throw error
      }
    })
  }

  const publish = (): void => {
    const changed = new Map<string, Credit | null>()
    for (const item of waiting) {
      if (left.items <= 0 || left.credits <= 0) break
      waiting.delete(item)
      left.items -= 1
      const was = creditOf(workshop.stage, item)
      const is = creditFor(item)
      if (was?.person === is?.person && was?.room === is?.room && was?.nameless === is?.nameless) continue
      left.credits -= 1
      changed.set(item, is)
    }
    if (waiting.size > 0 || left.items < IN_A_TURN.items) goOn()
    if (changed.size > 0) workshops.act(workshop, (stage) => setCredits(stage, changed))
  }

  return { concern: (item) => void waiting.add(item), publish }
}
