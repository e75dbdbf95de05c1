/** A theme's drawing: a felt mat with a running stitch, its title on a cloth label, its statement, its count. */
import type { Theme } from '../../../shared/kinds/theme/theme.ts'
import { readsFromRight, writeLine } from '../direction.ts'
import { LABEL_UP } from '../layout.ts'
import { fontOf, legible, type Paint } from '../look.ts'
import { roundedRect } from './shapes.ts'

/** Where the cloth label lies, in board units from the mat's top start corner. */
export const LABEL = { inset: 28, up: LABEL_UP, height: 44, text: 22, weight: 700, least: 120 } as const

/** Baseline of the statement's first line, and of the count. */
const FIRST_LINE = 46

/** Width of a theme's cloth label. */
export const labelWidth = (textWidth: number, mat: number): number =>
  Math.min(mat - 2 * LABEL.inset, Math.max(LABEL.least, textWidth + 46))

/** Paints a theme. */
export const paintTheme: Paint<Theme> = (ctx, item, look) => {
  const { colours, layouts, rtl, words, zoom } = look
  const [width, height] = item.size
  const contrast = colours.scheme === 'contrast'
  ctx.fillStyle = colours.mats[item.mat - 1] ?? colours.mats[0]
  roundedRect(ctx, 0, 0, width, height, 28)
  ctx.fill()
  if (contrast) {
    ctx.strokeStyle = colours.line
    ctx.lineWidth = 2
    ctx.stroke()
  }
  ctx.strokeStyle = colours.stitch
  ctx.lineWidth = Math.max(2.2, 0.8 / zoom)
  ctx.lineCap = 'round'
  // Far out a dash is less than a pixel, and costs as much as a near one.
  if (zoom > 0.2) ctx.setLineDash([9, 7])
  roundedRect(ctx, 9, 9, width - 18, height - 18, 20)
  ctx.stroke()
  ctx.setLineDash([])
  ctx.lineCap = 'butt'
  const title = item.title.trim() || words.untitled
  const textWidth = layouts.width(title, LABEL.text, LABEL.weight)
  const wide = labelWidth(textWidth, width)
  const start = rtl ? width - LABEL.inset - wide : LABEL.inset
  ctx.save()
  ctx.translate(start, -LABEL.up)
  roundedRect(ctx, 0, 0, wide, LABEL.height, 6)
  ctx.fillStyle = colours.raised
  ctx.fill()
  ctx.lineWidth = 1.5
  ctx.stroke()
  if (legible(LABEL.text, look)) {
    ctx.lineWidth = 2
    ctx.lineCap = 'round'
    ctx.setLineDash([5, 4])
    ctx.beginPath()
    ctx.moveTo(9, 7)
    ctx.lineTo(9, 37)
    ctx.moveTo(wide - 9, 7)
    ctx.lineTo(wide - 9, 37)
    ctx.stroke()
    ctx.setLineDash([])
    if (!look.editing(item.id)) {
      ctx.fillStyle = item.title.trim() ? colours.ink : colours.inkSoft
      ctx.font = fontOf(colours.font)(LABEL.text, LABEL.weight)
      const line = layouts.lines(title, wide - 40, LABEL.text, LABEL.weight)
      const shown = line.length > 1 ? `${line[0] ?? ''}…` : title
      writeLine(ctx, shown, [22, wide - 22], 29, readsFromRight(title))
    }
  } else {
    ctx.fillStyle = colours.inkSoft
    ctx.fillRect(22, 17, Math.max(20, wide - 44), 10)
  }
  ctx.restore()
  if (!legible(16, look)) return
  ctx.fillStyle = colours.inkSoft
  ctx.font = fontOf(colours.font)(16, 400)
  ctx.textAlign = rtl ? 'left' : 'right'
  const count = words.count(look.notesIn(item.id))
  ctx.fillText(count, rtl ? 32 : width - 32, FIRST_LINE)
  const statement = item.statement.trim()
  if (!statement) return
  const counted = layouts.width(count, 16)
  const room = width - 96 - counted
  const edges = rtl ? ([64 + counted, width - 32] as const) : ([32, width - 64 - counted] as const)
  const lines = layouts.lines(statement, room, 16)
  lines.slice(0, 2).forEach((line, index) => {
    const cut = index === 1 && lines.length > 2 ? `${line}…` : line
    writeLine(ctx, cut, edges, FIRST_LINE + 20 * index, readsFromRight(statement))
  })
}
