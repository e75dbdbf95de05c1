import { useEffect } from 'react'
import { useSession } from '../model/react.tsx'
import { useDismiss, useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'
import { useOnChange } from './useOnChange.ts'

/**
 * Tells me what changed about me, by whomever: my hand, my name, and what I may do.
 * @param panel what stands beside the board; null when nothing does
 */
export const useMyself = (panel: string | null, onFacilitate: () => void): void => {
  const t = useT()
  const notify = useNotify()
  const dismiss = useDismiss()
  const { stage, info } = useSession()
  useEffect(() => {
    // Whoever found what a facilitator has at hand need not be led there.
    if (panel === 'facilitate') dismiss(t('say.facilitator'))
  }, [panel, dismiss, t])
  useOnChange(
    stage,
    ({ people }) => people.get(info.get().participant.id),
    (now, was) => {
      // The stage has only just arrived, or I was removed.
      if (!was || !now) return
      if (now.hand !== was.hand) {
        dismiss(t(now.hand === undefined ? 'say.my-hand.up' : 'say.my-hand.down'))
        notify({ text: t(now.hand === undefined ? 'say.my-hand.down' : 'say.my-hand.up') })
      }
      if (now.name !== was.name) notify({ text: t('say.my-name', { name: now.name }) })
      if (now.role === 'facilitator' && was.role !== 'facilitator')
        notify({
          text: t('say.facilitator'),
          action: { label: t('bar.menu.facilitate'), run: onFacilitate },
          stays: true,
          first: true,
        })
      if (now.role !== 'facilitator' && was.role === 'facilitator') dismiss(t('say.facilitator'))
    },
  )
}
