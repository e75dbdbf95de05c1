/** What a drawing needs to know beyond its item: colours of the scheme, the zoom, whose it is, and words. */
import { NOTE_COLOURS, type NoteColour } from '../../shared/kinds/note/note.ts'
import type { FigureScheme } from '../../shared/kinds/figure/colours.ts'
import type { AnyItem } from '../../shared/kinds/registry.ts'
import type { Layouts } from './layout.ts'

export type Scheme = 'light' | 'dark' | 'contrast'

export interface NotePaint {
  readonly fill: string
  readonly band: string
  readonly edge: string
  readonly ink: string
}

/** The scheme's colours, read once from the page's tokens. */
export interface Colours {
  readonly scheme: Scheme
  readonly paper: string
  readonly raised: string
  readonly ink: string
  readonly inkSoft: string
  readonly edge: string
  readonly line: string
  readonly focus: string
  readonly dot: string
  readonly mats: readonly [string, string, string]
  readonly matInk: string
  readonly stitch: string
  readonly figure: FigureScheme
  readonly people: readonly string[]
  readonly ring: string
  readonly beadInk: string
  readonly notes: Readonly<Record<NoteColour, NotePaint>>
  readonly font: string
}

/** Reads the tokens that hold for an element. */
export const readColours = (host: Element): Colours => {
  const style = getComputedStyle(host)
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim()
  const paper = token('paper').toLowerCase()
  const scheme: Scheme =
    paper === '#000000' || paper === '#000' ? 'contrast' : paper === '#171a21' ? 'dark' : 'light'
  const notes = Object.fromEntries(
    NOTE_COLOURS.map((colour) => [
      colour,
      {
        fill: token(`note-${colour}-fill`),
        band: token(`note-${colour}-band`),
        edge: token(`note-${colour}-edge`),
        ink: token(`note-${colour}-ink`),
      },
    ]),
  ) as Record<NoteColour, NotePaint>
  return {
    scheme,
    paper: token('paper'),
    raised: token('raised'),
    ink: token('ink'),
    inkSoft: token('ink-soft'),
    edge: token('edge'),
    line: token('line'),
    focus: token('focus'),
    dot: token('dot'),
    mats: [token('mat1'), token('mat2'), token('mat3')],
    matInk: token('mat-ink'),
    stitch: token('mat-stitch'),
    figure: {
      edge: token('figure-edge'),
      cast: token('cast'),
      castOpacity: Number(token('cast-o')) || 0,
    },
    people: Array.from({ length: 12 }, (_, index) => token(`person-${index + 1}`)),
    ring: token('person-ring'),
    beadInk: token('person-ink'),
    notes,
    font: token('font') || 'system-ui, sans-serif',
  }
}

/** A CSS font of the board's type. */
export const fontOf =
  (family: string) =>
  (size: number, weight: number): string =>
    `${weight} ${size}px ${family}`

/** Somebody as they are named on an item. */
export interface Maker {
  readonly name: string
  /** The how-manieth person of the workshop, from 0: gives the bead's colour and shape. */
  readonly colour: number
}

/** Words that drawings write themselves. */
export interface BoardWords {
  readonly noName: string
  readonly roomOnly: string
  readonly unknown: string
  readonly untitled: string
  /** Empty where nothing can be pressed. */
  readonly readAll: string
  /** Empty where nobody may be named. */
  writing(names: string): string
  count(notes: number): string
}

export interface Look {
  readonly colours: Colours
  /** CSS pixels a board unit. */
  readonly zoom: number
  /** Painted for a moment only, while the view moves: without words. */
  readonly haste: boolean
  readonly rtl: boolean
  readonly layouts: Layouts
  readonly words: BoardWords
  /** Paths by their description, so that each is parsed once. */
  path(d: string): Path2D
  /** The named author of an item, or null. */
  maker(id: string): Maker | null
  /** Does the item stay in the room? */
  roomOnly(id: string): boolean
  /** Items in which somebody else writes now → those of them who may be named for it. */
  readonly writing: ReadonlyMap<string, readonly Maker[]>
  /** How many notes belong to a theme. */
  notesIn(theme: string): number
  /** Is its text being edited in place, so that the drawing leaves it out? */
  editing(id: string): boolean
}

/** A drawing paints an item with its top left corner at the origin. */
export type Paint<Item extends AnyItem> = (ctx: CanvasRenderingContext2D, item: Item, look: Look) => void

/** Text that would be smaller than this many CSS pixels is drawn as bars. */
export const LEAST_TEXT = 5

/** Is text of this size drawn as text? */
export const legible = (size: number, { zoom, haste }: Look): boolean => !haste && size * zoom >= LEAST_TEXT

/** Remembers parsed paths, so many at most. */
export const createPaths = (most = 8_000): ((d: string) => Path2D) => {
  const paths = new Map<string, Path2D>()
  return (d) => {
    const known = paths.get(d)
    if (known) return known
    if (paths.size >= most) paths.clear()
    const path = new Path2D(d)
    paths.set(d, path)
    return path
  }
}
