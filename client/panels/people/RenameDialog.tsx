import { useState } from 'react'
import type { StagePerson } from '../../../shared/stage.ts'
import { useSession } from '../../model/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field } from '../../ui/Field.tsx'
import { useBesideT } from '../besideWords.tsx'
import { useAsk } from '../useAsk.ts'
import css from './PeoplePanel.module.css'

/** Changes a name: mine, or, for a facilitator, anybody's. */
export const RenameDialog = ({
  person,
  mine,
  onClose,
}: {
  readonly person: StagePerson
  readonly mine: boolean
  readonly onClose: () => void
}) => {
  const t = useBesideT()
  const session = useSession()
  const { busy, ask } = useAsk()
  const [name, setName] = useState(person.name)

  const save = async () => {
    const done = await ask(async () => {
      await session.api.command({
        type: 'person.rename',
        name: name.trim(),
        ...(mine ? {} : { person: person.id }),
      })
      if (mine) await session.refresh()
    })
    if (done) onClose()
  }

  return (
    <Dialog
      title={mine ? t('people.rename.title.me') : t('people.rename.title', { name: person.name })}
      onClose={onClose}
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim()) void save()
        }}
      >
        <Field
          label={t('people.rename.label')}
          hint={t('people.rename.hint')}
          value={name}
          maxLength={60}
          autoFocus
          onChange={(event) => setName(event.target.value)}
        />
        <Button kind="filled" type="submit" big wide disabled={busy || !name.trim()}>
          {t('ui.save')}
        </Button>
      </form>
    </Dialog>
  )
}
