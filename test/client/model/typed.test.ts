import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { acknowledged, change, redone, type Delta, type Typed } from '../../../client/model/typed.ts'

const of = (text: string): Typed => [{ text, made: 0, gone: 0 }]
const before = (typed: Typed): string => typed.map(({ text, made }) => (made === 0 ? text : '')).join('')
const after = (typed: Typed): string => typed.map(({ text, gone }) => (gone === 0 ? text : '')).join('')

/** One splice of a text, as Yjs tells it. */
const splice = (at: number, removed: number, inserted: string): Delta => [
  ...(at > 0 ? [{ retain: at }] : []),
  ...(inserted ? [{ insert: inserted }] : []),
  ...(removed > 0 ? [{ delete: removed }] : []),
]

interface Turn {
  readonly at: number
  readonly removed: number
  readonly inserted: string
  readonly mine: boolean
}
const turn: fc.Arbitrary<Turn> = fc.record({
  at: fc.nat(30),
  removed: fc.nat(4),
  inserted: fc.string({ maxLength: 4 }),
  mine: fc.boolean(),
})

describe('what I typed', () => {
  test('with it a text reads as it stands, whatever came in between; without it, as others have it', () =>
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.array(turn, { maxLength: 12 }), (start, turns) => {
        let [text, typed, number] = [start, of(start), 0]
        for (const { at, removed, inserted, mine } of turns) {
          const place = Math.min(at, text.length)
          const length = Math.min(removed, text.length - place)
          typed = change(typed, splice(place, length, inserted), mine ? ++number : 0)
          text = text.slice(0, place) + inserted + text.slice(place + length)
          expect(after(typed)).toBe(text)
        }
        expect(redone(typed, before(typed))).toBe(text)
        expect(acknowledged(typed, number)).toBeNull()
      }),
    ))

  test('of what I had not typed, nothing is written again, however the text was changed meanwhile', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 20 }),
        fc.array(fc.record({ at: fc.nat(20), removed: fc.nat(3), inserted: fc.constantFrom('', 'X', 'YZ') })),
        fc.string({ unit: fc.constantFrom('a', 'd', 'e'), maxLength: 20 }),
        (start, edits, theirs) => {
          let typed = of(start)
          edits.forEach(({ at, removed, inserted }, index) => {
            const length = after(typed).length
            const place = Math.min(at, length)
            typed = change(typed, splice(place, Math.min(removed, length - place), inserted), index + 1)
          })
          const result = redone(typed, theirs)
          const mine = typed.map(({ text, made, gone }) => (made > 0 && gone === 0 ? text : '')).join('')
          expect(result.replace(/[^XYZ]/g, '')).toBe(mine.replace(/[^XYZ]/g, ''))
          // What is left of theirs is theirs, in their order.
          let from = 0
          for (const letter of result.replace(/[XYZ]/g, '')) {
            from = theirs.indexOf(letter, from) + 1
            expect(from).toBeGreaterThan(0)
          }
        },
      ),
    ))

  test('is put where it was, when others changed another part of the text', () => {
    const typed = change(of('The door is heavy'), splice(17, 0, ', and loud'), 1)
    expect(redone(typed, 'The front door is heavy')).toBe('The front door is heavy, and loud')
    expect(redone(typed, '')).toBe(', and loud')
  })

  test('is forgotten as far as it is stored', () => {
    const once = change(of('abc'), splice(3, 0, 'd'), 1)
    const twice = change(once, splice(0, 1, ''), 2)
    const left = acknowledged(twice, 1)
    expect(left && before(left)).toBe('abcd')
    expect(left && after(left)).toBe('bcd')
    expect(acknowledged(twice, 2)).toBeNull()
  })
})
