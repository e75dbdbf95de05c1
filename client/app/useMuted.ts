import { useEffect } from 'react'
import { useSession } from '../model/react.tsx'
import type { Session } from '../model/types.ts'
import { useDismiss, useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'

/** Whether a facilitator has paused my writing. */
export const isMuted = ({ stage, info }: Pick<Session, 'stage' | 'info'>): boolean =>
  stage.get().people.get(info.get().participant.id)?.muted === true

/** Tells me that a facilitator has paused my writing, and when I can write again. */
export const useMuted = (): void => {
  const t = useT()
  const notify = useNotify()
  const dismiss = useDismiss()
  const session = useSession()
  useEffect(() => {
    let was = false
    const look = () => {
      const now = isMuted(session)
      if (now === was) return
      was = now
      if (now) return notify({ text: t('say.muted'), stays: true })
      dismiss(t('say.muted'))
      notify({ text: t('say.unmuted') })
    }
    look()
    const stop = session.stage.subscribe(look)
    return () => {
      stop()
      if (was) dismiss(t('say.muted'))
    }
  }, [session, notify, dismiss, t])
}
