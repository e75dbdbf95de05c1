import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react'

const ROWS = '[data-row]'

/**
 * Keeps what I read where it is: after each change of `version`, the row that has the focus, or else the first in view, stands
 * where it stood. (`overflow-anchor` would do, but Safari has none.)
 */
export const useAnchor = (scroller: RefObject<HTMLElement | null>, version: unknown): void => {
  const anchor = useRef<{ readonly row: string; readonly top: number } | null>(null)

  useLayoutEffect(() => {
    const element = scroller.current
    const held = anchor.current
    if (!element || !held) return
    const row = element.querySelector(`[data-row="${held.row}"]`)
    const moved = row ? row.getBoundingClientRect().top - held.top : 0
    // Being at the very top is a place too: whoever is there sees what comes first.
    if (Math.abs(moved) > 0.5 && element.scrollTop > 0) element.scrollTop += moved
  }, [scroller, version])

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    let frame = 0
    const take = () => {
      frame = 0
      const { top, bottom } = element.getBoundingClientRect()
      const inView = (row: Element) => {
        const box = row.getBoundingClientRect()
        return box.bottom > top && box.top < bottom
      }
      const focused = document.activeElement?.closest(ROWS)
      const row =
        focused && element.contains(focused) && inView(focused)
          ? focused
          : [...element.querySelectorAll(ROWS)].find(inView)
      const name = row?.getAttribute('data-row')
      anchor.current = row && name ? { row: name, top: row.getBoundingClientRect().top } : null
    }
    const later = () => {
      if (!frame) frame = requestAnimationFrame(take)
    }
    take()
    element.addEventListener('scroll', later, { passive: true })
    element.addEventListener('focusin', later)
    return () => {
      cancelAnimationFrame(frame)
      element.removeEventListener('scroll', later)
      element.removeEventListener('focusin', later)
    }
  }, [scroller, version])
}
