import { useEffect, useState } from 'react'

/** Unix ms, renewed every `every` ms while `ticking`. */
export const useNow = (every: number, ticking: boolean): number => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!ticking) return
    const timer = setInterval(() => setNow(Date.now()), every)
    return () => clearInterval(timer)
  }, [every, ticking])
  return now
}
