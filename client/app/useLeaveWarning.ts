import { useEffect } from 'react'
import { useSession } from '../model/react.tsx'
import type { Session } from '../model/types.ts'
import { useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'

/** How many changes would be behind, if this page went now: those that others can't see, or that would be gone. */
const leftBehind = ({ status, keeps, writing }: Session): number => {
  const { late, unfinished } = writing.mine.get()
  // What is not meant for others yet is no reason to stay, as long as it is still here later.
  return status.get().waiting + (keeps.get() ? 0 : late.length + unfinished.length)
}

/**
 * Asks whoever closes or reloads the page while something of theirs is not acknowledged. The browser asks in its own words, which
 * tell nothing of this page; so whoever stays is told what it was about.
 */
export const useLeaveWarning = (): void => {
  const t = useT()
  const notify = useNotify()
  const session = useSession()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    // Runs once the browser's question is answered, and the page stayed.
    const tell = () => {
      timer = null
      const count = leftBehind(session)
      if (count > 0)
        notify({
          text: t(session.keeps.get() ? 'leave.unsent' : 'leave.unsent.unkept', { count }),
          first: true,
        })
    }
    const onLeave = (event: BeforeUnloadEvent) => {
      if (leftBehind(session) === 0) return
      event.preventDefault()
      timer ??= setTimeout(tell)
    }
    window.addEventListener('beforeunload', onLeave)
    return () => {
      window.removeEventListener('beforeunload', onLeave)
      if (timer) clearTimeout(timer)
    }
  }, [session, notify, t])
}
