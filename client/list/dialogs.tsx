/** The short tasks of the list, each a dialog: move, colour, what a note is for, a theme's words. */
import type { FormEvent, KeyboardEvent } from 'react'
import type { NoteAsks, NoteColour } from '../../shared/kinds/note/note.ts'
import type { Principle } from '../../shared/stage.ts'
import type { ThemeChoice } from '../model/boardChoices.ts'
import { Button } from '../ui/Button.tsx'
import { classes } from '../ui/classes.ts'
import { ColourChoice } from '../ui/ColourChoice.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Field, TextArea } from '../ui/Field.tsx'
import { AsksChoice, PrinciplesChoice } from '../ui/ForChoice.tsx'
import { useT } from '../ui/words.tsx'
import css from './dialogs.module.css'

/** Arrow keys lead from one choice to the next, Home and End to the ends. */
const walkButtons = (event: KeyboardEvent<HTMLElement>) => {
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const now = buttons.findIndex((button) => button === document.activeElement)
  const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: buttons.length - 1 }[event.key]
  if (to === undefined) return
  event.preventDefault()
  buttons[Math.max(0, Math.min(buttons.length - 1, to))]?.focus()
}

/** Which theme something moves to: one press does it. */
export const MoveDialog = ({
  choices,
  onMoved,
  onClose,
}: {
  readonly choices: readonly ThemeChoice[]
  readonly onMoved: () => void
  readonly onClose: () => void
}) => {
  const t = useT()
  return (
    <Dialog title={t('list.move.title')} onClose={onClose}>
      <ul role="list" className={css.places} onKeyDown={walkButtons}>
        {choices.map(({ key, theme, label, chosen, run }) => (
          <li key={key}>
            <button
              type="button"
              className={classes(css.place, theme ? css[`mat${theme.mat}`] : css.none)}
              aria-disabled={chosen}
              onClick={() => {
                if (chosen) return
                run()
                onMoved()
              }}
            >
              <span dir="auto">{theme ? label : t('list.move.none')}</span>
              {chosen ? <span className={css.here}>{t('list.move.here')}</span> : null}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

/** Which colour, by name. */
export const ColourDialog = ({
  now,
  onColour,
  onClose,
}: {
  readonly now: NoteColour | null
  readonly onColour: (colour: NoteColour) => void
  readonly onClose: () => void
}) => {
  const t = useT()
  return (
    <Dialog
      title={t('list.colour.title')}
      onClose={onClose}
      actions={<Button onClick={onClose}>{t('list.choose.done')}</Button>}
    >
      <ColourChoice value={now} onChange={onColour} />
    </Dialog>
  )
}

/** What notes are for: the second of two taps. */
export const ForDialog = ({
  many,
  asks,
  principles,
  chosen,
  onAsks,
  onPrinciples,
  onClose,
}: {
  readonly many: boolean
  readonly asks: NoteAsks | null
  readonly principles: readonly Principle[]
  readonly chosen: readonly number[]
  readonly onAsks: (asks: NoteAsks) => void
  readonly onPrinciples: (principles: readonly number[]) => void
  readonly onClose: () => void
}) => {
  const t = useT()
  return (
    <Dialog
      title={t(many ? 'list.for.title.many' : 'list.for.title')}
      onClose={onClose}
      actions={<Button onClick={onClose}>{t('list.choose.done')}</Button>}
    >
      <AsksChoice value={asks} onChange={onAsks} />
      <PrinciplesChoice principles={principles} value={chosen} onChange={onPrinciples} />
    </Dialog>
  )
}

export interface NewTheme {
  readonly title: string
  readonly statement: string
}

/** A new theme's title and statement. What is begun of them is the caller's to keep: closing loses nothing. */
export const NewThemeDialog = ({
  draft,
  onDraft,
  onMake,
  onClose,
}: {
  readonly draft: NewTheme
  readonly onDraft: (draft: NewTheme) => void
  readonly onMake: (title: string, statement: string) => void
  readonly onClose: () => void
}) => {
  const t = useT()
  const { title, statement } = draft
  const make = (event: FormEvent) => {
    event.preventDefault()
    if (title.trim()) onMake(title.trim(), statement.trim())
  }
  return (
    <Dialog title={t('list.theme.new')} onClose={onClose}>
      <form className={css.form} onSubmit={make}>
        <Field
          label={t('list.theme.title')}
          hint={t('list.theme.title.hint')}
          value={title}
          maxLength={80}
          autoFocus
          onChange={(event) => onDraft({ ...draft, title: event.target.value })}
        />
        <TextArea
          label={t('list.theme.statement')}
          hint={t('list.theme.statement.hint')}
          value={statement}
          maxLength={400}
          onChange={(event) => onDraft({ ...draft, statement: event.target.value })}
        />
        <Button kind="filled" big wide type="submit" disabled={!title.trim()}>
          {t('list.theme.make')}
        </Button>
      </form>
    </Dialog>
  )
}
