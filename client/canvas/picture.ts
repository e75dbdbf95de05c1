/** A board as a picture: painted by the same drawings, without what stays in the room. */
import type { BoardView } from '../../shared/board.ts'
import { around, grow, type Rect } from '../../shared/geometry.ts'
import type { Translate } from '../../shared/i18n/translate.ts'
import type { AnyItem } from '../../shared/kinds/registry.ts'
import type { Stage } from '../../shared/stage.ts'
import type { BoardHandle } from '../model/types.ts'
import { paintItem } from './drawings.ts'
import { createLayouts } from './layout.ts'
import { createPaths, fontOf, readColours, type Scheme } from './look.ts'
import { lookOf } from './lookOf.ts'

/** Most pixels of a picture: phones refuse larger canvases. */
const MOST_PIXELS = 16_000_000
const MOST_SIDE = 8_192
const MARGIN = 48
/** Pixels a board unit, when the board is small enough. */
const SHARP = 2

/** May an item leave the room? A copy may not if what it was copied from may not. */
const mayLeave = (item: AnyItem, view: BoardView, stage: Stage): boolean => {
  const seen = new Set<string>()
  for (let id: string | null = item.id; id !== null && !seen.has(id); id = view.items.get(id)?.from ?? null) {
    if (stage.credits.get(id)?.room) return false
    seen.add(id)
  }
  return true
}

/** What of a board may be pictured, lowest first. */
export const picturable = (view: BoardView, stage: Stage): AnyItem[] =>
  view.shown.filter((item) => mayLeave(item, view, stage))

/** Pixels a unit for a picture of this size. */
export const pictureScale = ({ width, height }: Rect): number =>
  Math.min(SHARP, MOST_SIDE / width, MOST_SIDE / height, Math.sqrt(MOST_PIXELS / (width * height)))

/** How far drawings reach beyond their items: speech bubbles, placards, labels. */
const reach = (item: AnyItem, rect: Rect): Rect =>
  item.kind === 'figure'
    ? {
        x: rect.x - (item.speech.trim() ? 220 : 0),
        y: rect.y - 44,
        width: rect.width + (item.speech.trim() ? 250 : 30),
        height: rect.height + 80,
      }
    : item.kind === 'theme'
      ? { ...rect, y: rect.y - 24, height: rect.height + 24 }
      : rect

/**
 * Paints a board as a PNG. Room-only items, and copies of them, are left out.
 * @throws Error when the browser cannot make the picture.
 */
export const boardPicture = async (
  board: Pick<BoardHandle, 'view'>,
  stage: Stage,
  scheme: Scheme,
  t: Translate,
): Promise<Blob> => {
  const canvas = document.createElement('canvas')
  const ctx = canvas.getContext('2d')
  // Measuring sets the font, and so does painting: each has a context of its own.
  const measuring = document.createElement('canvas').getContext('2d')
  if (!ctx || !measuring) throw new Error('this browser has no 2D canvas')
  const probe = document.createElement('div')
  probe.dataset.scheme = scheme
  probe.hidden = true
  document.body.append(probe)
  const colours = readColours(probe)
  const rtl = getComputedStyle(probe).direction === 'rtl'
  probe.remove()
  const font = fontOf(colours.font)
  await document.fonts?.load(font(18, 450))

  const layouts = createLayouts({ context: measuring, font })
  const view = board.view.get()
  const items = picturable(view, stage)
  const area = grow(
    around(items.map((item) => reach(item, layouts.rect(item)))) ?? { x: 0, y: 0, width: 400, height: 300 },
    MARGIN,
  )
  const scale = pictureScale(area)
  canvas.width = Math.max(1, Math.round(area.width * scale))
  canvas.height = Math.max(1, Math.round(area.height * scale))
  ctx.fillStyle = colours.paper
  ctx.fillRect(0, 0, canvas.width, canvas.height)
  ctx.scale(scale, scale)
  ctx.translate(-area.x, -area.y)
  const look = lookOf({
    colours,
    layouts,
    path: createPaths(),
    t,
    // Counts must not tell of what is left out.
    view: { ...view, shown: items },
    stage,
    writers: new Map(),
    zoom: Math.max(scale, 1),
    haste: false,
    editing: null,
    rtl,
    inHand: false,
  })
  for (const item of items) paintItem(ctx, item, look)
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the picture could not be made'))),
      'image/png',
    )
  })
}
