/** Whatever part an item plays, and whenever its author says so: words kept in the room are in no byte of any export. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWorkshop, type Workshop } from '../outcome/sample.ts'
import { everyText } from './open.ts'

/** Letters that nothing else in a file spells. */
const MARK = 'Qzvxkept'
const words = fc
  .tuple(
    fc.constantFrom('', 'We ', 'At night\n'),
    fc.nat({ max: 999 }),
    fc.constantFrom('', ', and so on', '\n\nTwice'),
  )
  .map(([before, number, after]) => `${before}${MARK}${number}${after}`)

type Part = (shop: Workshop, text: string, theme: string) => string
const parts: Readonly<Record<string, Part>> = {
  idea: (shop, text, theme) => shop.addNote({ text, theme, principles: [2] }),
  indicator: (shop, text, theme) => shop.addNote({ text, theme, asks: 'indicator' }),
  evidence: (shop, text) => shop.addNote({ text, asks: 'evidence' }),
  title: (shop, text) => shop.addTheme(text, 'A statement'),
  statement: (shop, text) => shop.addTheme('A title', text),
  both: (shop, text) => shop.addTheme(text, `${text} once more`),
  figure: (shop, text) => shop.addFigure('Kit', '', text),
  speech: (shop, text) => shop.addFigure(text, text, 'A story'),
}

test('words kept in the room are in no export', { timeout: 120_000 }, () =>
  fc.assert(
    fc.asyncProperty(
      words,
      fc.constantFrom(...Object.keys(parts)),
      fc.boolean(),
      fc.constantFrom('before deriving', 'after it', 'after it, and derived again'),
      async (text, part, voted, when) => {
        const shop = createWorkshop()
        const theme = shop.addTheme('Being heard', 'People are asked first.')
        const open = shop.addNote({ text: 'Said openly', theme })
        const item = parts[part]?.(shop, text, theme) ?? ''
        const inside = shop.addNote({ text: 'Openly inside', theme: item, asks: 'indicator' })
        if (voted)
          shop.vote(
            'What first?',
            { type: 'dots', budget: 5, cap: 3 },
            [open, item, inside],
            [{ [open]: 1, [item]: 2 }],
          )
        if (when === 'before deriving') shop.setConsent(item, 'room')
        shop.derive()
        shop.setConsent(item, 'room')
        if (when === 'after it, and derived again') shop.derive()
        for (const [name, bytes] of await everyText(shop)) {
          expect(bytes, name).not.toContain(MARK)
          if (name.startsWith('workplan.') && name !== 'workplan.schema.json' && voted)
            expect(bytes, name).toContain('Said openly')
        }
      },
    ),
    { numRuns: 30 },
  ),
)
