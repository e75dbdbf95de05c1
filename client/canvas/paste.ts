/** The clipboard: our own copies as JSON, and anybody's text as notes. Pure but for the event's data. */
import type { NewItem } from '../../shared/boardItems.ts'
import { FAR, type Point } from '../../shared/geometry.ts'
import { ID_PATTERN } from '../../shared/ids.ts'
import { isKind, kinds } from '../../shared/kinds/registry.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { MOST_ADDED } from '../model/boardWork.ts'

/** Our own items on the clipboard. */
export const CLIPBOARD_TYPE = 'application/x-kiteboard'

export interface Clipping {
  /** The board that it was copied from. */
  readonly board: string
  readonly items: readonly NewItem[]
  /** How many more were copied than one paste makes; 0 when not given. */
  readonly more?: number
}

export const writeClipping = (clipping: Clipping): string => JSON.stringify(clipping)

const parsePoint = (raw: unknown): Point | null => {
  if (!Array.isArray(raw)) return null
  const [x, y]: readonly unknown[] = raw
  const sound = (value: unknown): value is number =>
    typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= FAR
  return sound(x) && sound(y) ? [x, y] : null
}

const idOrNull = (raw: unknown): string | null =>
  typeof raw === 'string' && ID_PATTERN.test(raw) ? raw : null

const parseCopy = (raw: unknown): NewItem | null => {
  if (typeof raw !== 'object' || raw === null) return null
  const fields: Record<string, unknown> = { ...raw }
  const { kind } = fields
  const at = parsePoint(fields.at)
  if (!isKind(kind) || !at) return null
  const texts = Object.fromEntries(
    kinds[kind].texts.map((name) => {
      const text = fields[name]
      return [name, typeof text === 'string' ? text.slice(0, LIMITS.textStored) : '']
    }),
  )
  // The kind's own parser has checked its fields, and its list named the texts.
  return {
    ...kinds[kind].parse(fields),
    ...texts,
    kind,
    at,
    theme: idOrNull(fields.theme),
    from: idOrNull(fields.from),
  } as NewItem
}

/** Reads what we put on the clipboard; null when it is not ours, or makes no sense. */
export const readClipping = (json: string): Clipping | null => {
  try {
    const raw: unknown = JSON.parse(json)
    if (typeof raw !== 'object' || raw === null) return null
    const { board, items }: { board?: unknown; items?: unknown } = raw
    if (typeof board !== 'string' || !Array.isArray(items)) return null
    const copies = items
      .slice(0, MOST_ADDED)
      .map(parseCopy)
      .filter((copy) => copy !== null)
    return copies.length ? { board, items: copies, more: Math.max(0, items.length - MOST_ADDED) } : null
  } catch {
    return null
  }
}
