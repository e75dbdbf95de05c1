import { useEffect } from 'react'
import { useSession } from '../model/react.tsx'
import { useDismiss, useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'

/** Tells those who can no longer write that the board rests and what becomes of their words; and when they can write again. */
export const useResting = (boardId: string | null): void => {
  const t = useT()
  const notify = useNotify()
  const dismiss = useDismiss()
  const session = useSession()
  useEffect(() => {
    const resting = () => session.stage.get().boards.some(({ id, locked }) => id === boardId && locked)
    let was = resting()
    return session.stage.subscribe(() => {
      const now = resting()
      if (now === was) return
      was = now
      if (session.info.get().role !== 'participant') return
      const words = t('say.resting')
      if (now) notify({ text: words })
      else {
        dismiss(words)
        notify({ text: t('say.awake') })
      }
    })
  }, [session, boardId, notify, dismiss, t])
}
