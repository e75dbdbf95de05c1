/** A document's copy on a device that fails, was cleared, or is full. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { openDatabase } from '../../../client/model/database.ts'
import { createIndexedDbKeep } from '../../../client/model/keep.ts'
import { createLater } from '../../../client/model/later.ts'
import { openByHand } from './documentByHand.ts'
import { createFaultyIndexedDb, fakeRanges, type Fault } from './faultyIndexedDb.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const COPY = 'kiteboard:w:board:one'

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms)

/** A device, and pages of it that open the copy one after the other. */
const createDevice = () => {
  /** How the next steps go, and then all others. */
  const trouble: { next: Fault[]; then: Fault } = { next: [], then: 'none' }
  let steps = 0
  const later = createLater()
  const { factory, rowsIn, wipe } = createFaultyIndexedDb(() => {
    steps++
    return trouble.next.shift() ?? trouble.then
  }, later)
  const keep = createIndexedDbKeep(factory, fakeRanges)
  /** A page without a connection; `words` are those that it had before it read the copy. */
  const openCopy = async (words: readonly string[] = []) => {
    const doc = new Y.Doc()
    const items = doc.getMap('items')
    for (const word of words) items.set(word, word)
    const onAgain = vi.fn()
    const copy = keep.open(COPY, doc, onAgain)
    const told: boolean[] = []
    copy.holds.subscribe(() => told.push(copy.holds.get()))
    await wait(100)
    return { copy, told, items, onAgain, write: (word: string) => void items.set(word, word) }
  }
  return {
    trouble,
    wipe,
    rows: () => rowsIn(COPY, 'updates'),
    /** Puts words into an empty copy, a row each, as many pages did that each wrote too few to put them together. */
    async fill(words: readonly string[]) {
      const { copy, items } = await openCopy()
      await copy.close()
      const opening = openDatabase(factory, COPY, [['updates']])
      await wait(10)
      const database = await opening
      void database?.within((store) => {
        items.doc?.on('update', (update: Uint8Array) => void store.add(update))
        for (const word of words) items.set(word, word)
      })
      await wait(10)
      database?.close()
    },
    /** How often the device is asked for something within so many ms. */
    async stepsIn(ms: number) {
      const before = steps
      await wait(ms)
      return steps - before
    },
    openCopy,
    /** A page, without a connection, that shows the document. */
    openDocument: () =>
      openByHand({ keep, later, server: new Y.Doc(), name: 'board:one', copy: COPY, isOffline: true }),
  }
}

const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index))

test.each([200, 600])('offline, a copy of %i rows is shown also where the device is full', async (rows) => {
  const device = createDevice()
  await device.fill(numbers(rows))
  device.trouble.then = 'full'
  const page = device.openDocument()
  await wait(100)
  expect(page.document.ready.get()).toBe(true)
  expect(page.words()).toBe(numbers(rows).join(''))
  await page.close()
})

test('where a page has what its copy lacks, and the device is full, the copy is read, and takes all once there is room', async () => {
  const device = createDevice()
  await device.fill(numbers(3))
  device.trouble.then = 'full'
  const { copy, items } = await device.openCopy(['mine'])
  expect(await copy.loaded).toBe(true)
  expect(items.size).toBe(4)
  await wait(10_000)
  expect(copy.holds.get()).toBe(false)
  const readAgain = copy.readAgain()
  await wait(10)
  expect([await readAgain, copy.holds.get()]).toEqual([true, false])
  device.trouble.then = 'none'
  await wait(40_000)
  expect(copy.holds.get()).toBe(true)
  await copy.close()
  expect((await device.openCopy()).items.size).toBe(4)
})

test('what is read only at the second try is told of as news, also where the device is full', async () => {
  const device = createDevice()
  await device.fill(numbers(3))
  device.trouble.next = ['throws']
  device.trouble.then = 'full'
  const { copy, items, onAgain } = await device.openCopy()
  expect([await copy.loaded, items.size]).toEqual([false, 3])
  expect(onAgain.mock.calls).toEqual([[true]])
  await copy.close()
})

test('where there is room for a change, but not to put the rows together, all is kept', async () => {
  const device = createDevice()
  await device.fill(numbers(600))
  // It is opened and read.
  device.trouble.next = ['none', 'none', 'full']
  const { copy, told, write } = await device.openCopy()
  expect(device.rows()).toBe(600)
  write('more')
  await wait(100)
  expect([copy.holds.get(), told]).toEqual([true, []])
  await copy.close()
  expect((await device.openCopy()).items.size).toBe(601)
  // Now there was room.
  expect(device.rows()).toBe(1)
})

test('a copy that many pages wrote into, and the last of them only a little, holds few rows in the end', async () => {
  const device = createDevice()
  await device.fill(numbers(490))
  const { copy, write } = await device.openCopy()
  for (let change = 0; change < 20; change++) write('a word')
  await wait(3_000)
  expect(device.rows()).toBe(1)
  await copy.close()
  expect((await device.openCopy()).items.size).toBe(491)
})

test('a copy that is made anew, whose keys begin anew too, keeps all', async () => {
  const device = createDevice()
  await device.fill(numbers(20))
  const { copy, items, write } = await device.openCopy()
  expect(items.size).toBe(20)
  device.wipe()
  write('more')
  await wait(5_000)
  await copy.close()
  expect((await device.openCopy()).items.size).toBe(21)
})

test('what the device has not answered within three seconds is not called kept', async () => {
  const { trouble, openCopy } = createDevice()
  const { copy, write } = await openCopy()
  trouble.then = 'never'
  write('one')
  await wait(2_900)
  expect(copy.holds.get()).toBe(true)
  await wait(200)
  expect(copy.holds.get()).toBe(false)
  await copy.close()
})

test.each(['throws', 'full'] as const)(
  'a device that fails and fails (%s) is asked ever less often',
  async (fault) => {
    const { trouble, openCopy, stepsIn } = createDevice()
    const { copy, write } = await openCopy()
    trouble.then = fault
    write('one')
    expect(await stepsIn(10_000)).toBeGreaterThan(3)
    await wait(120_000)
    expect(await stepsIn(120_000)).toBeLessThan(15)
    await copy.close()
  },
)

test('what failed, and was then well for long, is opened anew at once when it fails again', async () => {
  const { trouble, openCopy } = createDevice()
  const { copy, told, write } = await openCopy()
  trouble.next = ['throws', 'throws', 'throws']
  write('one')
  await wait(10_000)
  expect([copy.holds.get(), told]).toEqual([true, [false, true]])
  await wait(60_000)
  trouble.next = ['throws']
  write('two')
  await wait(200)
  expect([copy.holds.get(), told]).toEqual([true, [false, true]])
  await copy.close()
})
