import { useEffect, useState } from 'react'

/**
 * Unix ms, renewed every `every` ms while `ticking`; at once when it begins, when `since` changes (the timer's end, say), and when
 * the page is seen again: a page in the background may have slept.
 */
export const useNow = (ticking: boolean, since: number | null = null, every = 1_000): number => {
  const [told, setTold] = useState(() => ({ now: Date.now(), since, ticking }))
  // While drawing, so that a timer that has just begun is never shown by an old clock, not for one picture.
  const stale = told.since !== since || told.ticking !== ticking
  const current = stale ? { now: Date.now(), since, ticking } : told
  if (stale) setTold(current)
  useEffect(() => {
    if (!ticking) return
    const renew = () => setTold((held) => ({ ...held, now: Date.now() }))
    const timer = setInterval(renew, every)
    document.addEventListener('visibilitychange', renew)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', renew)
    }
  }, [every, ticking])
  return current.now
}
