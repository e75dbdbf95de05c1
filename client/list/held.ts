/** New things of others wait behind a button while somebody reads: the list never jumps. Pure. */
import type { AnyItem } from '../../shared/kinds/registry.ts'

/** Ids that the list shows; null while it settles: then everything is let in. */
export type Known = ReadonlySet<string> | null

/** What the list may show now. */
export const letIn = (shown: readonly AnyItem[], known: Known): readonly AnyItem[] =>
  known && shown.some((item) => !known.has(item.id)) ? shown.filter((item) => known.has(item.id)) : shown

/** What waits to be let in. */
export const waiting = (shown: readonly AnyItem[], known: Known): readonly AnyItem[] =>
  known ? shown.filter((item) => !known.has(item.id)) : []

/**
 * Lets in at once what moves nothing: my own things, and what `lands` where nobody looks. The rest goes on waiting.
 * @returns the same set when nothing is let in.
 */
export const settle = (
  shown: readonly AnyItem[],
  known: ReadonlySet<string>,
  lands: (item: AnyItem) => boolean,
): ReadonlySet<string> => {
  const entering = shown.filter((item) => !known.has(item.id) && lands(item))
  return entering.length ? new Set([...known, ...entering.map((item) => item.id)]) : known
}

/** Lets everything in. */
export const all = (shown: readonly AnyItem[]): ReadonlySet<string> => new Set(shown.map((item) => item.id))
