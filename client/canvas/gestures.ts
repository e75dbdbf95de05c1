/** What hands do on the canvas: tap, drag, pull, pinch, wheel. Turns pointer events into intents; draws and writes nothing. */
import type { Point } from '../../shared/geometry.ts'
import { panBy, toBoard, zoomAt } from './camera.ts'
import type { CanvasStore, Grip } from './state.ts'

/** What a gesture means; points are in board units. */
export interface Intents {
  /** Topmost item at a point, or null. */
  hit(point: Point): string | null
  /** For a tap that met nothing: the nearest of the things that are too small to be met, or null. */
  near(point: Point, touch: boolean): string | null
  /** The theme's handle at a point, or null. */
  grip(point: Point): { readonly id: string; readonly grip: Grip } | null
  writable(): boolean
  /** A tap that moved nothing. */
  tap(point: Point, id: string | null, how: { readonly add: boolean; readonly touch: boolean }): void
  doubleTap(point: Point, id: string | null): void
  /** An item is about to be dragged: choose it, say whether it may move. */
  lift(id: string, add: boolean): boolean
  drag(by: Point): void
  drop(by: Point): void
  marquee(from: Point, to: Point, done: boolean): void
  pull(id: string, grip: Grip, by: Point, done: boolean): void
  hover(point: Point | null): void
  /** The gesture was broken off: nothing is to be written. */
  cancel(): void
}

/** A press that has moved less than this many CSS pixels is a tap. */
const SLOP = { mouse: 4, touch: 9 } as const
const DOUBLE_MS = 400
const DOUBLE_FAR = 24

type Doing =
  | { readonly type: 'press'; readonly id: string | null; readonly from: Point; readonly add: boolean }
  | { readonly type: 'drag'; readonly from: Point }
  | { readonly type: 'pan' }
  | { readonly type: 'marquee'; readonly from: Point }
  | { readonly type: 'pull'; readonly id: string; readonly grip: Grip; readonly from: Point }
  | { readonly type: 'pinch' }

/** Listens on the host until closed. @returns a function that stops it. */
export const listenForGestures = ({
  host,
  state,
  intents,
  now,
}: {
  host: HTMLElement
  state: CanvasStore
  intents: Intents
  now: () => number
}): (() => void) => {
  const abort = new AbortController()
  const pointers = new Map<number, Point>()
  let doing: Doing | null = null
  let pressedAt: Point = [0, 0]
  let last: Point = [0, 0]
  let space = false
  let tapped: { readonly at: Point; readonly time: number } | null = null

  const local = (event: MouseEvent): Point => {
    const box = host.getBoundingClientRect()
    return [event.clientX - box.left, event.clientY - box.top]
  }
  const board = (at: Point): Point => toBoard(state.get().camera, at)
  const between = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1])
  const less = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1]]
  const pan = (to: Point): void => state.change({ camera: panBy(state.get().camera, less(to, last)) })

  const stop = (): void => {
    if (doing && doing.type !== 'press' && doing.type !== 'pan') intents.cancel()
    doing = null
    state.change({ panning: false })
  }

  const begin = (press: Extract<Doing, { type: 'press' }>): Doing => {
    const { id, from, add } = press
    if (id !== null && state.get().tool === 'hand' && intents.lift(id, add)) return { type: 'drag', from }
    if (add && id === null) return { type: 'marquee', from }
    state.change({ panning: true })
    return { type: 'pan' }
  }

  const onDown = (event: PointerEvent): void => {
    if (event.target instanceof Element && event.target.closest('[data-over-canvas]')) return
    const at = local(event)
    pointers.set(event.pointerId, at)
    host.setPointerCapture(event.pointerId)
    if (pointers.size === 2) {
      stop()
      doing = { type: 'pinch' }
      return
    }
    if (pointers.size > 2) return
    pressedAt = last = at
    if (event.button === 1 || (event.button === 0 && space)) {
      event.preventDefault()
      doing = { type: 'pan' }
      state.change({ panning: true })
      return
    }
    if (event.button !== 0) return
    const point = board(at)
    const held = intents.writable() ? intents.grip(point) : null
    doing = held
      ? { type: 'pull', ...held, from: point }
      : {
          type: 'press',
          id: intents.hit(point),
          from: point,
          add: event.shiftKey || event.ctrlKey || event.metaKey,
        }
  }

  const onPinch = (id: number, at: Point): void => {
    const other = [...pointers].find(([key]) => key !== id)?.[1]
    const before = pointers.get(id)
    if (!other || !before) return
    const middle = (a: Point): Point => [(a[0] + other[0]) / 2, (a[1] + other[1]) / 2]
    const { camera } = state.get()
    const ratio = between(at, other) / Math.max(1, between(before, other))
    const zoomed = zoomAt(camera, middle(before), camera.zoom * ratio)
    state.change({ camera: panBy(zoomed, less(middle(at), middle(before))) })
    pointers.set(id, at)
  }

  const onMove = (event: PointerEvent): void => {
    const at = local(event)
    const point = board(at)
    if (event.pointerType !== 'touch') intents.hover(point)
    if (!pointers.has(event.pointerId) || !doing) return
    if (doing.type === 'pinch') return onPinch(event.pointerId, at)
    if (doing.type === 'press') {
      const slop = event.pointerType === 'touch' ? SLOP.touch : SLOP.mouse
      if (between(at, pressedAt) < slop) return
      doing = begin(doing)
    }
    switch (doing.type) {
      case 'drag':
        intents.drag(less(point, doing.from))
        break
      case 'marquee':
        intents.marquee(doing.from, point, false)
        break
      case 'pull':
        intents.pull(doing.id, doing.grip, less(point, doing.from), false)
        break
      case 'pan':
        pan(at)
        break
      case 'press':
      case 'pinch':
        break
      default:
        doing satisfies never
    }
    last = at
  }

  const onTap = (event: PointerEvent, at: Point, press: Extract<Doing, { type: 'press' }>): void => {
    const time = now()
    const touch = event.pointerType === 'touch'
    // Only a tap looks about itself: a hand that moves from there pans.
    const id = press.id ?? intents.near(press.from, touch)
    if (tapped && time - tapped.time < DOUBLE_MS && between(tapped.at, at) < DOUBLE_FAR) {
      tapped = null
      intents.doubleTap(press.from, id)
      return
    }
    tapped = { at, time }
    intents.tap(press.from, id, { add: press.add, touch })
  }

  const onUp = (event: PointerEvent): void => {
    if (!pointers.delete(event.pointerId)) return
    const at = local(event)
    const point = board(at)
    const was = doing
    if (was?.type === 'pinch') {
      // The finger that is left goes on panning.
      const rest = [...pointers.values()][0]
      if (rest) last = rest
      doing = rest ? { type: 'pan' } : null
      return
    }
    doing = null
    state.change({ panning: false })
    if (!was) return
    if (event.type === 'pointercancel') return intents.cancel()
    switch (was.type) {
      case 'press':
        onTap(event, at, was)
        break
      case 'drag':
        intents.drop(less(point, was.from))
        break
      case 'marquee':
        intents.marquee(was.from, point, true)
        break
      case 'pull':
        intents.pull(was.id, was.grip, less(point, was.from), true)
        break
      case 'pan':
        break
      default:
        was satisfies never
    }
  }

  const onWheel = (event: WheelEvent): void => {
    event.preventDefault()
    const { camera } = state.get()
    const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1
    if (event.ctrlKey || event.metaKey) {
      const by = Math.exp(-Math.max(-60, Math.min(60, event.deltaY * unit)) * 0.01)
      state.change({ camera: zoomAt(camera, local(event), camera.zoom * by) })
      return
    }
    // A mouse has one wheel: with Shift it goes sideways.
    const [dx, dy] = event.shiftKey && !event.deltaX ? [event.deltaY, 0] : [event.deltaX, event.deltaY]
    state.change({ camera: panBy(camera, [-dx * unit, -dy * unit]) })
  }

  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== ' ') return
    space = event.type === 'keydown' && event.target === host
    if (space) event.preventDefault()
  }

  // After a touch a browser clicks on whatever lies there by then: on what the tap has only just opened.
  const onTouchEnd = (event: TouchEvent): void => {
    if (event.target instanceof Element && event.target.closest('[data-over-canvas]')) return
    if (event.cancelable) event.preventDefault()
  }

  const { signal } = abort
  host.addEventListener('pointerdown', onDown, { signal })
  host.addEventListener('pointermove', onMove, { signal })
  host.addEventListener('pointerup', onUp, { signal })
  host.addEventListener('pointercancel', onUp, { signal })
  host.addEventListener('pointerleave', () => intents.hover(null), { signal })
  host.addEventListener('touchend', onTouchEnd, { signal, passive: false })
  host.addEventListener('wheel', onWheel, { signal, passive: false })
  host.addEventListener('keydown', onKey, { signal })
  host.addEventListener('keyup', onKey, { signal })
  host.addEventListener('blur', () => (space = false), { signal })
  return () => abort.abort()
}
