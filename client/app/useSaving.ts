import { useSession } from '../model/react.tsx'
import { useAnnounce, useDismiss } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'
import { statusWords } from './StatusLine.tsx'
import { useOnChange } from './useOnChange.ts'

/** Only when something is out of the ordinary: not each time that a letter is saved. What failed for want of a connection is over. */
export const useSaving = (): void => {
  const t = useT()
  const announce = useAnnounce()
  const dismiss = useDismiss()
  const { status, keeps } = useSession()
  useOnChange(
    status,
    (all) => all,
    (now, last) => {
      const isNew = (now.state === 'offline' && last.state !== 'offline') || now.trouble !== last.trouble
      if (isNew && (now.state === 'offline' || now.trouble))
        announce(statusWords(t, now, keeps.get())[1], 'saving')
      if (now.back && !last.back) announce(t('status.back'), 'saving')
      if (now.state === 'online' && last.state !== 'online') dismiss(t('ui.offline'))
    },
  )
}
