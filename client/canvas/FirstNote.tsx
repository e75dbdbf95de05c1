/** What an empty board shows: a dashed note that says how to begin. A tap there, or anywhere, begins. */
import { useT } from '../ui/words.tsx'
import { commandNamed } from '../model/boardCommands.ts'
import type { Canvas } from './controller.ts'
import css from './FirstNote.module.css'

export const FirstNote = ({ canvas, writable }: { readonly canvas: Canvas; readonly writable: boolean }) => {
  const t = useT()
  if (!writable) return <p className={css.watch}>{t('canvas.first.watch')}</p>
  return (
    <button
      type="button"
      className={css.first}
      onClick={() => commandNamed('note.add')?.run(canvas.context())}
      data-over-canvas
    >
      {t('canvas.first')}
    </button>
  )
}
