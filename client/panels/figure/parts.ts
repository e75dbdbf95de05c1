/** The parts that a figure is made of: what each can be, in words, and whether head and shoulders show it. */
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
import type { SayMaker } from './makerWords.tsx'

export type PartName = Exclude<keyof FigureFields, 'placard'>

type Parts = {
  readonly [Name in PartName]: {
    readonly values: readonly FigureFields[Name][]
    readonly bust: boolean
    readonly word: (value: FigureFields[Name], t: SayMaker) => string
  }
}

export const PARTS: Parts = {
  timber: { values: TIMBERS, bust: true, word: (value, t) => t(`timber.${value}`) },
  cloth: { values: CLOTHS, bust: false, word: (value, t) => t(`cloth.${value}`) },
  pattern: { values: PATTERNS, bust: false, word: (value, t) => t(`pattern.${value}`) },
  head: { values: HEADS, bust: true, word: (value, t) => t(`head.${value}`) },
  hair: { values: HAIR_COLOURS, bust: true, word: (value, t) => t(`hair.${value}`) },
  scarf: { values: CLOTHS, bust: true, word: (value, t) => t(`cloth.${value}`) },
  mood: { values: MOODS, bust: true, word: (value, t) => t(`mood.${value}`) },
  aid: { values: AIDS, bust: false, word: (value, t) => t(`aid.${value}`) },
  held: { values: HELD, bust: false, word: (value, t) => t(`held.${value}`) },
}
