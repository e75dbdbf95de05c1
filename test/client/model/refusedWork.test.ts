import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { stepTwo } from '../../../client/model/frames.ts'
import type { Intent } from '../../../client/model/intents.ts'
import { createNoKeep, type Box, type Keep } from '../../../client/model/keep.ts'
import { createMemory } from '../../../client/model/memory.ts'
import { createLockPages, createLonePages } from '../../../client/model/pages.ts'
import { createRefusedWork } from '../../../client/model/refusedWork.ts'
import type { Session } from '../../../client/model/types.ts'
import { addItem } from '../../../shared/boardItems.ts'
import { CLOSE } from '../../../shared/protocol.ts'
import { BOARD, BOARD_DOC, startHarness, storedTexts, until } from '../../sync/harness.ts'
import { createDevice, createFakeLocks, FakeStorage } from './device.ts'
import { closedBy, openSessionByHand } from './sessionByHand.ts'

vi.setConfig({ testTimeout: 60_000 })

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const WORKSHOP = 'workshop-000000000001'
const moveOf = (letter: string): Intent => ({ type: 'move', id: letter.repeat(21), at: [1, 2] })
const fullBox: Box = {
  read: () => Promise.resolve([]),
  put: () => Promise.resolve(false),
  remove: () => Promise.resolve(),
}
const boxOf = () => createMemory(new FakeStorage()).box(WORKSHOP, 'refused')
const workOn = (boxes: readonly Box[], pages = createLonePages()) =>
  createRefusedWork({ workshop: WORKSHOP, boxes, pages, now: Date.now })

test('what can’t be put back stays kept, with what this version of the app does not understand', async () => {
  const box = boxOf()
  await box.put('of-another-version', {
    document: 'plan',
    code: CLOSE.unacceptable,
    at: 1,
    intents: [{ type: 'sing', id: 'x' }],
  })
  const work = workOn([box])
  await work.keep('mine', 'plan', CLOSE.forbidden, [moveOf('a'), moveOf('b')])
  expect(await work.take('plan', (intents) => Promise.resolve(intents.slice(1)))).toBe(2)
  expect(work.refused.get()).toEqual([{ document: 'plan', count: 2, code: CLOSE.forbidden }])
  const done: Intent[] = []
  await workOn([box]).take('plan', (intents) => {
    done.push(...intents)
    return Promise.resolve([])
  })
  expect(done).toEqual([moveOf('b')])
})

test('where what is left cannot be kept anew, all stays kept as it was', async () => {
  const box = boxOf()
  let isFull = false
  const work = workOn([{ ...box, put: async (key, value) => !isFull && box.put(key, value) }])
  await work.keep('mine', 'plan', CLOSE.forbidden, [moveOf('a'), moveOf('b')])
  isFull = true
  await work.take('plan', (intents) => Promise.resolve(intents.slice(1)))
  expect(work.refused.get()).toEqual([{ document: 'plan', count: 2, code: CLOSE.forbidden }])
})

test('a page that dies while it puts back leaves all of it kept', async () => {
  const box = boxOf()
  const locks = createFakeLocks()
  const page = {}
  const work = workOn([box], createLockPages(locks.of(page)))
  await work.keep('mine', 'plan', CLOSE.forbidden, [moveOf('a')])
  let begun = false
  void work.take('plan', () => {
    begun = true
    return new Promise(() => undefined)
  })
  await until('it has begun', () => begun)
  const other = workOn([box], createLockPages(locks.of({})))
  // Meanwhile nobody else does the same.
  expect(await other.take('plan', () => Promise.resolve([]))).toBeNull()
  locks.die(page)
  const seen: number[] = []
  await other.take('plan', (intents) => {
    seen.push(intents.length)
    return Promise.resolve([])
  })
  expect(seen).toEqual([1])
  expect(other.refused.get()).toEqual([])
})

test('without room in one place it is kept in the next, and without any it says so', async () => {
  const box = boxOf()
  const work = workOn([fullBox, box])
  expect(await work.keep('mine', 'plan', CLOSE.tooLarge, [moveOf('a')])).toBe(true)
  expect(await box.read()).toHaveLength(1)
  expect(await workOn([fullBox]).keep('mine', 'plan', CLOSE.tooLarge, [moveOf('a')])).toBe(false)
})

test('what is written while refused work is being kept is kept too', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const kept = new Map<string, unknown>()
  let whilePut = (): void => {}
  const keep: Keep = {
    ...createNoKeep(),
    box: () => ({
      read: () => Promise.resolve([...kept]),
      put(key, value) {
        kept.set(key, value)
        whilePut()
        return Promise.resolve(true)
      },
      remove: (keys) => Promise.resolve(keys.forEach((key) => kept.delete(key))),
    }),
  }
  const { session, hear } = await openSessionByHand(() => {}, keep)
  const { doc } = session.board(BOARD)
  const write = (text: string) => addItem(doc, { kind: 'note', at: [0, 0], text })
  const nothing = stepTwo(BOARD_DOC, Y.encodeStateAsUpdate(new Y.Doc()))
  const soon = () => vi.advanceTimersByTimeAsync(100)
  await soon()
  hear(nothing)
  await soon()
  write('before')
  await soon()
  whilePut = () => {
    whilePut = () => {}
    write('meanwhile')
  }
  hear(closedBy(BOARD_DOC, CLOSE.forbidden))
  await soon()
  // The board as it is without them.
  hear(nothing)
  await soon()
  expect(session.refused.get()).toEqual([{ document: BOARD_DOC, count: 2, code: CLOSE.forbidden }])
  session.close()
})

const ready = (session: Session) => until('the board is there', () => session.board(BOARD).ready.get())
const saved = (session: Session) =>
  until('all is saved', () => session.status.get().state === 'online' && session.status.get().waiting === 0)
const shown = (session: Session) => session.board(BOARD).view.get().shown.length

/** A board that rests while somebody writes far more than localStorage holds. */
const refuseMuch = async (full: boolean) => {
  const harness = await startHarness()
  closing.push(() => harness.close())
  const device = createDevice(harness, harness.add())
  const session = await device.open()
  closing.push(() => session.close())
  await ready(session)
  await saved(session)
  device.network(false)
  const text = 'words '.repeat(1_350)
  for (let made = 0; made < 700; made++)
    addItem(session.board(BOARD).doc, { kind: 'note', at: [0, made], text })
  harness.locked.add(BOARD)
  device.disk.full = full
  device.network(true)
  return { harness, device, session }
}

test('refused work beyond what localStorage holds survives a reload, and can be put back', async () => {
  const { harness, device, session } = await refuseMuch(false)
  await until('it was refused', () => session.refused.get().length === 1)
  expect(session.refused.get()).toEqual([{ document: BOARD_DOC, count: 700, code: CLOSE.forbidden }])
  await until('the board is as the server has it', () => shown(session) === 0)
  session.close()
  const later = await device.open()
  closing.push(() => later.close())
  await ready(later)
  await until('it is still there', () => later.refused.get()[0]?.count === 700)
  harness.locked.delete(BOARD)
  expect(await later.putBack(BOARD_DOC)).toBe(0)
  expect(later.refused.get()).toEqual([])
  await saved(later)
  expect(await storedTexts(harness.storage)).toHaveLength(700)
})

test('where nothing more can be kept, it stays before one’s eyes, and the page says so', async () => {
  const { session } = await refuseMuch(true)
  await until('it says so', () => session.status.get().trouble === 'unkept')
  expect(shown(session)).toBe(700)
  expect(session.status.get().waiting).toBeGreaterThan(0)
  expect(session.refused.get()).toEqual([])
  expect(session.generation.get()).toBe(0)
})
