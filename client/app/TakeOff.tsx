import { useState } from 'react'
import type { KnownWorkshop, Memory } from '../model/memory.ts'
import { LinkRow } from '../panels/invite/LinkRow.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useT } from '../ui/words.tsx'
import css from './MyWorkshops.module.css'

/** Asks once more before a workshop goes off this device's list, and says what its person may need to come back. */
export const TakeOff = ({
  known: { info, unsent },
  memory,
  onYes,
  onNo,
}: {
  readonly known: KnownWorkshop
  readonly memory: Memory
  readonly onYes: () => void
  readonly onNo: () => void
}) => {
  const t = useT()
  const [link] = useState(() => memory.readLinks(info.id)?.facilitator)
  return (
    <Dialog
      title={t('app.mine.remove.title', { title: info.title })}
      onClose={onNo}
      actions={
        <>
          <Button kind="plain" onClick={onNo}>
            {t('ui.cancel')}
          </Button>
          <Button kind="danger" onClick={onYes}>
            {t('app.mine.remove.yes')}
          </Button>
        </>
      }
    >
      <div className={css.sure}>
        <p>{t('app.mine.remove.text')}</p>
        {unsent > 0 ? (
          <p>
            <strong>{t('app.mine.remove.unsent')}</strong>
          </p>
        ) : null}
        {info.role !== 'facilitator' ? null : link ? (
          <LinkRow label={t('app.mine.remove.link')} hint={t('app.mine.remove.link.hint')} link={link} />
        ) : (
          <p>{t('app.mine.remove.facilitator')}</p>
        )}
      </div>
    </Dialog>
  )
}
