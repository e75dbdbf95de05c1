/** Which drawing each kind has: a kind without one does not compile. */
import type { AnyItem, KindName, KnownItem } from '../../shared/kinds/registry.ts'
import type { Point, Rect } from '../../shared/geometry.ts'
import { FACE_FROM, paintFigure } from './drawings/figure.ts'
import { paintNote } from './drawings/note.ts'
import { paintTheme } from './drawings/theme.ts'
import { fontOf, LEAST_TEXT, legible, type Look, type Paint } from './look.ts'
import { roundedRect } from './drawings/shapes.ts'

type Drawings = { [Name in KindName]: Paint<Extract<KnownItem, { kind: Name }>> }

const drawings = { note: paintNote, figure: paintFigure, theme: paintTheme } satisfies Drawings

/** Something that this version cannot show: kept, and said so. */
const paintUnknown: Paint<AnyItem> = (ctx, _item, look) => {
  ctx.fillStyle = look.colours.raised
  ctx.strokeStyle = look.colours.edge
  ctx.lineWidth = 2
  ctx.setLineDash([6, 6])
  roundedRect(ctx, 0, 0, 184, 96, 12)
  ctx.fill()
  ctx.stroke()
  ctx.setLineDash([])
  if (!legible(14, look)) return
  ctx.fillStyle = look.colours.inkSoft
  ctx.font = fontOf(look.colours.font)(14, 500)
  ctx.textAlign = 'center'
  look.layouts
    .lines(look.words.unknown, 156, 14, 500)
    .forEach((line, index) => ctx.fillText(line, 92, 44 + index * 18))
}

/** Paints an item where it lies, or at another place while it moves. */
export const paintItem = (
  ctx: CanvasRenderingContext2D,
  item: AnyItem,
  look: Look,
  at: Point = item.at,
): void => {
  ctx.save()
  ctx.translate(at[0], at[1])
  switch (item.kind) {
    case 'note':
      drawings.note(ctx, item, look)
      break
    case 'figure':
      drawings.figure(ctx, item, look)
      break
    case 'theme':
      drawings.theme(ctx, item, look)
      break
    case 'unknown':
      paintUnknown(ctx, item, look)
      break
    default:
      item satisfies never
  }
  ctx.restore()
}

/** How far a drawing may reach beyond its item's rectangle, in board units: left, top, right, bottom. */
const REACH = {
  note: [2, 2, 2, 5],
  figure: [240, 80, 120, 40],
  theme: [2, 24, 2, 2],
  unknown: [2, 2, 2, 2],
} as const satisfies Record<AnyItem['kind'], readonly [number, number, number, number]>

/** The room that an item's drawing takes at the most, given its rectangle. */
export const reachOf = (kind: AnyItem['kind'], { x, y, width, height }: Rect): Rect => {
  const [left, top, right, bottom] = REACH[kind]
  return { x: x - left, y: y - top, width: width + left + right, height: height + top + bottom }
}

/** How dear a drawing is, compared with a note so far out that it has no words. */
export const costOf = ({ kind }: AnyItem, zoom: number): number => {
  switch (kind) {
    case 'note':
      return zoom * 18 < LEAST_TEXT ? 1 : 8
    case 'figure':
      return zoom < FACE_FROM ? 2 : 16
    case 'theme':
      return 6
    case 'unknown':
      return 2
    default:
      return kind satisfies never
  }
}
