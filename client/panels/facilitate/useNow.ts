import { useEffect, useState } from 'react'

/** The time, in Unix ms, told anew every second while `running`, and at once when the page is seen again. */
export const useNow = (running: boolean): number => {
  const [told, setTold] = useState(() => ({ now: Date.now(), running }))
  // While drawing: a timer that has just begun is never told by an old clock.
  const current = told.running === running ? told : { now: Date.now(), running }
  if (current !== told) setTold(current)
  useEffect(() => {
    if (!running) return
    const renew = () => setTold((held) => ({ ...held, now: Date.now() }))
    const timer = setInterval(renew, 1_000)
    document.addEventListener('visibilitychange', renew)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', renew)
    }
  }, [running])
  return current.now
}

/** Time left as `m:ss`; 0:00 once it is over. */
export const clockOf = (ms: number): string => {
  const seconds = Math.max(0, Math.ceil(ms / 1_000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
