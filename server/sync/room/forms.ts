/** The two forms in which presence is told: y-protocols' own, and the compact one of our own client. */
import type { Pointed, PointerEntry } from '../../../shared/pointers.ts'
import { pointersFrame, presenceFrame, type Frame } from '../frames.ts'
import { stampedJson, type Stamped } from './stamp.ts'

/** What is told of one connection. */
export interface Told {
  readonly client: number
  /** The clock that others were told: never goes back, also when a client comes back with an old one. */
  clock: number
  /** What they say of themselves; null when gone. */
  said: Stamped | null
  /** By which the compact form names it. */
  readonly slot: number
  /** What all who read the compact form were told of it; null when that is nothing. */
  told: Stamped | null
}

/** Presence in both its forms. */
export interface PresenceFrames {
  readonly stock: Frame
  readonly compact: Frame
}

/** How many read each form. */
export interface Readers {
  readonly compact: number
  readonly stock: number
}

const wholeEntry = ({ slot, client }: Told, pointed: Pointed): PointerEntry => ({
  type: 'whole',
  slot,
  client,
  pointed,
})

/** Bytes, more or less, that an entry takes in both forms: a point takes 3, as JSON 12. */
export const bytesOf = ({ said, told }: Told): Record<keyof Readers, number> => {
  if (!said) return { compact: 0, stock: 0 }
  const { shape, points } = said.pointed
  const whole = shape.length + 8
  return {
    compact: (shape === told?.pointed.shape ? 2 : whole) + 3 * points.length,
    stock: whole + 12 * points.length,
  }
}

/** What changed of an entry, in the compact form. */
const changeOf = (entry: Told): PointerEntry => {
  const { slot, said, told } = entry
  entry.told = said
  if (!said) return { type: 'gone', slot }
  const { pointed } = said
  return pointed.shape === told?.pointed.shape
    ? { type: 'moved', slot, points: pointed.points }
    : wholeEntry(entry, pointed)
}

/** What is said of a connection, for whoever reads y-protocols' awareness. */
export const jsonOf = (said: Stamped | null): string => (said ? stampedJson(said) : 'null')

/** Both forms of some entries; each is made when somebody first reads it. */
const framesOf = (
  name: string,
  entries: readonly Told[],
  compact: readonly PointerEntry[],
): PresenceFrames => {
  let stock: Frame | null = null
  return {
    get stock() {
      return (stock ??= presenceFrame(
        name,
        entries.map((entry) => ({ client: entry.client, clock: entry.clock, state: jsonOf(entry.said) })),
      ))
    },
    compact: pointersFrame(name, compact),
  }
}

/** What changed, for all who are here; from now on they know these shapes. */
export const changesOf = (name: string, entries: readonly Told[]): PresenceFrames =>
  framesOf(name, entries, entries.map(changeOf))

/**
 * All of it, for a newcomer. In the compact form that is what the others know, so that what they are told next makes sense to all;
 * who reads the stock form goes by clocks, and so is told the newest.
 */
export const wholeOf = (name: string, entries: readonly Told[]): PresenceFrames =>
  framesOf(
    name,
    entries,
    entries.flatMap((entry) => (entry.told ? wholeEntry(entry, entry.told.pointed) : [])),
  )
