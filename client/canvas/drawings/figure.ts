/** A figure's drawing: the shared art painted on a canvas, with its name on a pill and what it says in a bubble. */
import { figureArt, PLACARD_TURN } from '../../../shared/kinds/figure/art.ts'
import { CLOTH_COLOURS, KNOB, TIMBER_COLOURS, TURN } from '../../../shared/kinds/figure/colours.ts'
import type { Figure, FigureFields } from '../../../shared/kinds/figure/figure.ts'
import type { FigureShape } from '../../../shared/kinds/figure/shapes.ts'
import { CLIPS } from '../../../shared/kinds/figure/trunk.ts'
import { readsFromRight, writeLine } from '../direction.ts'
import { fontOf, legible, type Look, type Paint } from '../look.ts'
import { roundedRect } from './shapes.ts'

type Stop = readonly [offset: number, colour: string, opacity: number]
const addStops = (gradient: CanvasGradient, stops: readonly Stop[]): CanvasGradient => {
  for (const [offset, colour, opacity] of stops)
    gradient.addColorStop(offset, colour.replace('rgb', 'rgba').replace(')', `,${opacity})`))
  return gradient
}

const fillOf = (ctx: CanvasRenderingContext2D, fill: string): string | CanvasGradient => {
  if (fill === 'turn') return addStops(ctx.createLinearGradient(TURN.from, 0, TURN.to, 0), TURN.stops)
  if (fill === 'knob')
    return addStops(ctx.createRadialGradient(KNOB.x, KNOB.y, 0, KNOB.x, KNOB.y, KNOB.r), KNOB.stops)
  return fill
}

const paintShape = (ctx: CanvasRenderingContext2D, shape: FigureShape, look: Look): void => {
  const path = look.path(shape.d)
  ctx.save()
  if (shape.clip) ctx.clip(look.path(CLIPS[shape.clip]))
  if (shape.opacity !== undefined) ctx.globalAlpha *= Number(shape.opacity)
  if (shape.fill) {
    ctx.fillStyle = fillOf(ctx, shape.fill)
    ctx.fill(path, shape.evenOdd ? 'evenodd' : 'nonzero')
  }
  if (shape.stroke) {
    ctx.strokeStyle = shape.stroke
    ctx.lineWidth = shape.width ?? 1
    ctx.stroke(path)
  }
  ctx.restore()
}

/** Paints a figure's parts, with its grid's corner at the origin. */
export const paintParts = (ctx: CanvasRenderingContext2D, fields: FigureFields, look: Look): void => {
  const { shapes, letters, over } = figureArt(fields, look.colours.figure)
  ctx.lineCap = ctx.lineJoin = 'round'
  for (const shape of shapes) paintShape(ctx, shape, look)
  if (letters.length) {
    ctx.save()
    ctx.translate(PLACARD_TURN.x, PLACARD_TURN.y)
    ctx.rotate((PLACARD_TURN.degrees * Math.PI) / 180)
    ctx.textAlign = 'center'
    for (const { text, x, y, size, colour } of letters) {
      ctx.fillStyle = colour
      ctx.font = fontOf(look.colours.font)(size, 750)
      ctx.fillText(text, x - PLACARD_TURN.x, y - PLACARD_TURN.y)
    }
    ctx.restore()
  }
  for (const shape of over) paintShape(ctx, shape, look)
}

/** CSS pixels a unit from which on a face is drawn. */
export const FACE_FROM = 0.22

/** So far out that a face cannot be read: a head, a body, nothing more. */
const paintFar: Paint<Figure> = (ctx, item, look) => {
  ctx.fillStyle = CLOTH_COLOURS[item.cloth]
  ctx.strokeStyle = look.colours.figure.edge
  ctx.lineWidth = Math.max(1.8, 0.7 / look.zoom)
  const body = look.path(CLIPS.body)
  ctx.fill(body)
  ctx.stroke(body)
  ctx.fillStyle = TIMBER_COLOURS[item.timber].wood
  ctx.beginPath()
  ctx.arc(50, 35, 24, 0, 2 * Math.PI)
  ctx.fill()
  ctx.stroke()
}

/** Measures of the speech bubble, in board units. It stands at the start side, its tail towards the head. */
const BUBBLE = { width: 150, padding: 16, size: 18, leading: 24, gap: 26 } as const

const paintSpeech = (ctx: CanvasRenderingContext2D, words: string, look: Look): void => {
  const lines = look.layouts.lines(words, BUBBLE.width, BUBBLE.size)
  const textWidth = Math.max(...lines.map((line) => look.layouts.width(line, BUBBLE.size)))
  const w = Math.max(56, textWidth + 2 * BUBBLE.padding + 2)
  const h = lines.length * BUBBLE.leading + 20
  ctx.save()
  ctx.translate(18 - BUBBLE.gap - w, 56 - h)
  ctx.fillStyle = look.colours.raised
  ctx.strokeStyle = look.colours.figure.edge
  ctx.lineWidth = 1.8
  ctx.lineJoin = 'round'
  ctx.beginPath()
  ctx.moveTo(16, 0)
  ctx.lineTo(w - 16, 0)
  ctx.quadraticCurveTo(w, 0, w, 16)
  ctx.lineTo(w, h - 34 > 16 ? h - 34 : 16)
  ctx.lineTo(w + 24, h - 12)
  ctx.lineTo(w - 3, h - 10)
  ctx.quadraticCurveTo(w - 6, h, w - 18, h)
  ctx.lineTo(16, h)
  ctx.quadraticCurveTo(0, h, 0, h - 16)
  ctx.lineTo(0, 16)
  ctx.quadraticCurveTo(0, 0, 16, 0)
  ctx.closePath()
  ctx.fill()
  ctx.stroke()
  ctx.fillStyle = look.colours.ink
  ctx.font = fontOf(look.colours.font)(BUBBLE.size, 400)
  const edges = [BUBBLE.padding, w - BUBBLE.padding] as const
  const fromRight = readsFromRight(words)
  lines.forEach((line, index) => writeLine(ctx, line, edges, 27 + index * BUBBLE.leading, fromRight))
  ctx.restore()
}

const paintName = (ctx: CanvasRenderingContext2D, name: string, look: Look): void => {
  const line = look.layouts.lines(name, 220, 14, 600)
  const shown = line.length > 1 ? `${line[0] ?? ''}…` : name
  const half = look.layouts.width(shown, 14, 600) / 2 + 13
  roundedRect(ctx, 50 - half, 164, 2 * half, 26, 13)
  ctx.fillStyle = look.colours.raised
  ctx.strokeStyle = look.colours.edge
  ctx.lineWidth = 1.2
  ctx.fill()
  ctx.stroke()
  ctx.fillStyle = look.colours.ink
  ctx.font = fontOf(look.colours.font)(14, 600)
  ctx.direction = readsFromRight(shown) ? 'rtl' : 'ltr'
  ctx.textAlign = 'center'
  ctx.fillText(shown, 50, 182)
}

/** Paints a figure. */
export const paintFigure: Paint<Figure> = (ctx, item, look) => {
  if (look.zoom < FACE_FROM || look.haste) return paintFar(ctx, item, look)
  paintParts(ctx, item, look)
  if (!legible(14, look)) return
  if (item.name.trim()) paintName(ctx, item.name.trim(), look)
  if (item.speech.trim()) paintSpeech(ctx, item.speech.trim(), look)
}
