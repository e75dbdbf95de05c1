/** Six ready people to start from, none of them the default; and one made by chance. */
import {
  AIDS,
  CLOTHS,
  HAIR_COLOURS,
  HEADS,
  HELD,
  MOODS,
  PATTERNS,
  TIMBERS,
  type FigureFields,
} from '../../../shared/kinds/figure/figure.ts'

export const READY_PEOPLE = {
  amal: {
    timber: 'walnut',
    cloth: 'mustard',
    pattern: 'spots',
    head: 'scarf',
    hair: 'raven',
    scarf: 'teal',
    mood: 'calm',
    aid: 'none',
    held: 'cup',
    placard: '',
  },
  bo: {
    timber: 'cherry',
    cloth: 'oatmeal',
    pattern: 'plain',
    head: 'long',
    hair: 'raven',
    scarf: 'plum',
    mood: 'worried',
    aid: 'cane',
    held: 'nothing',
    placard: '',
  },
  cy: {
    timber: 'ebony',
    cloth: 'fern',
    pattern: 'plain',
    head: 'curls',
    hair: 'raven',
    scarf: 'teal',
    mood: 'glad',
    aid: 'wheelchair',
    held: 'nothing',
    placard: '',
  },
  dee: {
    timber: 'birch',
    cloth: 'denim',
    pattern: 'stripes',
    head: 'bare',
    hair: 'copper',
    scarf: 'brick',
    mood: 'angry',
    aid: 'none',
    held: 'placard',
    placard: 'NOT\nYET',
  },
  eli: {
    timber: 'oak',
    cloth: 'brick',
    pattern: 'plain',
    head: 'long',
    hair: 'silver',
    scarf: 'denim',
    mood: 'tired',
    aid: 'hearing',
    held: 'heart',
    placard: '',
  },
  fay: {
    timber: 'maple',
    cloth: 'teal',
    pattern: 'stripes',
    head: 'short',
    hair: 'copper',
    scarf: 'fern',
    mood: 'glad',
    aid: 'none',
    held: 'nothing',
    placard: '',
  },
} as const satisfies Record<string, FigureFields>

export type ReadyPerson = keyof typeof READY_PEOPLE
export const READY_NAMES = ['amal', 'bo', 'cy', 'dee', 'eli', 'fay'] as const satisfies readonly ReadyPerson[]

/** A person by chance. `random` gives numbers from 0 up to 1; words on a placard stay the maker's own. */
export const surprise = (random: () => number): FigureFields => {
  const pick = <Value>(values: readonly [Value, ...Value[]]): Value =>
    values[Math.floor(random() * values.length)] ?? values[0]
  return {
    timber: pick(TIMBERS),
    cloth: pick(CLOTHS),
    pattern: pick(PATTERNS),
    head: pick(HEADS),
    hair: pick(HAIR_COLOURS),
    scarf: pick(CLOTHS),
    mood: pick(MOODS),
    aid: pick(AIDS),
    held: pick(HELD),
    placard: '',
  }
}
