import type { ReactNode } from 'react'
import type { NoteColour } from '../../../shared/kinds/note/note.ts'
import { classes } from '../../ui/classes.ts'
import papers from '../../ui/notePaper.module.css'
import sheet from '../item/ItemSheet.module.css'
import { useWritingT } from './writingWords.tsx'
import css from './Writing.module.css'

/** A note of mine, as paper. While only I see it, its edge is dashed, and it says so. */
export const OwnCard = ({
  text,
  colour,
  room,
  hidden = true,
  children,
}: {
  readonly text: string
  readonly colour: NoteColour
  readonly room: boolean
  /** Only I see it. */
  readonly hidden?: boolean
  /** What can be done with it. */
  readonly children: ReactNode
}) => {
  const t = useWritingT()
  return (
    <li className={css.own}>
      <div className={classes(sheet.paper, papers[colour], css.card, hidden && css.draft)}>
        <p className={css.text} dir="auto">
          {text}
          <span className="visually-hidden">. {t('list.note.role', { colour: t(`colour.${colour}`) })}</span>
        </p>
        <p className={css.marks}>
          {hidden ? <span>{t('writing.only-you')}</span> : null}
          {room ? <span>{t('writing.room')}</span> : null}
        </p>
      </div>
      <div className={css.actions}>{children}</div>
    </li>
  )
}

/** A note's words, short enough for a button's name. */
export const nameOf = (text: string): string => text.trim().slice(0, 80)
