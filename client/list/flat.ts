/** The sections of a list as one row after the other, for drawing only what is in view. Pure. */
import type { AnyItem } from '../../shared/kinds/registry.ts'
import type { Section } from './rows.ts'

export type Row =
  | { readonly type: 'head'; readonly key: string; readonly section: Section }
  | { readonly type: 'item'; readonly key: string; readonly item: AnyItem }
  | { readonly type: 'foot'; readonly key: string; readonly section: Section }

/** What a section is called among rows. */
export const sectionKey = ({ theme }: Section): string => theme?.id ?? 'loose'

export interface FlatList {
  readonly rows: readonly Row[]
  /** Where each section's head stands in `rows`; its items follow. */
  readonly heads: readonly number[]
  readonly indexOf: ReadonlyMap<string, number>
}

/** Every section gives a head, its items, and a foot. */
export const flatten = (sections: readonly Section[]): FlatList => {
  const rows: Row[] = []
  const heads: number[] = []
  for (const section of sections) {
    heads.push(rows.length)
    rows.push({ type: 'head', key: `head-${sectionKey(section)}`, section })
    for (const item of section.items) rows.push({ type: 'item', key: item.id, item })
    rows.push({ type: 'foot', key: `foot-${sectionKey(section)}`, section })
  }
  return { rows, heads, indexOf: new Map(rows.map((row, index) => [row.key, index])) }
}

/** Lines of a long note that its row shows until all of it is asked for; as many as `some` in ItemRow.module.css. */
const SOME_LINES = 8
/** So much never fits into them, however wide the list is. */
const LONG = 800

/** Whether a note is too long for its row, so that only its beginning is shown at first. */
export const isLong = (text: string): boolean =>
  text.length > LONG || text.split('\n', SOME_LINES + 2).length > SOME_LINES + 1

/** A row's height before it was measured, in CSS pixels. */
export const estimate = (row: Row | undefined): number => {
  if (!row) return 0
  if (row.type === 'head') return 72
  if (row.type === 'foot') return 60
  const { item } = row
  if (item.kind === 'note' && isLong(item.text)) return 104 + 27 * SOME_LINES + 44
  if (item.kind === 'note') return 104 + 27 * Math.ceil(Math.max(1, item.text.length) / 36)
  if (item.kind === 'figure') return 150
  return 100
}

/** Of a section's items those that are drawn, each with the empty space before it, and the space after the last. */
export const windowOf = (
  from: number,
  to: number,
  drawn: (index: number) => boolean,
  startOf: (index: number) => number,
  endOf: (index: number) => number,
): { readonly cells: readonly { readonly index: number; readonly gap: number }[]; readonly rest: number } => {
  const cells: { index: number; gap: number }[] = []
  if (to <= from) return { cells, rest: 0 }
  let edge = startOf(from)
  for (let index = from; index < to; index++) {
    if (!drawn(index)) continue
    cells.push({ index, gap: Math.max(0, startOf(index) - edge) })
    edge = endOf(index)
  }
  return { cells, rest: Math.max(0, endOf(to - 1) - edge) }
}
