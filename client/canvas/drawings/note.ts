/** A note's drawing: cut paper with a band, a lower lip, its text, and whose it is in the footer. */
import { MOST_LINES, NOTE_WIDTH, type Note, type NoteAsks } from '../../../shared/kinds/note/note.ts'
import { bandPattern, PAPER } from '../../../shared/kinds/note/paper.ts'
import { readsFromRight, writeLine } from '../direction.ts'
import { FIRST_BASELINE, TEXT_WEIGHT, type NoteLayout } from '../layout.ts'
import { fontOf, legible, type Look, type Paint } from '../look.ts'
import { paintBead } from './bead.ts'

/** Under this many CSS pixels a unit, an uneven edge cannot be seen. */
const PLAIN_UNDER = 0.3

/** Signs for what a note asks, drawn in a square of 14. An idea needs none. */
const ASKS: Record<NoteAsks, string | null> = {
  idea: null,
  indicator: 'M4.5 4.6Q4.8 2.2 7.2 2.2Q9.8 2.3 9.7 4.6Q9.6 6.3 7.2 7.3V8.8M7.2 11.4V11.5',
  evidence: 'M2.8 7.4L6 10.6L11.4 3.6',
  barrier: 'M7 2.2V8M7 11.3V11.4',
}

const paintFar: Paint<Note> = (ctx, item, look) => {
  const paint = look.colours.notes[item.colour]
  const { lines, fromRight, leading, height } = look.layouts.note(item)
  // A filled edge under a filled sheet costs less than a stroke.
  const edge = Math.max(PAPER.edge, 1 / look.zoom)
  ctx.fillStyle = paint.edge
  ctx.fillRect(0, 0, NOTE_WIDTH, height)
  ctx.fillStyle = paint.fill
  ctx.fillRect(edge, edge, NOTE_WIDTH - 2 * edge, height - 2 * edge)
  if (!item.text || look.zoom < 0.06) return
  ctx.fillStyle = paint.ink
  ctx.globalAlpha *= 0.55
  // Two bars stand for the text, however long it is.
  const bar = leading * 0.4
  const right = fromRight[0] ?? false
  const x = right ? NOTE_WIDTH - 14 - 150 : 14
  ctx.fillRect(x, 28, 150, bar)
  if (lines.length > 1) ctx.fillRect(right ? x + 50 : x, 28 + leading, 100, bar)
  ctx.globalAlpha /= 0.55
}

const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? name

/** As much of a name as fits: all of it, its first word, or its first letters. */
const shorten = (label: string, room: number, { layouts }: Look): string => {
  const fits = (text: string) => layouts.width(text, 14, 500) <= room
  if (fits(label)) return label
  let short = firstName(label)
  if (fits(short)) return short
  while (short.length > 1 && !fits(`${short}…`)) short = short.slice(0, -1)
  return `${short}…`
}

const paintFooter = (ctx: CanvasRenderingContext2D, item: Note, look: Look, height: number): void => {
  const { colours, rtl, words } = look
  const { ink, fill } = colours.notes[item.colour]
  const room = look.roomOnly(item.id)
  const writers = look.writing.get(item.id)
  const maker = writers ? (writers[0] ?? null) : look.maker(item.id)
  const baseline = height - 14
  const middle = height - 20
  /** Distance from the reading edge → x. */
  const at = (distance: number) => (rtl ? NOTE_WIDTH - distance : distance)
  const label = writers
    ? words.writing(writers.map(({ name }) => firstName(name)).join(', '))
    : room
      ? words.roomOnly
      : (maker?.name ?? words.noName)
  const beadShown = maker !== null && (writers !== undefined || !room)
  if (maker && beadShown) paintBead(ctx, maker, [at(26), middle], 11.5, look)
  ctx.fillStyle = ink
  ctx.font = fontOf(colours.font)(14, 500)
  ctx.textAlign = rtl ? 'right' : 'left'
  const marks: (() => void)[] = []
  let end = room ? NOTE_WIDTH - PAPER.fold - 8 : NOTE_WIDTH - PAPER.padding
  if (!writers) {
    const shown = item.principles.length > 3 ? item.principles.slice(0, 2) : item.principles
    const more = item.principles.length - shown.length
    const discs = [...shown.map(String), ...(more ? [`+${more}`] : [])].reverse()
    for (const number of discs) {
      const x = at(end - 9)
      end -= 20
      marks.push(() => {
        ctx.beginPath()
        ctx.arc(x, middle, 8.5, 0, 2 * Math.PI)
        ctx.lineWidth = 1.5
        ctx.strokeStyle = ink
        ctx.stroke()
        ctx.font = fontOf(colours.font)(11, 700)
        ctx.textAlign = 'center'
        ctx.fillText(number, x, middle + 3.9)
      })
    }
    const sign = ASKS[item.asks]
    if (sign) {
      const x = at(end - 9)
      end -= 21
      marks.push(() => {
        ctx.save()
        ctx.translate(x - 9, middle - 9)
        ctx.fillStyle = ink
        ctx.beginPath()
        ctx.rect(0, 0, 18, 18)
        ctx.fill()
        ctx.translate(2, 2)
        ctx.strokeStyle = fill
        ctx.lineWidth = 1.9
        ctx.lineCap = ctx.lineJoin = 'round'
        ctx.stroke(look.path(sign))
        ctx.restore()
      })
    }
  }
  const start = beadShown ? 43 : PAPER.padding
  const line = shorten(label, Math.max(30, end - start - 4), look)
  ctx.direction = readsFromRight(line) ? 'rtl' : 'ltr'
  ctx.fillText(line, at(start), baseline)
  for (const mark of marks) mark()
}

/** The way to the whole text, in its ink, as a link is. */
const paintReadAll = (
  ctx: CanvasRenderingContext2D,
  { words, layouts, colours, rtl }: Look,
  { size, leading }: NoteLayout,
): void => {
  const wide = layouts.width(words.readAll, size, 650)
  const left = rtl ? NOTE_WIDTH - PAPER.padding - wide : PAPER.padding
  const baseline = FIRST_BASELINE + (MOST_LINES - 1) * leading
  ctx.font = fontOf(colours.font)(size, 650)
  ctx.textAlign = 'left'
  ctx.fillText(words.readAll, left, baseline)
  ctx.fillRect(left, baseline + 2.5, wide, 1.5)
}

/** Paints a note. */
export const paintNote: Paint<Note> = (ctx, item, look) => {
  const { colours, rtl, zoom } = look
  const layout = look.layouts.note(item)
  if (!legible(layout.size, look)) return paintFar(ctx, item, look)
  const paint = colours.notes[item.colour]
  const { lines, fromRight, size, leading, height } = layout
  const room = look.roomOnly(item.id)
  if (zoom < PLAIN_UNDER && !room) {
    ctx.fillStyle = paint.edge
    ctx.fillRect(-0.75, 0, NOTE_WIDTH + 1.5, height + PAPER.lip + 0.75)
    ctx.fillStyle = paint.fill
    ctx.fillRect(0, 0, NOTE_WIDTH, height)
    ctx.fillStyle = paint.band
    ctx.fillRect(0, 0, NOTE_WIDTH, PAPER.band)
  } else {
    const cut = look.layouts.paper(item, room ? (rtl ? 'left' : 'right') : null)
    const outline = look.path(cut.outline)
    ctx.lineJoin = 'round'
    ctx.translate(0, PAPER.lip)
    ctx.fillStyle = paint.edge
    ctx.fill(outline)
    ctx.translate(0, -PAPER.lip)
    ctx.fillStyle = paint.fill
    ctx.fill(outline)
    ctx.fillStyle = paint.band
    ctx.fill(look.path(cut.band))
    ctx.strokeStyle = paint.edge
    ctx.lineWidth = PAPER.edge
    ctx.stroke(outline)
    if (cut.fold) {
      const fold = look.path(cut.fold)
      ctx.fillStyle = paint.band
      ctx.fill(fold)
      ctx.stroke(fold)
    }
  }
  if (colours.scheme === 'contrast') {
    const { d, filled } = bandPattern(item.colour, NOTE_WIDTH)
    ctx.strokeStyle = ctx.fillStyle = paint.ink
    ctx.lineWidth = 1.5
    if (filled) ctx.fill(look.path(d))
    else ctx.stroke(look.path(d))
  }
  if (!look.editing(item.id)) {
    ctx.fillStyle = paint.ink
    ctx.font = fontOf(colours.font)(size, TEXT_WEIGHT)
    for (let index = 0; index < lines.length; index++)
      writeLine(
        ctx,
        lines[index] ?? '',
        [PAPER.padding, NOTE_WIDTH - PAPER.padding],
        FIRST_BASELINE + index * leading,
        fromRight[index] ?? false,
      )
    if (layout.cut && look.words.readAll) paintReadAll(ctx, look, layout)
  }
  if (legible(14, look)) paintFooter(ctx, item, look, height)
}
