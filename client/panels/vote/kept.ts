/** A ballot that did not reach the server yet is kept on this device, and nowhere else; once it is stored it is forgotten here. */
import type { Choices } from '../../../shared/methods/method.ts'

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const keyOf = (workshop: string, round: string): string => `kiteboard.ballot.${workshop}.${round}`
const firstKeyOf = (workshop: string, round: string): string => `${keyOf(workshop, round)}.first`

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

/** Whether the ballot that waits is my first: the server had none of mine when last it told. */
export const isFirstKept = (storage: Store, workshop: string, round: string): boolean => {
  try {
    return storage.getItem(firstKeyOf(workshop, round)) !== null
  } catch {
    return false
  }
}

/** Keeps a ballot, or (null) forgets it. A full or forbidden storage costs only the keeping. */
export const keep = (
  storage: Store,
  workshop: string,
  round: string,
  choices: Choices | null,
  isFirst = false,
): void => {
  try {
    if (choices && isFirst) storage.setItem(firstKeyOf(workshop, round), '')
    else storage.removeItem(firstKeyOf(workshop, round))
    if (choices) storage.setItem(keyOf(workshop, round), JSON.stringify(choices))
    else storage.removeItem(keyOf(workshop, round))
  } catch {
    // The choices still stand in the open ballot.
  }
}
