/** What can be done with what is chosen: a bar above it, or below it where there is no room; never over it. */
import { useCallback, useState, type ReactNode } from 'react'
import { Ellipsis } from 'lucide-react'
import { around, type Rect } from '../../shared/geometry.ts'
import type { BoardView } from '../../shared/board.ts'
import type { Stage } from '../../shared/stage.ts'
import {
  asksChoices,
  colourChoices,
  principleChoices,
  themeChoices,
  type Choice,
} from '../model/boardChoices.ts'
import { commandNamed } from '../model/boardCommands.ts'
import { useStore } from '../model/react.tsx'
import type { Store } from '../model/types.ts'
import { Menu, type MenuEntry } from '../ui/Menu.tsx'
import { NoteArt } from '../ui/NoteArt.tsx'
import { useT } from '../ui/words.tsx'
import { toScreen } from './camera.ts'
import type { Canvas } from './controller.ts'
import css from './SelectionBar.module.css'

const HEIGHT = 48
const GAP = 16
/** Room that the dock takes at the bottom. */
const DOCK = 124
/** The selection's frame reaches so far beyond the item. */
const FRAME = 14

const entriesOf = (choices: readonly Choice[], icon?: (choice: Choice) => ReactNode): MenuEntry[] =>
  choices.map((choice) => ({
    key: choice.key,
    label: choice.label,
    selected: choice.chosen,
    onAction: choice.run,
    ...(icon ? { icon: icon(choice) } : {}),
  }))

export const SelectionBar = ({
  canvas,
  view,
  stage,
}: {
  readonly canvas: Canvas
  readonly view: Store<BoardView>
  readonly stage: Store<Stage>
}) => {
  const t = useT()
  const state = useStore(canvas.state)
  useStore(view)
  useStore(stage)
  const [width, setWidth] = useState(400)
  const measured = useCallback((bar: HTMLDivElement) => {
    const observer = new ResizeObserver(() => setWidth(bar.offsetWidth))
    observer.observe(bar)
    return () => observer.disconnect()
  }, [])
  const context = canvas.context()
  const { chosen } = context
  const { camera, viewport } = state
  const busy = state.drag || state.resize || state.marquee || state.panning || state.editing !== null
  const box = around(chosen.map((item) => canvas.rect(item)))
  if (busy || !box || !context.writable) return null

  const [left, top] = toScreen(camera, [box.x, box.y])
  const frame: Rect = { x: left, y: top, width: box.width * camera.zoom, height: box.height * camera.zoom }
  const themeLabel = chosen.some((item) => item.kind === 'theme') ? 20 * camera.zoom : 0
  const above = frame.y - FRAME - GAP - HEIGHT - themeLabel
  const below = frame.y + frame.height + FRAME + GAP
  if (frame.y > viewport[1] || frame.y + frame.height < 0) return null
  // Where neither side has room, what is chosen fills the view: then the bar lies at its top.
  const y = above >= 4 ? above : below + HEIGHT <= viewport[1] - DOCK ? below : 8
  const x = Math.max(8, Math.min(viewport[0] - width - 8, frame.x + frame.width / 2 - width / 2))

  const notes = chosen.filter((item) => item.kind === 'note')
  const colours = colourChoices(context)
  const colour = colours.find((choice) => choice.chosen) ?? null
  const themes = themeChoices(context)
  const principles = notes.length ? principleChoices(context) : []
  const ticked = principles.filter((choice) => choice.chosen).length
  const run = (name: string): (() => void) => {
    return () => commandNamed(name)?.run(canvas.context())
  }
  const may = (name: string): boolean => commandNamed(name)?.applies(context) ?? false
  const more: MenuEntry[] = (['open', 'duplicate', 'front', 'back', 'hide', 'delete'] as const)
    .filter(may)
    .map((name) => ({
      key: name,
      label: t(`command.${name}`),
      onAction: run(name),
      danger: name === 'delete',
      apart: name === 'delete' || name === 'hide',
      ...(name === 'hide' ? { hint: t('command.hide.hint') } : {}),
    }))
  const movable = chosen.some((item) => item.kind === 'note' || item.kind === 'figure')

  return (
    <div
      ref={measured}
      className={css.bar}
      style={{ transform: `translate(${Math.round(x)}px, ${Math.round(y)}px)` }}
      role="toolbar"
      aria-label={t('canvas.bar')}
      data-over-canvas
    >
      {may('write') ? (
        <button type="button" className={css.button} onClick={run('write')}>
          {t('command.write')}
        </button>
      ) : null}
      {notes.length ? (
        <Menu
          label={t('canvas.bar.colours')}
          className={css.button ?? ''}
          trigger={
            <>
              <NoteArt colour={colour?.colour ?? 'stone'} width={20} folded={false} lines={false} />
              {colour ? colour.label : t('canvas.bar.colours')}
            </>
          }
          items={colours.map((choice) => ({
            key: choice.key,
            label: choice.label,
            selected: choice.chosen,
            onAction: choice.run,
            icon: <NoteArt colour={choice.colour} width={24} folded={false} lines={false} />,
          }))}
        />
      ) : null}
      {notes.length ? (
        <Menu
          label={t('canvas.bar.asks')}
          className={css.button ?? ''}
          trigger={t('canvas.bar.asks')}
          items={entriesOf(asksChoices(context))}
        />
      ) : null}
      {principles.length ? (
        <Menu
          label={t('canvas.bar.principles')}
          className={css.button ?? ''}
          trigger={ticked ? t('canvas.bar.principles.count', { count: ticked }) : t('canvas.bar.principles')}
          items={entriesOf(principles)}
        />
      ) : null}
      {movable && themes.length > 1 ? (
        <Menu
          label={t('canvas.bar.move')}
          className={css.button ?? ''}
          trigger={t('canvas.bar.move')}
          items={entriesOf(themes)}
        />
      ) : null}
      <Menu
        label={t('canvas.bar.more')}
        className={css.button ?? ''}
        trigger={<Ellipsis size={22} strokeWidth={3} aria-hidden />}
        items={more}
      />
    </div>
  )
}
