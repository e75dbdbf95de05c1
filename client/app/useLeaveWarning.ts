import { useEffect } from 'react'
import { useSession } from '../model/react.tsx'
import type { Session } from '../model/types.ts'
import { useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'

/** Whether anything would be left behind, if this page went now: what others can't see, or what would be gone. */
const leavesBehind = ({ status, keeps, writing }: Session): boolean => {
  const { late, unfinished } = writing.mine.get()
  // What is not meant for others yet is no reason to stay, as long as it is still here later.
  return status.get().waiting > 0 || (!keeps.get() && late.length + unfinished.length > 0)
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
      if (leavesBehind(session))
        notify({ text: t(session.keeps.get() ? 'leave.unsent' : 'leave.unsent.unkept'), first: true })
    }
    const onLeave = (event: BeforeUnloadEvent) => {
      if (!leavesBehind(session)) return
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
