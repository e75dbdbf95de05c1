import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MOST_CURSORS, shownCursors, type Company } from '../../client/canvas/company.ts'
import type { Point } from '../../shared/geometry.ts'

const VIEW = { x: 0, y: 0, width: 1000, height: 600 }

const person = (
  client: number,
  cursor: Point | null,
  { facilitates = false, followed = false }: Partial<Pick<Company, 'facilitates' | 'followed'>> = {},
): Company => ({
  client,
  who: { name: `Person ${client}`, colour: client },
  facilitates,
  followed,
  cursor,
  selected: [],
  drag: null,
})
const clients = (company: readonly Company[]): number[] => company.map(({ client }) => client)

test('with few people all pointers are shown, wherever they are', () => {
  const company = [person(1, [90_000, 0]), person(2, null), person(3, [10, 10])]
  expect(clients(shownCursors(company, VIEW))).toEqual([1, 3])
})

test('in a crowd a facilitator is always shown, and nobody far from what I see', () => {
  const crowd = Array.from({ length: 100 }, (_, index) => person(index, [50_000 + index, 0]))
  const shown = shownCursors(
    [...crowd, person(200, [-70_000, 0], { facilitates: true }), person(201, [500, 300])],
    VIEW,
  )
  expect(clients(shown)).toEqual([200, 201])
})

test('in a crowd whom I follow is always shown, before all who lead', () => {
  const leading = Array.from({ length: 100 }, (_, index) => person(index, [500, 300], { facilitates: true }))
  const shown = shownCursors([...leading, person(200, [-70_000, 0], { followed: true })], VIEW)
  expect(shown).toHaveLength(MOST_CURSORS)
  expect(clients(shown)[0]).toBe(200)
})

test('of more who lead than can be shown, the nearest are', () => {
  const leading = Array.from({ length: 120 }, (_, index) =>
    person(index, [500 + 10 * index, 300], { facilitates: true }),
  )
  expect(clients(shownCursors(leading, VIEW))).toEqual(clients(leading.slice(0, MOST_CURSORS)))
})

test('in a crowd no more than the most are shown, and each is nearer than whoever is not', () => {
  const place = fc.tuple(fc.integer({ min: -400, max: 1400 }), fc.integer({ min: -400, max: 1000 }))
  fc.assert(
    fc.property(fc.array(place, { minLength: MOST_CURSORS + 1, maxLength: 200 }), (places) => {
      const company = places.map((at, index) => person(index, at))
      const shown = shownCursors(company, VIEW)
      expect(shown.length).toBeLessThanOrEqual(MOST_CURSORS)
      const far = ({ cursor }: Company) => Math.hypot((cursor?.[0] ?? 0) - 500, (cursor?.[1] ?? 0) - 300)
      const farthest = Math.max(0, ...shown.map(far))
      const close = company.filter(
        ({ cursor }) =>
          cursor && cursor[0] >= -250 && cursor[0] <= 1250 && cursor[1] >= -250 && cursor[1] <= 850,
      )
      const left = close.filter((each) => !shown.includes(each))
      if (left.length) expect(Math.min(...left.map(far))).toBeGreaterThanOrEqual(farthest)
    }),
  )
})

test('two at nearly the same distance do not take each other’s place by turns', () => {
  const ring = Array.from({ length: MOST_CURSORS + 10 }, (_, index): Company => {
    const angle = (index / (MOST_CURSORS + 10)) * 2 * Math.PI
    return person(index, [500 + 200 * Math.cos(angle), 300 + 200 * Math.sin(angle)])
  })
  const first = shownCursors(ring, VIEW)
  const nudged = ring.map((each) =>
    each.cursor ? { ...each, cursor: [each.cursor[0] + (each.client % 7), each.cursor[1]] as const } : each,
  )
  const second = shownCursors(nudged, VIEW, new Set(clients(first)))
  expect(new Set(clients(second))).toEqual(new Set(clients(first)))
})
