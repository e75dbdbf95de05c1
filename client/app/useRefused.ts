import { useEffect } from 'react'
import { useSession } from '../model/react.tsx'
import { useDismiss, useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'
import { isMuted } from './useMuted.ts'

/** Tells what the server would not take, and offers to put it back as soon as that can be. */
export const useRefused = (): void => {
  const t = useT()
  const notify = useNotify()
  const dismiss = useDismiss()
  const session = useSession()
  useEffect(() => {
    const stops = new Map<string, () => void>()
    const tell = () => {
      for (const { document, count } of session.refused.get()) {
        if (count === 0 || stops.has(document)) continue
        const board = document === 'plan' ? session.plan() : session.board(document.replace(/^board:/, ''))
        const words = isMuted(session) ? t('say.refused.muted') : t('say.refused', { count })
        const offer = () => {
          // The way back takes the place of the bad news.
          dismiss(words)
          notify({
            text: t('say.refused.ready', { count }),
            action: {
              label: t('say.refused.back'),
              run: () => {
                session.putBack(document)
                stops.get(document)?.()
                stops.delete(document)
                notify({ text: t('say.refused.done') })
              },
            },
            stays: true,
            first: true,
          })
        }
        if (board.writable.get() && board.ready.get()) offer()
        else notify({ text: words, stays: true })
        let was = board.writable.get()
        stops.set(
          document,
          board.writable.subscribe(() => {
            const can = board.writable.get()
            if (can && !was) offer()
            was = can
          }),
        )
      }
    }
    tell()
    const stop = session.refused.subscribe(tell)
    return () => {
      stop()
      for (const end of stops.values()) end()
    }
  }, [session, notify, dismiss, t])
}
