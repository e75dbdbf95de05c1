import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { memoryBoard } from '../../../bench/canvas/handles.ts'
import { createMemory } from '../../../client/model/memory.ts'
import { createStore } from '../../../client/model/store.ts'
import { createWishes, parseWishes, type Wish } from '../../../client/model/wishes.ts'
import { addItem } from '../../../shared/boardItems.ts'
import type { Command } from '../../../shared/commands.ts'
import { isStricter } from '../../../shared/consent.ts'
import { Refusal } from '../../../shared/errors.ts'
import { FakeStorage } from './device.ts'

const NOTE = {
  at: [10, 20],
  theme: null,
  text: 'Kept here',
  colour: 'sky',
  asks: 'idea',
  principles: [],
} as const
const WORKSHOP = 'workshop-of-wishes-1'
const ITEM = 'note-that-waits-0001'

/** A device, a board, and a server that can be out of reach. */
const setUp = ({ storage = new FakeStorage(), reached = false } = {}) => {
  const board = memoryBoard(new Y.Doc())
  const online = createStore(reached)
  const told: Command[] = []
  const kept = createMemory(storage).wishes(WORKSHOP)
  let refusal: Refusal | null = null
  const wishes = createWishes({
    kept,
    command: (command) => {
      if (!online.get()) return Promise.reject(new Refusal('storage-failed', 'No connection.'))
      if (refusal) return Promise.reject(refusal)
      told.push(command)
      return Promise.resolve({})
    },
    online,
    board: () => board,
  })
  return {
    board,
    online,
    told,
    wishes,
    storage,
    /** As a page that is opened now reads it. */
    stored: () => createMemory(storage).wishes(WORKSHOP).read(),
    refuse: (next: Refusal | null) => {
      refusal = next
    },
  }
}
const wish: Wish = { board: 'board', item: ITEM, consent: 'room', note: { ...NOTE } }

test('with a connection a wish is told before its note is on the board', async () => {
  const { wishes, told, board, stored } = setUp({ reached: true })
  expect(await wishes.tell(wish)).toBe('heard')
  expect(told).toEqual([{ type: 'consent', consent: 'room', item: { board: 'board', item: ITEM } }])
  expect(board.view.get().items.get(ITEM)).toMatchObject({ kind: 'note', text: 'Kept here', colour: 'sky' })
  expect(stored()).toEqual([])
})

test('without a connection wish and note wait on this device, and go out together when it is back', async () => {
  const { wishes, online, board, told, stored } = setUp()
  expect(await wishes.tell(wish)).toBe('waits')
  expect(board.view.get().items.has(ITEM)).toBe(false)
  expect(stored()).toEqual([wish])
  online.set(true)
  await vi.waitFor(() => expect(stored()).toEqual([]))
  expect(told).toHaveLength(1)
  expect(board.view.get().items.has(ITEM)).toBe(true)
})

test('what waited before a reload is told after it', async () => {
  const first = setUp()
  await first.wishes.tell(wish)
  const second = setUp({ storage: first.storage, reached: true })
  await vi.waitFor(() => expect(second.wishes.waiting.get()).toEqual([]))
  expect(second.board.view.get().items.has(ITEM)).toBe(true)
})

test('two pages of a device keep the wishes of both, and either tells all of them', async () => {
  const first = setUp()
  const second = setUp({ storage: first.storage })
  const other: Wish = { board: 'board', item: 'note-that-waits-0002', consent: 'named' }
  await first.wishes.tell(wish)
  await second.wishes.tell(other)
  expect(first.stored()).toEqual([wish, other])
  first.online.set(true)
  await vi.waitFor(() => expect(first.stored()).toEqual([]))
  expect(first.told).toMatchObject([{ consent: 'room' }, { consent: 'named' }])
  second.online.set(true)
  await vi.waitFor(() => expect(second.wishes.waiting.get()).toEqual([]))
  expect(second.told).toEqual([])
})

test('the last wish for an item holds, and its note is not lost by it', async () => {
  const { wishes, online, told, board } = setUp()
  await wishes.tell(wish)
  await wishes.tell({ board: 'board', item: ITEM, consent: 'named' })
  expect(wishes.waiting.get()).toEqual([{ ...wish, consent: 'named' }])
  online.set(true)
  await vi.waitFor(() => expect(wishes.waiting.get()).toEqual([]))
  expect(told).toMatchObject([{ consent: 'named' }])
  expect(board.view.get().items.has(ITEM)).toBe(true)
})

test('a note that another page of this device put on the board is not put there twice', async () => {
  const { wishes, board } = setUp({ reached: true })
  addItem(board.doc, { kind: 'note', id: ITEM, at: [0, 0], text: 'Already there' })
  await wishes.tell(wish)
  expect(board.view.get().items.get(ITEM)).toMatchObject({ text: 'Already there' })
})

test('what the server would not have is said at once; what it refuses later is kept', async () => {
  const { wishes, online, refuse, stored, board } = setUp({ reached: true })
  refuse(new Refusal('unfit', 'Not like that.'))
  await expect(wishes.tell(wish)).rejects.toMatchObject({ code: 'unfit' })
  expect(stored()).toEqual([])
  online.set(false)
  await wishes.tell(wish)
  online.set(true)
  await Promise.resolve()
  expect(stored()).toEqual([wish])
  expect(board.view.get().items.has(ITEM)).toBe(false)
})

test('nonsense among what was kept is left out', () => {
  expect(parseWishes('x')).toEqual([])
  expect(parseWishes([{ board: 1 }, wish, { ...wish, consent: 'all' }])).toEqual([wish])
})

test('room only keeps back more than no name, and that more than a name', () => {
  expect(isStricter('room', 'nameless')).toBe(true)
  expect(isStricter('nameless', 'named')).toBe(true)
  expect(isStricter('named', 'room')).toBe(false)
  expect(isStricter('room', 'room')).toBe(false)
})
