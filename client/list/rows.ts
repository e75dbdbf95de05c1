/** A board as a list: its themes, each with its items, then what lies in none. Pure. */
import type { Translate } from '../../shared/i18n/translate.ts'
import { describe, type AnyItem } from '../../shared/kinds/registry.ts'
import type { Theme } from '../../shared/kinds/theme/theme.ts'

/** A theme with its items, or (null) the items that lie in none. */
export interface Section {
  readonly theme: Theme | null
  /** In order, the first made first. */
  readonly items: readonly AnyItem[]
}

const isTheme = (item: AnyItem): item is Theme => item.kind === 'theme'

/** The themes of a board, in order. */
export const themesOf = (shown: readonly AnyItem[]): Theme[] => shown.filter(isTheme)

/** Groups what lies on a board. An item whose theme is gone counts as in none. The last section is always that of no theme. */
export const sectionsOf = (shown: readonly AnyItem[]): Section[] => {
  const themes = themesOf(shown)
  const byTheme = new Map<string | null, AnyItem[]>([[null, []]])
  for (const theme of themes) byTheme.set(theme.id, [])
  for (const item of shown) {
    if (isTheme(item)) continue
    const items = byTheme.get(item.theme) ?? byTheme.get(null)
    items?.push(item)
  }
  return [...themes, null].map((theme) => ({ theme, items: byTheme.get(theme?.id ?? null) ?? [] }))
}

/** Words as they are compared: without capitals and accents, so that "cafe" finds "Café". */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()

/** The words that are looked for; none when nothing is. */
export const wordsOf = (query: string): string[] => plain(query).split(/\s+/).filter(Boolean)

/** Keeps what holds all words, in its own text or its theme's title. Sections that are left empty go, while words are sought. */
export const filterSections = (
  sections: readonly Section[],
  words: readonly string[],
  t: Translate,
): readonly Section[] => {
  if (!words.length) return sections
  const found: Section[] = []
  for (const { theme, items } of sections) {
    const title = theme ? plain(`${theme.title} ${theme.statement}`) : ''
    const kept = items.filter((item) => {
      const text = `${title} ${plain(describe(item, t))}`
      return words.every((word) => text.includes(word))
    })
    if (kept.length || (theme && words.every((word) => title.includes(word))))
      found.push({ theme, items: kept })
  }
  return found
}

/** Counts the items of all sections. */
export const countItems = (sections: readonly Section[]): number =>
  sections.reduce((count, section) => count + section.items.length, 0)

/** The ids after one of them moved a step; null when it stands at the end already. */
export const stepIn = (ids: readonly string[], id: string, by: -1 | 1): string[] | null => {
  const index = ids.indexOf(id)
  const passed = ids[index + by]
  if (index < 0 || passed === undefined) return null
  const order = [...ids]
  order[index] = passed
  order[index + by] = id
  return order
}

/** The item that takes the focus when some go: the next one that stays, else the one before, else none. */
export const nextAfter = (ids: readonly string[], gone: ReadonlySet<string>): string | null => {
  const first = ids.findIndex((id) => gone.has(id))
  const stays = (id: string) => !gone.has(id)
  return ids.slice(first + 1).find(stays) ?? ids.slice(0, Math.max(first, 0)).reverse().find(stays) ?? null
}
