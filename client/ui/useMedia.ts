import { useCallback, useSyncExternalStore } from 'react'

/** Whether a media query holds, e.g. `(max-width: 700px)`. */
export const useMedia = (query: string): boolean => {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', listener)
      return () => list.removeEventListener('change', listener)
    },
    [query],
  )
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => false,
  )
}

/**
 * Under this a panel is a full screen, and the list comes first: on a phone, however it is held, and where somebody has made all so
 * large that little of it goes on their screen.
 */
export const PHONE = '(max-width: 699.98px), (max-height: 559.98px)'
