import { useEffect } from 'react'
import { useSession } from '../model/react.tsx'
import { parts } from './lazies.ts'
import { loadAll } from './loadAll.ts'

/** The page was left alone for so long that loading more is in nobody's way. Safari has no `requestIdleCallback`. */
const REST_MS = 2_000

const ACTS = ['pointerdown', 'keydown', 'wheel'] as const

/**
 * Loads all parts of the app once a board stands and the page was left alone for a moment. Without a service worker, as on plain
 * http in a hall, no panel could else be opened for the first time while there is no connection.
 */
export const useAhead = (): void => {
  const { status } = useSession()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const load = async () => {
      if (status.get().state === 'online' && (await loadAll(parts))) stop()
    }
    const rest = () => {
      clearTimeout(timer)
      timer = setTimeout(() => void load(), REST_MS)
    }
    const unwatch = status.subscribe(rest)
    for (const act of ACTS) window.addEventListener(act, rest, { passive: true })
    const stop = () => {
      clearTimeout(timer)
      unwatch()
      for (const act of ACTS) window.removeEventListener(act, rest)
    }
    rest()
    return stop
  }, [status])
}
