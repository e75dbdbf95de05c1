import { Redo2, Undo2 } from 'lucide-react'
import { commandNamed } from '../model/boardCommands.ts'
import { useStore, useUndo } from '../model/react.tsx'
import type { BoardHandle } from '../model/types.ts'
import { IconButton } from '../ui/Button.tsx'
import { classes } from '../ui/classes.ts'
import { keyNames } from '../ui/keyNames.ts'
import { useT } from '../ui/words.tsx'
import type { Canvas } from './controller.ts'
import css from './ZoomControl.module.css'
import { BESIDE_DOCK } from './ZoomControl.tsx'

const ARTS = { undo: Undo2, redo: Redo2 } as const

/** The way back, and forth again, across from the zoom. */
export const UndoControl = ({ canvas, board }: { readonly canvas: Canvas; readonly board: BoardHandle }) => {
  const t = useT()
  const { canUndo, canRedo } = useUndo(board)
  const narrow = useStore(canvas.state, (state) => state.viewport[0] < BESIDE_DOCK)
  return (
    <div
      className={classes(css.zoom, css.start, narrow && css.over)}
      role="group"
      aria-label={t('canvas.history')}
      data-over-canvas
    >
      {(['undo', 'redo'] as const).map((name) => {
        const command = commandNamed(name)
        const Art = ARTS[name]
        const label = t(`command.${name}`)
        const keys = keyNames(command?.keys[0] ?? '', t).join('+')
        return (
          <IconButton
            key={name}
            label={label}
            title={t('canvas.history.tip', { what: label, keys })}
            icon={<Art size={20} strokeWidth={2.5} aria-hidden />}
            // It keeps the focus: who takes back step after step must not fall off the last one.
            aria-disabled={!(name === 'undo' ? canUndo : canRedo)}
            className={css.quiet}
            onClick={() => command?.run(canvas.context())}
          />
        )
      })}
    </div>
  )
}
