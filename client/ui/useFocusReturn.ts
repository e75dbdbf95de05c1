import { useEffect, useState } from 'react'

/** Where the focus came from, the best place first: what was pressed, or what stands around it should that be gone by then. */
const wayBack = (): readonly HTMLElement[] => {
  const now = document.activeElement
  // A menu is gone by then; the button that opened it stays.
  const menu = now?.closest('[role="menu"]')
  const opener = menu
    ? (document.querySelector(`[aria-controls="${CSS.escape(menu.id)}"]`) ??
      document.getElementById(menu.getAttribute('aria-labelledby') ?? ''))
    : now
  const around = opener?.closest('[role="dialog"]')?.querySelector('h2[tabindex]') ?? null
  return [opener, around, document.getElementById('main')].filter(
    (place): place is HTMLElement => place instanceof HTMLElement && place !== document.body,
  )
}

/** When this closes, the focus goes back to where it was, also when it came out of a menu or from something that is gone. */
export const useFocusReturn = (): void => {
  const [back] = useState(wayBack)
  useEffect(
    () => () => {
      // What closes by React Aria looks for its own way back first.
      requestAnimationFrame(() => {
        for (const place of back) {
          const now = document.activeElement
          if (now !== null && now !== document.body) return
          if (place.isConnected) place.focus({ preventScroll: true })
        }
      })
    },
    [back],
  )
}
