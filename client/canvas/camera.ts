/** Where the canvas looks: which board point lies at the host's top left corner, and how many CSS pixels a unit takes. */
import type { Point, Rect, Size } from '../../shared/geometry.ts'

export interface Camera {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

export const ZOOM = { least: 0.05, most: 4, step: 1.25 } as const

/** Free room at each side of the host, in CSS pixels: bars lie over it. */
export interface Insets {
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly left: number
}

export const boundedZoom = (zoom: number): number => Math.min(ZOOM.most, Math.max(ZOOM.least, zoom))

/** Host pixels → board units. */
export const toBoard = ({ x, y, zoom }: Camera, [sx, sy]: Point): Point => [x + sx / zoom, y + sy / zoom]

/** Board units → host pixels. */
export const toScreen = ({ x, y, zoom }: Camera, [bx, by]: Point): Point => [(bx - x) * zoom, (by - y) * zoom]

/** What of the board is in view. */
export const viewRect = ({ x, y, zoom }: Camera, [width, height]: Size): Rect => ({
  x,
  y,
  width: width / zoom,
  height: height / zoom,
})

/** Zooms so that what lies under a host point stays there. */
export const zoomAt = (camera: Camera, at: Point, zoom: number): Camera => {
  const next = boundedZoom(zoom)
  const [bx, by] = toBoard(camera, at)
  return { x: bx - at[0] / next, y: by - at[1] / next, zoom: next }
}

/** Moves the view by host pixels: what lay there goes with the hand. */
export const panBy = ({ x, y, zoom }: Camera, [dx, dy]: Point): Camera => ({
  x: x - dx / zoom,
  y: y - dy / zoom,
  zoom,
})

/** Looks at a whole rectangle, within the insets; never closer than `most`. */
export const fit = (rect: Rect, [width, height]: Size, insets: Insets, most = 1): Camera => {
  const wide = Math.max(1, width - insets.left - insets.right)
  const high = Math.max(1, height - insets.top - insets.bottom)
  const zoom = boundedZoom(Math.min(wide / Math.max(1, rect.width), high / Math.max(1, rect.height), most))
  return {
    x: rect.x + rect.width / 2 - (insets.left + wide / 2) / zoom,
    y: rect.y + rect.height / 2 - (insets.top + high / 2) / zoom,
    zoom,
  }
}

/** Moves the view just so far that a rectangle is in it; the same camera when it is already. */
export const reveal = (camera: Camera, rect: Rect, [width, height]: Size, insets: Insets): Camera => {
  const [left, top] = toScreen(camera, [rect.x, rect.y])
  const [right, bottom] = toScreen(camera, [rect.x + rect.width, rect.y + rect.height])
  const shift = (low: number, high: number, from: number, to: number): number =>
    high - low > to - from || low < from ? from - low : high > to ? to - high : 0
  const dx = shift(left, right, insets.left, width - insets.right)
  const dy = shift(top, bottom, insets.top, height - insets.bottom)
  return dx || dy ? panBy(camera, [dx, dy]) : camera
}
