/** A ballot that did not reach the server yet is kept on this device, and nowhere else; once it is stored it is forgotten here. */
import type { Choices } from '../../../shared/methods/method.ts'

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const keyOf = (workshop: string, round: string): string => `kiteboard.ballot.${workshop}.${round}`

/** The ballot that waits; null when none does, or what is there makes no sense. */
export const readKept = (storage: Store, workshop: string, round: string): Choices | null => {
  try {
    const raw: unknown = JSON.parse(storage.getItem(keyOf(workshop, round)) ?? 'null')
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return null
    const entries = Object.entries(raw)
    const sound = (entry: readonly [string, unknown]): entry is [string, number] => Number.isInteger(entry[1])
    return Object.fromEntries(entries.filter(sound))
  } catch {
    return null
  }
}

/** Keeps a ballot, or (null) forgets it. A full or forbidden storage costs only the keeping. */
export const keep = (storage: Store, workshop: string, round: string, choices: Choices | null): void => {
  try {
    if (choices) storage.setItem(keyOf(workshop, round), JSON.stringify(choices))
    else storage.removeItem(keyOf(workshop, round))
  } catch {
    // The choices still stand in the open ballot.
  }
}
