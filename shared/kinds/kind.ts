/** What an item kind must provide. A new kind is one folder here, one line in the registry, one drawing, and its words. */
import type { Point, Size } from '../geometry.ts'
import type { Translate } from '../i18n/translate.ts'

/** What every item has, whatever its kind. */
export interface Common {
  readonly id: string
  /** Top left corner, in board units. */
  readonly at: Point
  /** Fractional key; '' lies lowest. Sort with `byOrder`. */
  readonly order: string
  /** The theme it belongs to, if that is there. */
  readonly theme: string | null
  /** The item it was copied from; consent is inherited through it. */
  readonly from: string | null
  /** In the bin. */
  readonly trashed: boolean
}

/** Fields as they stand in a Y.Map, texts already strings, not yet trusted. */
export type RawFields = Readonly<Record<string, unknown>>

/**
 * A kind of item.
 * `Fields` are its own plain fields (all optional in the document, so all have defaults); `Texts` names its Y.Texts.
 */
export interface Kind<Name extends string, Fields extends object, Texts extends string> {
  readonly name: Name
  /** The version that this code writes; older ones are migrated on read. */
  readonly version: number
  /** The names of its texts; each is a Y.Text in the document, made together with the item. */
  readonly texts: readonly Texts[]
  /** Parses what a peer may have written. Never throws: a field that makes no sense takes its default. */
  parse(raw: RawFields): Fields
  /** Brings the fields of an older version up to this one. */
  migrate?(raw: RawFields, from: number): RawFields
  /** Its size when nothing else is known, in board units; a drawing may measure and find more. */
  size(item: Item<Name, Fields, Texts>): Size
  /** One line for a list, a screen reader or a notice. */
  describe(item: Item<Name, Fields, Texts>, t: Translate): string
  /** Its words for an export, or null when it has none. */
  exportText(item: Item<Name, Fields, Texts>): string | null
}

/** An item of a kind, parsed. */
export type Item<Name extends string, Fields extends object, Texts extends string> = Common & {
  readonly kind: Name
} & Readonly<Fields> &
  Readonly<Record<Texts, string>>

/** Holds a kind to its contract, keeping its types. */
export const defineKind = <const Name extends string, Fields extends object, const Texts extends string>(
  kind: Kind<Name, Fields, Texts>,
): Kind<Name, Fields, Texts> => kind

/** The item type of a kind. */
export type ItemOf<K> =
  K extends Kind<infer Name, infer Fields, infer Texts> ? Item<Name, Fields, Texts> : never

/** The plain fields of a kind. */
export type FieldsOf<K> = K extends Kind<string, infer Fields, string> ? Fields : never

/** One of the listed values, or the first. */
export const oneOf = <const Value>(values: readonly [Value, ...Value[]], raw: unknown): Value =>
  values.find((value) => value === raw) ?? values[0]
