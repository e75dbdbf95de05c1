import { useEffect, useId, type RefObject } from 'react'
import type { NoteColour } from '../../../shared/kinds/note/note.ts'
import { LIMITS } from '../../../shared/protocol.ts'
import { classes } from '../../ui/classes.ts'
import papers from '../../ui/notePaper.module.css'
import { useT } from '../../ui/words.tsx'
import css from './ItemSheet.module.css'

/** The paper of a note whose words are not on the board letter by letter: a field that grows with them. */
export const NotePaper = ({
  area,
  colour,
  text,
  onText,
  onKeep,
  hint,
  readOnly,
  className,
  describedBy,
}: {
  /** The field, for whoever gives it the focus. */
  readonly area: RefObject<HTMLTextAreaElement | null>
  readonly colour: NoteColour
  readonly text: string
  readonly onText: (text: string) => void
  /** Control and Enter. */
  readonly onKeep?: () => void
  readonly hint?: string
  readonly readOnly?: boolean
  readonly className?: string | undefined
  readonly describedBy?: string
}) => {
  const t = useT()
  const id = useId()
  useEffect(() => {
    const field = area.current
    if (!field) return
    field.style.blockSize = 'auto'
    field.style.blockSize = `${field.scrollHeight}px`
  }, [area, text])
  return (
    <div className={classes(css.paper, papers[colour], className)}>
      <label htmlFor={id} className="visually-hidden">
        {t('item.text')}
      </label>
      <textarea
        ref={area}
        id={id}
        dir="auto"
        className={css.writing}
        rows={3}
        maxLength={LIMITS.text}
        placeholder={hint}
        readOnly={readOnly}
        aria-describedby={describedBy}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onKeep?.()
        }}
      />
    </div>
  )
}
