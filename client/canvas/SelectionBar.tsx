/** What can be done with what is chosen: a bar above it or below it, never over it. */
import { useCallback, useState, type ReactNode } from 'react'
import { Ellipsis } from 'lucide-react'
import { around, grow, type Point, type Rect, type Size } from '../../shared/geometry.ts'
import type { BoardView } from '../../shared/board.ts'
import type { AnyItem } from '../../shared/kinds/registry.ts'
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
import { barPlace } from './barPlace.ts'
import { toScreen, type Camera } from './camera.ts'
import type { Canvas } from './controller.ts'
import { framed } from './layout.ts'
import css from './SelectionBar.module.css'

/** Before it was measured; CSS pixels. */
const LIKELY: Size = [400, 46]
/** Room that the dock takes at the bottom, and the zoom beside it. */
const DOCK = 124
/** The selection's frame and its handles reach so far beyond the item. */
const FRAME = 14
/** A canvas narrower than this has no room for all the words: Details has the rest. */
const ROOMY = 500
/** A theme's cloth label, from the mat's corner: start, up, width at the least, height. */
const LABEL = { x: 28, y: -20, width: 220, height: 44 }

const entriesOf = (choices: readonly Choice[], icon?: (choice: Choice) => ReactNode): MenuEntry[] =>
  choices.map((choice) => ({
    key: choice.key,
    label: choice.label,
    selected: choice.chosen,
    onAction: choice.run,
    ...(icon ? { icon: icon(choice) } : {}),
  }))

/** Where on the screen the bar lies, its corner, and what is chosen; null when nothing chosen is in view. */
const placeFor = ({
  canvas,
  chosen,
  camera,
  viewport,
  bar,
}: {
  readonly canvas: Canvas
  readonly chosen: readonly AnyItem[]
  readonly camera: Camera
  readonly viewport: Size
  readonly bar: Size
}): { readonly at: Point; readonly frame: Rect } | null => {
  const onScreen = ({ x, y, width, height }: Rect): Rect => {
    const [left, top] = toScreen(camera, [x, y])
    return { x: left, y: top, width: width * camera.zoom, height: height * camera.zoom }
  }
  const box = around(chosen.map((item) => framed(item, canvas.rect(item))))
  if (!box) return null
  const frame = onScreen(box)
  const near = grow(box, (bar[0] + bar[1]) / camera.zoom)
  const ids = new Set(chosen.map((item) => item.id))
  const others = canvas.inside(near).flatMap((item): Rect[] => {
    if (ids.has(item.id)) return []
    const rect = canvas.rect(item)
    // On a mat it may lie; the name of the theme is to be read.
    if (item.kind !== 'theme') return [onScreen(rect)]
    const x = canvas.look().rtl ? rect.x + rect.width - LABEL.x - LABEL.width : rect.x + LABEL.x
    return [onScreen({ ...LABEL, x, y: rect.y + LABEL.y })]
  })
  const at = barPlace({ chosen: grow(frame, FRAME), others, bar, viewport, dock: DOCK })
  return at && { at, frame }
}

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
  const [size, setSize] = useState(LIKELY)
  const measured = useCallback(
    (bar: HTMLDivElement) => {
      const observer = new ResizeObserver(() => setSize([bar.offsetWidth, bar.offsetHeight]))
      observer.observe(bar)
      return () => {
        observer.disconnect()
        // Whoever hid or deleted something by this bar stands nowhere now: back to the board, once the menu has looked for its button.
        requestAnimationFrame(() => {
          if (document.activeElement === document.body) canvas.focus()
        })
      }
    },
    [canvas],
  )
  const context = canvas.context()
  const { chosen } = context
  const { camera, viewport } = state
  const busy = state.drag || state.resize || state.marquee || state.panning || state.editing !== null
  if (busy || !chosen.length || !context.writable) return null
  const place = placeFor({ canvas, chosen, camera, viewport, bar: size })
  if (!place) return null
  const { at, frame } = place
  const roomy = viewport[0] >= ROOMY

  const notes = chosen.filter((item) => item.kind === 'note')
  const colours = colourChoices(context)
  const colour = colours.find((choice) => choice.chosen) ?? null
  const themes = themeChoices(context)
  const principles = notes.length ? principleChoices(context) : []
  const ticked = principles.filter((choice) => choice.chosen).length
  const [only] = chosen
  const isCut = chosen.length === 1 && only?.kind === 'note' && canvas.look().layouts.note(only).cut
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
      style={{ transform: `translate(${at[0]}px, ${at[1]}px)` }}
      role="toolbar"
      aria-label={t('canvas.bar')}
      data-over-canvas
      data-bar-of-chosen={[frame.x, frame.y, frame.width, frame.height].map(Math.round).join(' ')}
      onKeyDown={(event) => {
        // Events come here from open menus too, which lie elsewhere in the page.
        const own = event.target instanceof Node && event.currentTarget.contains(event.target)
        if (event.key === 'Escape' && own && !event.defaultPrevented) canvas.focus()
      }}
    >
      {may('write') ? (
        <button type="button" className={css.button} onClick={run('write')}>
          {t('command.write')}
        </button>
      ) : null}
      {isCut ? (
        <button type="button" className={css.button} onClick={run('open')}>
          {t('ui.read-all')}
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
      {notes.length && roomy ? (
        <Menu
          label={t('canvas.bar.asks')}
          className={css.button ?? ''}
          trigger={t('canvas.bar.asks')}
          items={entriesOf(asksChoices(context))}
        />
      ) : null}
      {principles.length && roomy ? (
        <Menu
          label={t('canvas.bar.principles')}
          className={css.button ?? ''}
          trigger={ticked ? t('canvas.bar.principles.count', { count: ticked }) : t('canvas.bar.principles')}
          title={t('principles.about')}
          items={principles.map((choice) => ({
            key: choice.key,
            label: choice.label,
            selected: choice.chosen,
            onAction: choice.run,
            ...(choice.text ? { hint: choice.text } : {}),
          }))}
        />
      ) : null}
      {movable && themes.length > 1 && roomy ? (
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
