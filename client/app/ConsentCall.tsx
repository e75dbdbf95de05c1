import { useEffect } from 'react'
import { useSession, useStore } from '../model/react.tsx'
import { useDismiss, useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'

/** Reminds whoever put the question off what holds until they answer. Draws nothing itself. */
export const ConsentCall = ({ onChoose }: { readonly onChoose: () => void }) => {
  const t = useT()
  const notify = useNotify()
  const dismiss = useDismiss()
  const session = useSession()
  const open = useStore(session.info, ({ consent, role }) => consent === null && role !== 'viewer')
  useEffect(() => {
    if (!open) return
    const text = t('consent.unset')
    notify({ text, action: { label: t('consent.choose'), run: onChoose } })
    return () => dismiss(text)
  }, [open, notify, dismiss, onChoose, t])
  return null
}
