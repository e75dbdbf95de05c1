import { Refusal } from '../../shared/errors.ts'
import { useSession, useStore } from '../model/react.tsx'
import type { Session } from '../model/types.ts'
import { readKept } from '../panels/vote/kept.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useT } from '../ui/words.tsx'
import { FormError } from './FormError.tsx'
import { holdsWords } from './holdsWords.ts'
import { useSending } from './useSending.ts'

/** Whether this device holds words or a ballot that are nowhere else. */
const holdsMore = (session: Session): boolean => {
  const { workshop, device, status, refused, stage } = session
  return (
    status.get().waiting > 0 ||
    refused.get().some(({ count }) => count > 0) ||
    holdsWords(session) ||
    stage
      .get()
      .rounds.some(({ id, closedAt }) => closedAt === null && readKept(device, workshop, id) !== null)
  )
}

/** Asks once more, then ends this device's session. */
export const LeaveDialog = ({
  onLeft,
  onClose,
  onLook,
}: {
  readonly onLeft: () => void
  readonly onClose: () => void
  /** Opens my private notes instead. */
  readonly onLook: () => void
}) => {
  const t = useT()
  const session = useSession()
  const { busy, error, reference, send } = useSending()
  const { state } = useStore(session.status)
  const role = useStore(session.info, (info) => info.role)
  const more = holdsMore(session)
  const receipts = useStore(session.writing.mine, ({ shared }) => shared.length)
  const offline = state === 'offline'

  const leave = async () => {
    try {
      await session.api.leave()
    } catch (refused) {
      // Somebody else has ended the session meanwhile.
      if (!(refused instanceof Refusal) || !['no-session', 'removed'].includes(refused.code)) throw refused
    }
    onLeft()
  }
  return (
    <Dialog
      title={t('leave.title')}
      onClose={onClose}
      actions={
        <>
          <Button kind="plain" onClick={onClose}>
            {t(more ? 'leave.no' : 'ui.cancel')}
          </Button>
          <Button
            kind={more ? 'danger' : 'filled'}
            disabled={busy || offline}
            onClick={() => void send(leave)}
          >
            {t('leave.yes')}
          </Button>
        </>
      }
    >
      <p>{t('leave.text')}</p>
      {role === 'facilitator' ? <p>{t('leave.text.facilitator')}</p> : null}
      {more ? (
        <p>
          <strong>{t('leave.unsaved')}</strong>
        </p>
      ) : null}
      {receipts ? (
        <>
          <p>{t('writing.leave', { count: receipts })}</p>
          <Button onClick={onLook}>{t('writing.leave.look', { count: receipts })}</Button>
        </>
      ) : null}
      {offline ? <p>{t('leave.offline')}</p> : null}
      <FormError error={error} reference={reference} />
    </Dialog>
  )
}
