/** The theme: a felt mat with a title and a statement, that groups the items dropped in it. */
import { cleanLine, cleanText } from '../../clean.ts'
import type { Size } from '../../geometry.ts'
import { defineKind, oneOf, type ItemOf } from '../kind.ts'

/** The three felts: moss, mist, blush. */
export const MATS = [1, 2, 3] as const
export type Mat = (typeof MATS)[number]

/** Sizes of a mat, in board units. */
export const THEME_SIZE = {
  start: [640, 440],
  least: [240, 200],
  most: [6000, 6000],
} as const satisfies Record<string, Size>

export interface ThemeFields {
  size: Size
  mat: Mat
}

const between = (raw: unknown, least: number, most: number, otherwise: number): number =>
  typeof raw === 'number' && Number.isFinite(raw) ? Math.min(most, Math.max(least, raw)) : otherwise

const parseSize = (raw: unknown): Size => {
  const [width, height]: readonly unknown[] = Array.isArray(raw) ? raw : []
  const { start, least, most } = THEME_SIZE
  return [between(width, least[0], most[0], start[0]), between(height, least[1], most[1], start[1])]
}

export const theme = defineKind<'theme', ThemeFields, 'title' | 'statement'>({
  name: 'theme',
  version: 1,
  texts: ['title', 'statement'],
  parse: (raw) => ({ size: parseSize(raw.size), mat: oneOf(MATS, raw.mat) }),
  size: (item) => item.size,
  describe: (item, t) => cleanLine(item.title) || t('theme.untitled'),
  exportText: (item) => [cleanLine(item.title), cleanText(item.statement)].filter(Boolean).join(': ') || null,
})

export type Theme = ItemOf<typeof theme>
