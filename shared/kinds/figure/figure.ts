/** The figure: a painted wooden peg person. Everything about it but its drawing. */
import { cleanLine, cleanText } from '../../clean.ts'
import { defineKind, oneOf, type ItemOf } from '../kind.ts'

/** Skin, named for wood, so that no one is asked to label themselves. */
export const TIMBERS = ['maple', 'birch', 'oak', 'cherry', 'walnut', 'ebony'] as const
export const CLOTHS = ['teal', 'brick', 'mustard', 'fern', 'denim', 'plum', 'charcoal', 'oatmeal'] as const
export const PATTERNS = ['plain', 'stripes', 'spots'] as const
export const HAIR_COLOURS = ['chestnut', 'raven', 'copper', 'straw', 'silver'] as const
/** What is on the head: hair, a scarf in a cloth, or nothing. */
export const HEADS = ['short', 'long', 'curls', 'scarf', 'bare'] as const
/** Moods; the last accepts that some days there is nothing to show. */
export const MOODS = ['calm', 'glad', 'sad', 'worried', 'angry', 'tired', 'none'] as const
export const AIDS = ['none', 'wheelchair', 'cane', 'hearing'] as const
export const HELD = ['nothing', 'placard', 'heart', 'cup'] as const

export type Timber = (typeof TIMBERS)[number]
export type Cloth = (typeof CLOTHS)[number]
export type Pattern = (typeof PATTERNS)[number]
export type HairColour = (typeof HAIR_COLOURS)[number]
export type Head = (typeof HEADS)[number]
export type Mood = (typeof MOODS)[number]
export type Aid = (typeof AIDS)[number]
export type Held = (typeof HELD)[number]

/** The parts that a figure is put together from. */
export interface FigureFields {
  timber: Timber
  cloth: Cloth
  pattern: Pattern
  head: Head
  /** Colour of the hair. */
  hair: HairColour
  /** Cloth of the scarf. */
  scarf: Cloth
  mood: Mood
  aid: Aid
  held: Held
  /** The words on a placard: two lines of at most 9 characters, parted by a line break. */
  placard: string
}

/** The grid that a figure is drawn on, in board units; aids and held things may reach 30 beyond the sides and 40 above. */
export const FIGURE_SIZE = [100, 160] as const
/** Most characters of what a figure says; longer words become a note. */
export const MAX_SPEECH = 60
export const MAX_NAME = 40
export const MAX_PLACARD_LINE = 9

const parsePlacard = (raw: unknown): string =>
  typeof raw === 'string'
    ? raw
        .split('\n')
        .slice(0, 2)
        .map((line) => line.slice(0, MAX_PLACARD_LINE))
        .join('\n')
    : ''

export const figure = defineKind<'figure', FigureFields, 'name' | 'speech' | 'story'>({
  name: 'figure',
  version: 1,
  texts: ['name', 'speech', 'story'],
  parse: (raw) => ({
    timber: oneOf(TIMBERS, raw.timber),
    cloth: oneOf(CLOTHS, raw.cloth),
    pattern: oneOf(PATTERNS, raw.pattern),
    head: oneOf(HEADS, raw.head),
    hair: oneOf(HAIR_COLOURS, raw.hair),
    scarf: oneOf(CLOTHS, raw.scarf),
    mood: oneOf(MOODS, raw.mood),
    aid: oneOf(AIDS, raw.aid),
    held: oneOf(HELD, raw.held),
    placard: parsePlacard(raw.placard),
  }),
  size: () => FIGURE_SIZE,
  describe: (item, t) => {
    const name = cleanLine(item.name) || t('figure.unnamed')
    const speech = cleanLine(item.speech)
    const story = cleanText(item.story)
    return [
      t('figure.described', { name, mood: t(`figure.mood.${item.mood}`) }),
      speech && t('figure.says', { speech }),
      story && t('figure.stands-for', { story }),
    ]
      .filter(Boolean)
      .join(' ')
  },
  exportText: (item) => {
    const name = cleanLine(item.name)
    const speech = cleanLine(item.speech)
    const words = [speech && `“${speech}”`, cleanText(item.story)].filter(Boolean).join(' ')
    return [name, words].filter(Boolean).join(': ') || null
  },
})

export type Figure = ItemOf<typeof figure>
