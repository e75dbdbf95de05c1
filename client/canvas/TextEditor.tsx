/** Writing in place: a field laid exactly over the item's text. */
import type { CSSProperties } from 'react'
import { textOf } from '../../shared/boardTexts.ts'
import { MOST_LINES, NOTE_WIDTH } from '../../shared/kinds/note/note.ts'
import { PAPER } from '../../shared/kinds/note/paper.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { useStore } from '../model/react.tsx'
import { SharedText } from '../model/SharedText.tsx'
import type { BoardHandle } from '../model/types.ts'
import { classes } from '../ui/classes.ts'
import { useT } from '../ui/words.tsx'
import { toScreen } from './camera.ts'
import type { Canvas } from './controller.ts'
import { FIRST_BASELINE, noteType } from './layout.ts'
import { LABEL, labelWidth } from './drawings/theme.ts'
import css from './TextEditor.module.css'
import { useWritingEnds } from './useWritingEnds.ts'

/** From the top of a line box to its baseline: half the leading, then the face's ascent (0.95 of the size, descent 0.25). */
const baselineIn = (size: number, leading: number): number => (leading - 1.2 * size) / 2 + 0.95 * size

export const TextEditor = ({
  canvas,
  board,
  id,
}: {
  readonly canvas: Canvas
  readonly board: BoardHandle
  readonly id: string
}) => {
  const t = useT()
  const camera = useStore(canvas.state, (state) => state.camera)
  const item = useStore(board.view, (view) => view.items.get(id))
  const writable = useStore(board.writable)
  useWritingEnds(writable, canvas.endWriting)
  if (item?.kind !== 'note' && item?.kind !== 'theme') return null
  const text = textOf(board.doc, id, item.kind === 'note' ? 'text' : 'title')
  if (!text) return null

  const [x, y] = toScreen(camera, item.at)
  const { layouts, colours } = canvas.look()
  let box: CSSProperties
  if (item.kind === 'note') {
    const { size, leading } = noteType(item.text)
    box = {
      left: x + PAPER.padding * camera.zoom,
      top: y + (FIRST_BASELINE - baselineIn(size, leading)) * camera.zoom,
      width: NOTE_WIDTH - 2 * PAPER.padding,
      fontSize: size,
      lineHeight: `${leading}px`,
      // What is more scrolls within.
      maxBlockSize: MOST_LINES * leading,
      fontWeight: 450,
      color: colours.notes[item.colour].ink,
    }
  } else {
    const wide = labelWidth(layouts.width(item.title, LABEL.text, LABEL.weight) + 24, item.size[0])
    box = {
      left: x + (LABEL.inset + 16) * camera.zoom,
      top: y - (LABEL.up - 7) * camera.zoom,
      width: wide - 32,
      fontSize: LABEL.text,
      lineHeight: '30px',
      fontWeight: LABEL.weight,
      color: colours.ink,
    }
  }
  /** My own typing keeps my line in view; what others write never moves it. */
  const follow = (field: EventTarget): void => {
    if (item.kind !== 'note' || !(field instanceof HTMLTextAreaElement)) return
    const now = board.view.get().items.get(id)
    if (now?.kind !== 'note') return
    const { lines, leading, cut } = layouts.note(now)
    // Lines before the caret: those of the text, less those of what comes after it, and what the field has scrolled away.
    const after = layouts.note({ ...now, text: field.value.slice(field.selectionEnd) })
    if (after.cut) return
    const all = cut ? Math.round((field.scrollHeight - field.scrollTop) / leading) : lines.length
    const line = Math.min(MOST_LINES - 1, Math.max(0, all - after.lines.length))
    const top = item.at[1] + FIRST_BASELINE - leading + line * leading
    canvas.reveal({ x: item.at[0], y: top, width: NOTE_WIDTH, height: leading + 28 })
  }
  return (
    <div
      className={css.place}
      style={{ ...box, transform: `scale(${camera.zoom})` }}
      onInput={(event) => follow(event.target)}
      onKeyUp={(event) => follow(event.target)}
      data-over-canvas
    >
      <SharedText
        key={id}
        text={text}
        label={t(item.kind === 'note' ? 'canvas.write' : 'canvas.write.title')}
        hideLabel
        autoFocus
        className={classes(css.field, item.kind === 'note' && layouts.note(item).cut && css.scrolls)}
        maxLength={item.kind === 'note' ? LIMITS.text : 120}
        {...(item.kind === 'note' ? { multiline: true, grow: true, rows: 1 } : {})}
        onBlur={(event) => {
          // A switch to another window keeps the place; a click elsewhere ends the writing.
          if (document.hasFocus() && event.relatedTarget !== null) canvas.state.change({ editing: null })
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          const ends = event.key === 'Escape' || (item.kind === 'theme' && event.key === 'Enter')
          if (!ends && event.key !== 'Tab') return
          event.preventDefault()
          event.stopPropagation()
          canvas.endWriting(ends ? undefined : event.shiftKey ? -1 : 1)
        }}
      />
    </div>
  )
}
