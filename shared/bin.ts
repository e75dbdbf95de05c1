/**
 * The bin, and undo, which must not take out of it what others threw away. An item in it carries the print of its texts
 * (board.ts).
 */
import * as Y from 'yjs'
import { itemsOf, printOf, readBoard, readItem, textIn, type ItemMap } from './board.ts'
import { change, LOCAL } from './boardChange.ts'
import { isKind, kinds, type AnyItem } from './kinds/registry.ts'

/** The print of an item's texts as they read now; null where they can't be told. */
const printNow = (item: ItemMap): string | null => {
  const name = item.get('kind')
  return isKind(name) ? printOf(kinds[name].texts.map((text) => textIn(item, text))) : null
}

/**
 * Puts items in the bin together, each with its print. The first is written twice: so a clock that nothing in the bin bears parts them
 * from those before them, which `binnedTogether` goes by.
 */
const bin = (prints: readonly { readonly item: ItemMap; readonly print: string }[]): void => {
  for (const { item, print } of [...prints.slice(0, 1), ...prints]) item.set('trashed', print)
}

/** Puts items in the bin. The items of a theme stay on the board. */
export const trash = (doc: Y.Doc, ids: Iterable<string>): void =>
  change(doc, (items) =>
    bin(
      [...new Set(ids)].flatMap((id) => {
        const item = items.get(id)
        return item ? [{ item, print: printNow(item) ?? printOf([]) }] : []
      }),
    ),
  )

/**
 * Puts an item in the bin that somebody wished there when its texts had this print. Where they read otherwise by now, it stays:
 * somebody typed in it, whom whoever threw it away had not heard.
 */
export const trashAsSeen = (doc: Y.Doc, id: string, print: string): void =>
  change(doc, (items) => {
    const item = items.get(id)
    if (item && [print, null].includes(printNow(item))) bin([{ item, print }])
  })

/** Takes items out of the bin again. */
export const restore = (doc: Y.Doc, ids: Iterable<string>): void =>
  change(doc, (items) => {
    for (const id of ids) items.get(id)?.delete('trashed')
  })

/**
 * What is in the bin, parted by what was put there together: by one page in one step, as Yjs's clocks tell, which follow one another
 * there (and where somebody redoes several such steps at once). Of each page the newest comes first; between pages there is no clock.
 */
export const binnedTogether = (doc: Y.Doc, bin: readonly AnyItem[]): readonly (readonly AnyItem[])[] => {
  const entries = bin.flatMap((item) => {
    const entry = itemsOf(doc).get(item.id)?._map.get('trashed')
    return entry ? [{ item, client: entry.id.client, clock: entry.id.clock }] : []
  })
  const pages = [...new Set(entries.map(({ client }) => client))].reverse()
  return pages.flatMap((page) => {
    const groups: AnyItem[][] = []
    let before = NaN
    const own = entries.filter(({ client }) => client === page).sort((a, b) => b.clock - a.clock)
    for (const { item, clock } of own) {
      if (clock === before - 1) groups.at(-1)?.push(item)
      else groups.push([item])
      before = clock
    }
    return groups.map((group) => group.reverse())
  })
}

/** What undo and redo bring about by themselves: no step of anybody's. */
const KEPT = Symbol('kept')

/** Puts back into the bin what came out of it only because its words, and so their print, were changed by undo or redo. */
const keepBinned = (doc: Y.Doc, ids: readonly string[]): void =>
  doc.transact(() => {
    for (const id of ids) {
      const [map, item] = [itemsOf(doc).get(id), readItem(doc, id)]
      if (!map || !item || item.kind === 'unknown' || item.trashed || !map.has('trashed')) continue
      bin([{ item: map, print: printOf(kinds[item.kind].texts.map((text) => textIn(map, text))) }])
    }
  }, KEPT)

/**
 * Undo and redo of my own changes only. Steps closer than half a second become one. Words taken back in something that another
 * person deleted meanwhile do not bring it back, empty.
 */
export const createUndo = (doc: Y.Doc): Y.UndoManager => {
  const undo = new Y.UndoManager(itemsOf(doc), { trackedOrigins: new Set([LOCAL]), captureTimeout: 500 })
  let binned: readonly string[] = []
  const onBefore = (transaction: Y.Transaction): void => {
    if (transaction.origin === undo) binned = readBoard(doc).bin.map((item) => item.id)
  }
  doc.on('beforeTransaction', onBefore)
  undo.on('stack-item-popped', () => keepBinned(doc, binned))
  return undo
}
