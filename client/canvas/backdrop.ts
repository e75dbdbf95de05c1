/**
 * What lies still, kept as a bitmap as large as the view, so that a moving view costs a copy and not every item anew. While the
 * hand pans, the bitmap is shifted by whole pixels and only what came into view is painted. While it zooms, the bitmap is
 * stretched, what it lacks is painted in haste, and a new one is painted beside it, so much a frame, until all is crisp again.
 */
import { around, type Point, type Rect, type Size } from '../../shared/geometry.ts'
import type { AnyItem } from '../../shared/kinds/registry.ts'
import type { Camera } from './camera.ts'

export interface BackdropParts {
  /** Items whose drawing may touch a rectangle, lowest first. */
  inside(rect: Rect): readonly AnyItem[]
  /** Paints one item; the context is in board units. In haste, words are left out. */
  paint(ctx: CanvasRenderingContext2D, item: AnyItem, zoom: number, haste: boolean): void
  /** How dear an item is to paint; a note far out is 1. */
  cost(item: AnyItem, zoom: number): number
  /** An empty bitmap. */
  bitmap(): CanvasRenderingContext2D
  /** Milliseconds, ever rising. */
  now(): number
}

export interface Backdrop {
  /**
   * Draws what is seen, for a context in device pixels; `ratio` of them make a CSS pixel.
   * @returns in how many ms it wants to be drawn again; null when all is as it should be.
   */
  draw(ctx: CanvasRenderingContext2D, camera: Camera, ratio: number): number | null
  /** Drawings changed at these places, or anywhere. */
  spoil(places: readonly Rect[] | null): void
}

/** A bitmap, and which board point lies at its top left corner at how many device pixels a unit. */
interface Sheet {
  readonly ctx: CanvasRenderingContext2D
  x: number
  y: number
  scale: number
}

/** A sheet being painted, so much a frame. */
interface Job {
  readonly sheet: Sheet
  readonly zoom: number
  readonly items: readonly AnyItem[]
  next: number
  /** What was painted already and changed since. */
  readonly later: Rect[]
  /** All changed since: what comes of it is shown, and painted again. */
  again: boolean
}

/** A zoom that has not changed for so long is at rest. */
const REST_MS = 90
/** How far a bitmap may be stretched or shrunk while the hand moves. */
const STRETCH = { least: 0.6, most: 2.4 } as const
/** More places than this at once are painted as one. */
const MANY_PLACES = 48
/** Cost that may be painted a frame, at the least, at the most, and at first. */
const ALLOWANCE = { least: 400, most: 20_000, first: 800 } as const
/** What was too much, in ms: a frame that was asked for and came so late, or painting for so long. */
const SLOW = { frame: 21, painting: 11 } as const

/** What of a view of this size is bare when what was there is shifted by whole pixels: at most two bands. */
export const bareAfter = ([dx, dy]: Point, [width, height]: Size): Rect[] => {
  if (Math.abs(dx) >= width || Math.abs(dy) >= height) return [{ x: 0, y: 0, width, height }]
  const bands: Rect[] = []
  if (dx) bands.push({ x: dx > 0 ? 0 : width + dx, y: 0, width: Math.abs(dx), height })
  if (dy)
    bands.push({
      x: Math.max(0, dx),
      y: dy > 0 ? 0 : height + dy,
      width: width - Math.abs(dx),
      height: Math.abs(dy),
    })
  return bands
}

/** What of a view a rectangle leaves bare: at most four bands. */
export const bareAround = ({ x, y, width, height }: Rect, [wide, high]: Size): Rect[] => {
  const [left, top] = [Math.max(0, Math.ceil(x)), Math.max(0, Math.ceil(y))]
  const [right, bottom] = [Math.min(wide, Math.floor(x + width)), Math.min(high, Math.floor(y + height))]
  if (left >= right || top >= bottom) return [{ x: 0, y: 0, width: wide, height: high }]
  return [
    { x: 0, y: 0, width: wide, height: top },
    { x: 0, y: bottom, width: wide, height: high - bottom },
    { x: 0, y: top, width: left, height: bottom - top },
    { x: right, y: top, width: wide - right, height: bottom - top },
  ].filter((band) => band.width > 0 && band.height > 0)
}

export const createBackdrop = ({ inside, paint, cost, bitmap, now }: BackdropParts): Backdrop => {
  let size: Size = [0, 0]
  let ready: Sheet | null = null
  let spare: CanvasRenderingContext2D | null = null
  let job: Job | null = null
  let places: Rect[] = []
  let stale = false
  /** What all in view cost when a sheet was last begun. */
  let whole = 0
  let allowance: number = ALLOWANCE.first
  let last: { readonly at: number; readonly took: number; readonly wait: number | null } | null = null
  let zoomedAt = -Infinity
  let zoom = 0

  const toUnits = (ctx: CanvasRenderingContext2D, { x, y, scale }: Omit<Sheet, 'ctx'>): void =>
    ctx.setTransform(scale, 0, 0, scale, -x * scale, -y * scale)
  const unitsOf = (band: Rect, { x, y, scale }: Omit<Sheet, 'ctx'>): Rect => ({
    x: x + band.x / scale,
    y: y + band.y / scale,
    width: band.width / scale,
    height: band.height / scale,
  })
  const costOf = (items: readonly AnyItem[], at: number): number =>
    items.reduce((sum, item) => sum + cost(item, at), 0)
  const emptied = (): CanvasRenderingContext2D => {
    const ctx = spare ?? bitmap()
    spare = null
    if (ctx.canvas.width !== size[0] || ctx.canvas.height !== size[1])
      [ctx.canvas.width, ctx.canvas.height] = size
    else {
      ctx.setTransform(1, 0, 0, 1, 0, 0)
      ctx.clearRect(0, 0, size[0], size[1])
    }
    return ctx
  }

  /** Paints items into a band of device pixels, and nowhere else. */
  const paintBand = (
    ctx: CanvasRenderingContext2D,
    band: Rect,
    where: Omit<Sheet, 'ctx'>,
    items: readonly AnyItem[],
    at: number,
    haste: boolean,
  ): void => {
    ctx.save()
    ctx.setTransform(1, 0, 0, 1, 0, 0)
    ctx.beginPath()
    ctx.rect(band.x, band.y, band.width, band.height)
    ctx.clip()
    toUnits(ctx, where)
    for (const item of items) paint(ctx, item, at, haste)
    ctx.restore()
  }

  /** Paints a place on the board anew. */
  const mend = (sheet: Sheet, place: Rect, at: number): void => {
    const left = Math.max(0, Math.floor((place.x - sheet.x) * sheet.scale) - 1)
    const top = Math.max(0, Math.floor((place.y - sheet.y) * sheet.scale) - 1)
    const right = Math.min(size[0], Math.ceil((place.x + place.width - sheet.x) * sheet.scale) + 1)
    const bottom = Math.min(size[1], Math.ceil((place.y + place.height - sheet.y) * sheet.scale) + 1)
    if (left >= right || top >= bottom) return
    const band = { x: left, y: top, width: right - left, height: bottom - top }
    sheet.ctx.setTransform(1, 0, 0, 1, 0, 0)
    sheet.ctx.clearRect(band.x, band.y, band.width, band.height)
    paintBand(sheet.ctx, band, sheet, inside(unitsOf(band, sheet)), at, false)
  }

  const begin = ({ x, y, zoom: at }: Camera, ratio: number): void => {
    const scale = at * ratio
    // On whole pixels, what has straight edges is sharp.
    const where = { x: Math.round(x * scale) / scale, y: Math.round(y * scale) / scale, scale }
    const items = inside(unitsOf({ x: 0, y: 0, width: size[0], height: size[1] }, where))
    whole = costOf(items, at)
    const ctx = emptied()
    toUnits(ctx, where)
    job = { sheet: { ctx, ...where }, zoom: at, items, next: 0, later: [], again: false }
    stale = false
    places = []
  }

  const work = (doing: Job, most: number): void => {
    const { sheet, items, later } = doing
    for (let spent = 0; doing.next < items.length && spent < most; doing.next++) {
      const item = items[doing.next]
      if (!item) continue
      paint(sheet.ctx, item, doing.zoom, false)
      spent += cost(item, doing.zoom)
    }
    if (doing.next < items.length) return
    for (const place of later) mend(sheet, place, doing.zoom)
    spare = ready?.ctx ?? null
    ready = sheet
    stale = doing.again
    job = null
  }

  /** Shifts what is ready under the camera, where what comes into view is cheap enough. @returns whether it lies right. */
  const shift = (sheet: Sheet, camera: Camera): boolean => {
    const by: Point = [
      Math.round((sheet.x - camera.x) * sheet.scale),
      Math.round((sheet.y - camera.y) * sheet.scale),
    ]
    if (!by[0] && !by[1]) return true
    const next = { x: sheet.x - by[0] / sheet.scale, y: sheet.y - by[1] / sheet.scale, scale: sheet.scale }
    const bands = bareAfter(by, size).map((band) => ({ band, items: inside(unitsOf(band, next)) }))
    const dear = bands.reduce((sum, { items }) => sum + costOf(items, camera.zoom), 0)
    if (dear > allowance) return false
    const ctx = emptied()
    ctx.drawImage(sheet.ctx.canvas, by[0], by[1])
    for (const { band, items } of bands) paintBand(ctx, band, next, items, camera.zoom, false)
    spare = sheet.ctx
    ready = { ctx, ...next }
    return true
  }

  const show = (ctx: CanvasRenderingContext2D, camera: Camera, ratio: number): void => {
    const scale = camera.zoom * ratio
    ctx.setTransform(1, 0, 0, 1, 0, 0)
    let box: Rect = { x: 0, y: 0, width: 0, height: 0 }
    if (ready) {
      const by = scale / ready.scale
      const place = (at: number): number => (by === 1 ? Math.round(at) : at)
      const [x, y] = [place((ready.x - camera.x) * scale), place((ready.y - camera.y) * scale)]
      box = { x, y, width: size[0] * by, height: size[1] * by }
      ctx.drawImage(ready.ctx.canvas, box.x, box.y, box.width, box.height)
    }
    const where = { x: camera.x, y: camera.y, scale }
    for (const band of bareAround(box, size)) {
      ctx.clearRect(band.x, band.y, band.width, band.height)
      paintBand(ctx, band, where, inside(unitsOf(band, where)), camera.zoom, true)
    }
  }

  return {
    spoil: (where) => {
      if (where) {
        places.push(...where)
        const all = places.length > MANY_PLACES ? around(places) : null
        if (all) places = [all]
        return
      }
      places = []
      if (job) job.again = true
      else stale = true
    },
    draw: (ctx, camera, ratio) => {
      const time = now()
      if (last) {
        const late = last.wait === 0 && time - last.at > SLOW.frame
        const by = late || last.took > SLOW.painting ? 0.8 : 1.1
        allowance = Math.min(ALLOWANCE.most, Math.max(ALLOWANCE.least, allowance * by))
      }
      const rested = time - zoomedAt >= REST_MS
      if (camera.zoom !== zoom) {
        zoom = camera.zoom
        zoomedAt = time
      }
      const { width, height } = ctx.canvas
      if (width !== size[0] || height !== size[1]) {
        size = [width, height]
        ready = job = null
      }
      const scale = camera.zoom * ratio
      if (places.length) {
        for (const place of places) {
          if (ready) mend(ready, place, ready.scale / ratio)
          job?.later.push(place)
        }
        places = []
      }
      const lies = (): boolean =>
        ready !== null && !stale && !job && ready.scale === scale && shift(ready, camera)
      let wait: number | null = null
      if (!lies()) {
        const by = ready ? scale / ready.scale : 0
        const moving = by !== 1 && !rested
        if (!job) {
          const near = by >= STRETCH.least && by <= STRETCH.most
          // The first step of a zoom, and whatever is cheap, is made crisp at once; a zoom under way waits for its rest.
          if (moving && near && whole > allowance) wait = Math.max(1, REST_MS - (time - zoomedAt))
          else begin(camera, ratio)
        }
        if (job) {
          // While the hand zooms, the next bitmap may take its time: this one will do.
          work(job, moving ? ALLOWANCE.least : allowance)
          wait = lies() ? null : 0
        }
      }
      show(ctx, camera, ratio)
      last = { at: time, took: now() - time, wait }
      return wait
    },
  }
}
