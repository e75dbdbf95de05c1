/** Where the view goes with somebody's pointer. It rests while they point near its middle, and zoom is left alone. Pure. */
import { contains, type Point, type Rect, type Size } from '../../shared/geometry.ts'
import { panBy, reveal, toScreen, type Camera, type Insets } from './camera.ts'

/** A pointer may wander in the middle of what bars leave free, so much of its width and height, and nothing moves. */
const ZONE = 0.5
/** Ms in which the view goes some two thirds of what is left of its way. */
const EASE_MS = 180
/** Of what is left, less than this many CSS pixels is gone at once. */
const NEAR = 0.5
/** Farther than this many views it does not glide: a board that rushes by makes people dizzy. */
const MOST_VIEWS = 2

/** What bars leave free, in host pixels. */
const freeOf = ([width, height]: Size, { top, right, bottom, left }: Insets): Rect => ({
  x: left,
  y: top,
  width: Math.max(1, width - left - right),
  height: Math.max(1, height - top - bottom),
})

const zoneOf = (viewport: Size, insets: Insets): Insets => {
  const { x, y, width, height } = freeOf(viewport, insets)
  const [beside, above] = [((1 - ZONE) / 2) * width, ((1 - ZONE) / 2) * height]
  return {
    top: y + above,
    right: viewport[0] - (x + width) + beside,
    bottom: viewport[1] - (y + height) + above,
    left: x + beside,
  }
}

const centredOn = (camera: Camera, at: Point, viewport: Size, insets: Insets): Camera => {
  const { x, y, width, height } = freeOf(viewport, insets)
  const [sx, sy] = toScreen(camera, at)
  return panBy(camera, [x + width / 2 - sx, y + height / 2 - sy])
}

export interface Going {
  readonly viewport: Size
  readonly insets: Insets
  /** Where they point, in board units. */
  readonly at: Point
  /** Since the last step. */
  readonly ms: number
}

/** One step of the view's way to a pointer; the same camera once it is there. */
export const glideTo = (camera: Camera, { viewport, insets, at, ms }: Going): Camera => {
  const aim = reveal(camera, { x: at[0], y: at[1], width: 0, height: 0 }, viewport, zoneOf(viewport, insets))
  const [dx, dy] = toScreen(camera, [aim.x, aim.y])
  const far = Math.hypot(dx, dy)
  if (far <= NEAR) return far === 0 ? camera : aim
  if (far > MOST_VIEWS * Math.max(...viewport)) return centredOn(camera, at, viewport, insets)
  const part = 1 - Math.exp(-ms / EASE_MS)
  return panBy(camera, [-dx * part, -dy * part])
}

/** The same without movement: the view jumps, and only to a pointer that is out of it; that it need not soon again, to its middle. */
export const jumpTo = (camera: Camera, { viewport, insets, at }: Omit<Going, 'ms'>): Camera =>
  contains(freeOf(viewport, insets), toScreen(camera, at)) ? camera : centredOn(camera, at, viewport, insets)
