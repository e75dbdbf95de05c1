import { useSession } from '../model/react.tsx'
import { useDismiss, useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'
import { useOnChange } from './useOnChange.ts'

/** Tells those who can no longer write that the board rests and what becomes of their words; and when they can write again. */
export const useResting = (boardId: string | null): void => {
  const t = useT()
  const notify = useNotify()
  const dismiss = useDismiss()
  const { stage, info } = useSession()
  useOnChange(
    stage,
    ({ boards }) => boards.some(({ id, locked }) => id === boardId && locked),
    (isResting) => {
      if (info.get().role !== 'participant') return
      const words = t('say.resting')
      if (isResting) return notify({ text: words })
      dismiss(words)
      notify({ text: t('say.awake') })
    },
  )
}
