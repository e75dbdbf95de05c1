import { useEffect } from 'react'
import { useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'

/** Ms for which writing goes on after a lock: a little less than the server's grace, so that no letter typed is refused. */
const GRACE = 2_500

/** Ends writing a moment after the board began to rest, or I was paused, and says what becomes of the words. */
export const useWritingEnds = (writable: boolean, end: () => void): void => {
  const t = useT()
  const notify = useNotify()
  useEffect(() => {
    if (writable) return
    const timer = setTimeout(() => {
      end()
      // Whoever looks at the field misses what is said elsewhere: so it comes now, and before what waits to be read.
      notify({ text: t('canvas.write.ended'), first: true })
    }, GRACE)
    return () => clearTimeout(timer)
  }, [writable, end, notify, t])
}
