import { useState } from 'react'
import { Refusal } from '../../shared/errors.ts'
import type { Memory } from '../model/memory.ts'
import { paths } from '../model/paths.ts'
import { useGo, useSession } from '../model/react.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useT } from '../ui/words.tsx'

/** Asks once more, then ends this device's session. */
export const LeaveDialog = ({
  memory,
  onClose,
}: {
  readonly memory: Memory
  readonly onClose: () => void
}) => {
  const t = useT()
  const go = useGo()
  const { api, workshop } = useSession()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const leave = async () => {
    setBusy(true)
    try {
      await api.leave()
      memory.forget(workshop)
      go(paths.landing(), { replace: true })
    } catch (refused) {
      setBusy(false)
      setError(refused instanceof Refusal ? refused.message : t('ui.failed'))
    }
  }
  return (
    <Dialog
      title={t('leave.title')}
      onClose={onClose}
      actions={
        <>
          <Button kind="plain" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button kind="filled" disabled={busy} onClick={() => void leave()}>
            {t('leave.yes')}
          </Button>
        </>
      }
    >
      <p>{t('leave.text')}</p>
      {error ? <p role="alert">{error}</p> : null}
    </Dialog>
  )
}
