import { Confirm } from './Confirm.tsx'
import { useT } from './words.tsx'

/** Asks before many things, others' among them, are deleted. */
export const DeleteSure = ({
  count,
  others,
  yes,
  onClose,
}: {
  readonly count: number
  readonly others: number
  readonly yes: () => void
  readonly onClose: () => void
}) => {
  const t = useT()
  return (
    <Confirm
      title={t('command.delete.sure', { count })}
      text={t('command.delete.sure.others', { others })}
      yes={t('command.delete')}
      danger
      onYes={() => {
        onClose()
        yes()
      }}
      onNo={onClose}
    />
  )
}
