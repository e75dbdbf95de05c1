import { useEffect } from 'react'
import { BARRED } from '../model/connection.ts'
import { useSession } from '../model/react.tsx'
import { useDismiss, useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'

/** Tells of what time does not mend: no live connection comes through, or the page shows what nobody else has. */
export const useHelpless = (): void => {
  const t = useT()
  const notify = useNotify()
  const dismiss = useDismiss()
  const { status, reference } = useSession()
  useEffect(() => {
    const [barred, mixed] = [t('status.barred.told'), t('status.mixed.told')]
    const told = new Set<string>()
    const tell = (text: string, isSo: boolean, run?: () => void) => {
      if (isSo === told.has(text)) return
      if (!isSo) {
        told.delete(text)
        return dismiss(text)
      }
      told.add(text)
      notify({
        text,
        stays: true,
        reference: reference.get(),
        ...(run && { action: { label: t('status.mixed.go'), run } }),
      })
    }
    const look = () => {
      const { state, closed, trouble } = status.get()
      tell(barred, state === 'offline' && closed === BARRED)
      // What waits is kept on this device; where it cannot be, the browser asks before it lets go of the page.
      tell(mixed, trouble === 'mixed', () => window.location.reload())
    }
    look()
    const stop = status.subscribe(look)
    return () => {
      stop()
      for (const text of told) dismiss(text)
    }
  }, [status, reference, notify, dismiss, t])
}
