/** The keyboard on the canvas itself: walking, looking, and the commands by their keys. */
import type { BoardView } from '../../shared/board.ts'
import { commandForKeys } from '../model/boardCommands.ts'
import type { CommandContext } from '../model/commandContext.ts'
import { ZOOM } from './camera.ts'
import type { Layouts } from './layout.ts'
import { readingOrder } from './membership.ts'
import type { CanvasStore } from './state.ts'

export interface KeyboardParts {
  readonly host: HTMLElement
  readonly state: CanvasStore
  readonly layouts: Pick<Layouts, 'rect'>
  view(): BoardView
  rtl(): boolean
  context(): CommandContext
  select(ids: readonly string[]): void
  showAll(): void
  zoomBy(factor: number): void
  /** Breaks off what the hand is doing. */
  cancel(): void
  /** Leads the focus to the bar of what is chosen. @returns false when there is none. */
  toBar(): boolean
}

export interface Keyboard {
  /** Chooses the next or the last item in reading order. @returns false at either end. */
  walk(by: 1 | -1): boolean
  onKeyDown(event: KeyboardEvent): void
  /** A letter that is pressed while the page around the board has the focus, as it has once it is loaded, is meant for the board. */
  onPageKeyDown(event: KeyboardEvent): void
}

export const createKeyboard = (parts: KeyboardParts): Keyboard => {
  const { host, state, layouts, view, context, select, showAll, zoomBy, cancel } = parts
  /** Escape found nothing left to step out of: so the next Tab leaves the board, however many things lie on it. */
  let leaving = false
  const walk = (by: 1 | -1): boolean => {
    const order = readingOrder(view(), layouts.rect, parts.rtl())
    const here = order.findIndex((item) => item.id === state.get().selected.at(-1))
    const next = order[here < 0 ? (by > 0 ? 0 : order.length - 1) : here + by]
    if (!next) return false
    select([next.id])
    return true
  }
  const escape = (): boolean => {
    const { tool, selected, drag, marquee } = state.get()
    if (drag || marquee) cancel()
    else if (tool !== 'hand') state.change({ tool: 'hand' })
    else if (selected.length) state.change({ selected: [] })
    else return false
    return true
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target === host && !event.isComposing) press(event)
  }
  const press = (event: KeyboardEvent): void => {
    const done = (handled: boolean): void => {
      if (handled) event.preventDefault()
    }
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey
    if (event.key === 'Tab' && plain) {
      if (leaving) return void (leaving = false)
      return done(walk(event.shiftKey ? -1 : 1))
    }
    if (event.key === 'Escape') {
      const stepped = escape()
      leaving = !stepped
      return done(stepped)
    }
    if (event.key !== 'Shift') leaving = false
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) return done(parts.toBar())
    const mod = event.ctrlKey || event.metaKey
    if (!event.altKey && (event.key === '+' || event.key === '=')) return done((zoomBy(ZOOM.step), true))
    if (!event.altKey && event.key === '-') return done((zoomBy(1 / ZOOM.step), true))
    if (!event.altKey && event.key === '0' && (plain || mod)) return done((showAll(), true))
    if (plain && event.key.toLowerCase() === 'h') return done((state.change({ tool: 'hand' }), true))
    // Without anything chosen, arrows move the view.
    const arrow = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key]
    if (arrow && plain && !state.get().selected.length) {
      const { camera } = state.get()
      const far = 80 / camera.zoom
      state.change({
        camera: { ...camera, x: camera.x - (arrow[0] ?? 0) * far, y: camera.y - (arrow[1] ?? 0) * far },
      })
      return done(true)
    }
    const current = context()
    const command = commandForKeys(event, current)
    if (!command) return
    command.run(current)
    done(true)
  }
  const onPageKeyDown = (event: KeyboardEvent): void => {
    const { target, currentTarget, key, ctrlKey, metaKey, altKey } = event
    if (target !== currentTarget || ctrlKey || metaKey || altKey || !/^[a-z]$/i.test(key)) return
    host.focus({ preventScroll: true })
    press(event)
  }
  return { walk, onKeyDown, onPageKeyDown }
}
