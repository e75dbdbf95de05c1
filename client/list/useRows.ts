import { useCallback, useEffect, useLayoutEffect, useState, type RefObject } from 'react'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { estimate, type FlatList } from './flat.ts'

/** Up to this many things all are drawn, so that the browser's own search finds each. */
const DRAW_ALL = 150
const OVERSCAN = 10
/** Drawings that a row is waited for. */
const TRIES = 30

const leave = (): void => undefined

/** Which rows are drawn, how to reach one that is not, and what holds the focus. */
export const useRows = (
  scroller: RefObject<HTMLElement | null>,
  body: RefObject<HTMLElement | null>,
  { rows, indexOf }: FlatList,
  current: string | null,
) => {
  const large = rows.length > DRAW_ALL
  const [margin, setMargin] = useState(0)
  const kept = large && current ? (indexOf.get(current) ?? -1) : -1

  useLayoutEffect(() => {
    const element = body.current
    if (!element || !large) return
    const place = () => setMargin(element.offsetTop)
    place()
    const watcher = new ResizeObserver(place)
    for (const sibling of element.parentElement?.children ?? [])
      if (sibling !== element) watcher.observe(sibling)
    return () => watcher.disconnect()
  }, [body, large])

  const virtualizer = useVirtualizer({
    count: rows.length,
    enabled: large,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimate(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    scrollMargin: margin,
    overscan: OVERSCAN,
    // The row that holds the focus stays drawn, wherever one scrolls: else the focus would be lost.
    rangeExtractor: (range) => {
      const drawn = defaultRangeExtractor(range)
      return kept >= 0 && !drawn.includes(kept) ? [...drawn, kept].sort((a, b) => a - b) : drawn
    },
  })

  const drawn = large ? new Set(virtualizer.getVirtualItems().map(({ index }) => index)) : null
  const measured = virtualizer.measurementsCache

  const [wanted, setWanted] = useState<{
    readonly row: string
    readonly tries: number
    readonly focus: boolean
  } | null>(null)
  useEffect(() => {
    if (!wanted) return
    const frame = requestAnimationFrame(() => {
      const row = scroller.current?.querySelector(`[data-row="${wanted.row}"]`)
      const main = row?.querySelector<HTMLElement>('[data-main]') ?? row?.querySelector('h2')
      if (main) {
        if (wanted.focus) main.focus({ preventScroll: true })
        row?.scrollIntoView({ block: wanted.focus ? 'nearest' : 'center' })
      } else {
        const index = indexOf.get(wanted.row)
        if (index !== undefined && large) virtualizer.scrollToIndex(index, { align: 'center' })
      }
      // What was just made arrives with one of the next drawings. Not for ever: it may have gone meanwhile.
      setWanted(main || wanted.tries >= TRIES ? null : { ...wanted, tries: wanted.tries + 1 })
    })
    return () => cancelAnimationFrame(frame)
  }, [wanted, scroller, indexOf, large, virtualizer])

  return {
    /** Whether a row is drawn. */
    drawn: (index: number): boolean => drawn?.has(index) ?? true,
    startOf: (index: number): number => (drawn ? (measured[index]?.start ?? 0) : 0),
    endOf: (index: number): number => (drawn ? (measured[index]?.end ?? 0) : 0),
    measure: large ? virtualizer.measureElement : leave,
    /** Leads the focus to a row, scrolling there first when it is not drawn. */
    focusRow: useCallback((row: string) => setWanted({ row, tries: 0, focus: true }), []),
    /** Scrolls to a row; the focus stays where it is. */
    showRow: useCallback((row: string) => setWanted({ row, tries: 0, focus: false }), []),
  }
}
