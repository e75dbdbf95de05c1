import { Button } from './Button.tsx'
import { Dialog } from './Dialog.tsx'
import { useT } from './words.tsx'

/** Asks once more, and says what will happen. */
export const Confirm = ({
  title,
  text,
  yes,
  no,
  danger,
  busy,
  onYes,
  onNo,
}: {
  readonly title: string
  readonly text: string
  readonly yes: string
  readonly no?: string
  /** It cannot be undone. */
  readonly danger?: boolean
  readonly busy?: boolean
  readonly onYes: () => void
  readonly onNo: () => void
}) => {
  const t = useT()
  return (
    <Dialog
      title={title}
      onClose={onNo}
      actions={
        <>
          <Button kind="plain" onClick={onNo}>
            {no ?? t('ui.cancel')}
          </Button>
          <Button kind={danger ? 'danger' : 'filled'} disabled={busy} onClick={onYes}>
            {yes}
          </Button>
        </>
      }
    >
      <p>{text}</p>
    </Dialog>
  )
}
