/** What every kind of item promises; a new kind is held to it by its line in the registry alone. */
import fc from 'fast-check'
import { describe as suite, expect, test } from 'vitest'
import * as Y from 'yjs'
import { itemsOf, readItem } from '../../shared/board.ts'
import { addItem } from '../../shared/boardItems.ts'
import { createTranslate } from '../../shared/i18n/translate.ts'
import { describe, exportText, isKind, kinds, sizeOf, type KindName } from '../../shared/kinds/registry.ts'

const t = createTranslate('en')

for (const name of Object.keys(kinds).filter(isKind)) contract(name)

function contract(name: KindName) {
  const kind = kinds[name]
  suite(`kind ${name}`, () => {
    test('is registered under its own name, with a version from 1', () => {
      expect(kind.name).toBe(name)
      expect(kind.version).toBeGreaterThanOrEqual(1)
    })

    test('a new item reads back as this kind, with a size and a line to say', () => {
      const doc = new Y.Doc()
      const item = readItem(doc, addItem(doc, { kind: name, at: [3, 4] }))
      expect(item).toMatchObject({ kind: name, at: [3, 4], trashed: false })
      if (!item) return
      expect(sizeOf(item).every((length) => length > 0)).toBe(true)
      expect(describe(item, t).length).toBeGreaterThan(0)
      expect(exportText(item)).toBeNull()
    })

    test('every text of its own stands in its line and its export', () => {
      const doc = new Y.Doc()
      const id = addItem(doc, { kind: name, at: [0, 0] })
      kind.texts.forEach((text, index) =>
        itemsOf(doc)
          .get(id)
          ?.set(text, new Y.Text(`words ${index}`)),
      )
      const item = readItem(doc, id)
      if (!item) throw new Error('the item is gone')
      expect(exportText(item)).toContain('words 0')
      expect(describe(item, t)).toContain('words 0')
    })

    test('parsing never throws, and what it gives parses to itself', () => {
      const raw = fc.dictionary(fc.constantFrom(...Object.keys(kind.parse({}))), fc.anything({ maxDepth: 2 }))
      fc.assert(
        fc.property(raw, (fields) => {
          const parsed = kind.parse(fields)
          expect(kind.parse({ ...parsed })).toEqual(parsed)
        }),
      )
    })
  })
}
