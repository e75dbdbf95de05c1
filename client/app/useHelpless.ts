import { useEffect } from 'react'
import { BARRED } from '../model/connection.ts'
import { useSession } from '../model/react.tsx'
import { useDismiss, useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'

/** Tells of what nobody at this page can mend, nor time: somebody who runs the server or its network has to. */
export const useHelpless = (): void => {
  const t = useT()
  const notify = useNotify()
  const dismiss = useDismiss()
  const { status, reference } = useSession()
  useEffect(() => {
    const text = t('status.barred.told')
    let told = false
    const look = () => {
      const { state, closed } = status.get()
      const isBarred = state === 'offline' && closed === BARRED
      if (isBarred === told) return
      told = isBarred
      if (isBarred) notify({ text, stays: true, reference: reference.get() })
      else dismiss(text)
    }
    look()
    const stop = status.subscribe(look)
    return () => {
      stop()
      dismiss(text)
    }
  }, [status, reference, notify, dismiss, t])
}
