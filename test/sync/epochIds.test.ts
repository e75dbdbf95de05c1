import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeEpoch, FIRST_EPOCH, nextEpoch } from '../../server/sync/journal/epoch.ts'
import { isMostlyHistory } from '../../server/sync/journal/rebuild.ts'

const id = fc.integer({ min: 0, max: 2 ** 32 - 1 })

test('whatever ids an epoch leaves behind stay retired in each that follows, and no others are', () =>
  fc.assert(
    fc.property(fc.array(fc.array(id)), id, (spells, other) => {
      let bytes = FIRST_EPOCH
      const all = new Set<number>()
      spells.forEach((ids, index) => {
        // Read out of the middle of something, as storages do.
        const read = new Uint8Array(bytes.byteLength + 3)
        read.set(bytes, 3)
        bytes = nextEpoch(read.subarray(3), ids)
        for (const each of ids) all.add(each)
        const { number, size, isRetired } = decodeEpoch(bytes)
        expect([number, size]).toEqual([index + 1, all.size])
        for (const each of all) expect(isRetired(each)).toBe(true)
        expect(isRetired(other)).toBe(all.has(other))
      })
    }),
  ))

/** As many parts, some of them deleted, as of so many pages. */
const storeOf = (deleted: number, live: number, pages = 10) => ({
  store: {
    clients: new Map(
      Array.from({ length: pages }, (_, page) => [
        page,
        Array.from({ length: (deleted + live) / pages }, (_, part) => ({ deleted: part < deleted / pages })),
      ]),
    ),
  },
})

test('a document is mostly history when more of it is gone than there, and much', async () => {
  expect(await isMostlyHistory(storeOf(9_000, 10))).toBe(false)
  expect(await isMostlyHistory(storeOf(20_000, 10_000))).toBe(true)
  expect(await isMostlyHistory(storeOf(20_000, 20_000))).toBe(false)
})

test('a large document is looked through in many turns, with those of others in between', async () => {
  let turns = 0
  let done = false
  const others = (): void => {
    turns += 1
    if (!done) setImmediate(others)
  }
  setImmediate(others)
  expect(await isMostlyHistory(storeOf(600_000, 400_000))).toBe(true)
  done = true
  expect(turns).toBeGreaterThanOrEqual(19)
})
