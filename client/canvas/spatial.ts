/** Finds what lies where, fast: a tree of rectangles that follows the board's view. */
import RBush from 'rbush'
import type { BoardView } from '../../shared/board.ts'
import { contains, type Point, type Rect } from '../../shared/geometry.ts'
import type { AnyItem } from '../../shared/kinds/registry.ts'
import { reachOf } from './drawings.ts'
import type { Layouts } from './layout.ts'

interface Entry {
  minX: number
  minY: number
  maxX: number
  maxY: number
  item: AnyItem
  /** Place among all that is shown, lowest first. */
  rank: number
}

export interface Spatial {
  /**
   * Follows the view; only what changed is moved in the tree.
   * @returns where drawings changed, or null when that may be anywhere.
   */
  sync(view: BoardView): readonly Rect[] | null
  /** Items whose drawing may touch a rectangle, lowest first. */
  inside(rect: Rect): AnyItem[]
  /** Items whose own rectangle holds the point, topmost first. */
  at(point: Point): AnyItem[]
  /** Builds all anew, e.g. because the font has arrived and sizes changed. */
  rebuild(view: BoardView): void
}

/** When more than this changed at once, the tree is built anew: that is quicker. */
const MANY = 400

export const createSpatial = (layouts: Pick<Layouts, 'rect'>): Spatial => {
  const tree = new RBush<Entry>()
  let entries = new Map<string, Entry>()
  let last: readonly AnyItem[] = []
  const entryOf = (item: AnyItem, rank: number): Entry => {
    const { x, y, width, height } = reachOf(item.kind, layouts.rect(item))
    return { minX: x, minY: y, maxX: x + width, maxY: y + height, item, rank }
  }
  const rebuild = (view: BoardView): void => {
    entries = new Map(view.shown.map((item, rank) => [item.id, entryOf(item, rank)]))
    tree.clear()
    last = view.shown
    tree.load([...entries.values()])
  }
  return {
    rebuild,
    sync(view) {
      const before = last
      const { shown } = view
      // Items never mutate, so what is the same at both ends of the order needs no look at all.
      const least = Math.min(before.length, shown.length)
      let from = 0
      while (from < least && before[from] === shown[from]) from++
      let same = 0
      while (same < least - from && before[before.length - 1 - same] === shown[shown.length - 1 - same])
        same++
      const between = shown.slice(from, shown.length - same)
      const changed = between.filter((item) => entries.get(item.id)?.item !== item)
      if (changed.length > MANY) {
        rebuild(view)
        return null
      }
      last = shown
      const touched: Rect[] = []
      let anywhere = false
      const touch = ({ minX, minY, maxX, maxY }: Entry): void =>
        void touched.push({ x: minX, y: minY, width: maxX - minX, height: maxY - minY })
      for (const item of changed) {
        const old = entries.get(item.id)
        // A theme, wherever it lies, counts its notes.
        if (item.theme !== (old?.item.theme ?? null)) anywhere = true
        if (old) {
          tree.remove(old)
          touch(old)
        }
        const entry = entryOf(item, 0)
        touch(entry)
        entries.set(item.id, entry)
        tree.insert(entry)
      }
      const stays = new Set(between.map((item) => item.id))
      for (const { id } of before.slice(from, before.length - same)) {
        const entry = stays.has(id) ? undefined : entries.get(id)
        if (!entry) continue
        tree.remove(entry)
        touch(entry)
        if (entry.item.theme !== null) anywhere = true
        entries.delete(id)
      }
      const end = shown.length === before.length ? shown.length - same : shown.length
      for (let rank = from; rank < end; rank++) {
        const entry = entries.get(shown[rank]?.id ?? '')
        if (entry) entry.rank = rank
      }
      return anywhere ? null : touched
    },
    inside: ({ x, y, width, height }) =>
      tree
        .search({ minX: x, minY: y, maxX: x + width, maxY: y + height })
        .sort((a, b) => a.rank - b.rank)
        .map((entry) => entry.item),
    at: ([x, y]) =>
      tree
        .search({ minX: x, minY: y, maxX: x, maxY: y })
        .filter((entry) => contains(layouts.rect(entry.item), [x, y]))
        .sort((a, b) => b.rank - a.rank)
        .map((entry) => entry.item),
  }
}
