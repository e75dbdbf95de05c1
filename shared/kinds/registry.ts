/** The one list of kinds. */
import type { Translate } from '../i18n/translate.ts'
import type { Size } from '../geometry.ts'
import { figure } from './figure/figure.ts'
import type { Common, FieldsOf, ItemOf } from './kind.ts'
import { note } from './note/note.ts'
import { theme } from './theme/theme.ts'

export const kinds = { note, figure, theme } as const

export type KindName = keyof typeof kinds
/** An item of a kind that this code knows. */
export type KnownItem = { [Name in KindName]: ItemOf<(typeof kinds)[Name]> }[KindName]
/** An item of a kind that this code does not know, or that makes no sense: drawn as a placeholder, never deleted. */
export type UnknownItem = Common & { readonly kind: 'unknown' }
export type AnyItem = KnownItem | UnknownItem
/** The plain fields of a kind, by its name. */
export type FieldsByKind = { [Name in KindName]: FieldsOf<(typeof kinds)[Name]> }
/** The names of a kind's texts. */
export type TextsOf<Name extends KindName> = (typeof kinds)[Name]['texts'][number]

export const isKind = (name: unknown): name is KindName =>
  typeof name === 'string' && Object.hasOwn(kinds, name)

/** An item as it is in the document may be of any kind; its size, line and words come from that kind. */
type LooseKind = {
  size(item: KnownItem): Size
  describe(item: KnownItem, t: Translate): string
  exportText(item: KnownItem): string | null
}
const kindOf = (item: KnownItem): LooseKind => kinds[item.kind] as LooseKind

/** Size of a placeholder, in board units. */
const PLACEHOLDER_SIZE: Size = [184, 96]

/** An item's size when nothing has measured it, in board units. */
export const sizeOf = (item: AnyItem): Size =>
  item.kind === 'unknown' ? PLACEHOLDER_SIZE : kindOf(item).size(item)

/** One line for a list, a screen reader or a notice. */
export const describe = (item: AnyItem, t: Translate): string =>
  item.kind === 'unknown' ? t('item.unknown') : kindOf(item).describe(item, t)

/** An item's words for an export, or null when it has none. */
export const exportText = (item: AnyItem): string | null =>
  item.kind === 'unknown' ? null : kindOf(item).exportText(item)
