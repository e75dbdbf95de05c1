import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { itemsOf } from '../../../shared/board.ts'
import { addItem } from '../../../shared/boardItems.ts'
import { textOf } from '../../../shared/boardTexts.ts'
import { readStage, type Credit } from '../../../shared/stage.ts'
import type { Consent } from '../../../shared/consent.ts'
import type { Presence } from '../../../shared/protocol.ts'
import { REMOTE } from '../../../client/model/channel.ts'
import { createStore } from '../../../client/model/store.ts'
import type { Peer } from '../../../client/model/types.ts'
import { createSaying, createWriters } from '../../../client/model/writers.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const ME = 'person-of-mine'
const BO = 'person-called-bo'

const crediting = (credits: Readonly<Record<string, Credit>>) => ({
  ...readStage(new Y.Doc()),
  credits: new Map(Object.entries(credits)),
})

/** A board with one note, which somebody else made. */
const openBoard = (credits: (note: string) => Readonly<Record<string, Credit>> = () => ({})) => {
  const theirs = new Y.Doc()
  const note = addItem(theirs, { kind: 'note', at: [0, 0] })
  const doc = new Y.Doc()
  const come = () => Y.applyUpdate(doc, Y.encodeStateAsUpdate(theirs, Y.encodeStateVector(doc)), REMOTE)
  itemsOf(doc)
  come()
  const stage = createStore(crediting(credits(note)))
  const type = (words: string) => {
    textOf(theirs, note, 'text')?.insert(0, words)
    come()
  }
  return { doc, note, stage, theirs, come, type }
}

const watching = (credits?: (note: string) => Readonly<Record<string, Credit>>) => {
  const board = openBoard(credits)
  const peers = createStore<readonly Peer[]>([])
  const inStep = createStore(true)
  const { writers, close } = createWriters({ ...board, peers, inStep, me: ME })
  return { ...board, peers, inStep, writers, close }
}

test('of whoever writes in a note, the name is shown only where the note shows one', () => {
  const { note, peers, stage, writers, close } = watching()
  peers.set([{ client: 1, person: BO, writing: note }])
  expect([...writers.get()]).toEqual([[note, []]])
  stage.set(crediting({ [note]: { person: BO } }))
  expect([...writers.get()]).toEqual([[note, [BO]]])
  peers.set([{ client: 2, person: ME, writing: note }])
  expect(writers.get().size).toBe(0)
  close()
})

test('where words change, somebody writes, until they have not changed for a while', () => {
  const { note, type, writers, close } = watching()
  type('The door')
  expect([...writers.get()]).toEqual([[note, []]])
  vi.advanceTimersByTime(3_000)
  type('Look: ')
  vi.advanceTimersByTime(3_000)
  expect(writers.get().has(note)).toBe(true)
  vi.advanceTimersByTime(1_500)
  expect(writers.get().size).toBe(0)
  close()
  expect(vi.getTimerCount()).toBe(0)
})

test('nobody writes what comes whole, what came while I was away, or what I write', () => {
  const { doc, note, theirs, come, inStep, type, writers, close } = watching()
  addItem(theirs, { kind: 'note', at: [9, 9], text: 'All of it' })
  itemsOf(doc)
  come()
  textOf(doc, note, 'text')?.insert(0, 'Mine')
  inStep.set(false)
  type('Meanwhile')
  expect(writers.get().size).toBe(0)
  close()
})

const saying = (consent: Consent | null, credits?: (note: string) => Readonly<Record<string, Credit>>) => {
  const board = openBoard(credits)
  const info = createStore({
    consent,
    participant: { id: ME, name: 'Gus', colour: 0, role: 'participant' as const },
  })
  const told: Partial<Presence>[] = []
  const { say, close } = createSaying({ ...board, info, announce: (part) => void told.push(part) })
  return { ...board, info, told, say, close }
}

test('who writes without their name is not told to anybody, whatever is said, in whatever order', () =>
  fc.assert(
    fc.property(
      fc.constantFrom<Consent | null>('nameless', 'room', null),
      fc.array(fc.constantFrom('point', 'choose', 'write', 'rest', 'make', 'stage'), { maxLength: 20 }),
      (consent, doings) => {
        const { doc, note, stage, told, say, close } = saying(consent)
        const quiet = new Set<string>()
        for (const doing of doings) {
          const before = told.length
          switch (doing) {
            case 'point':
              say({ cursor: [1, 2] })
              break
            case 'choose':
              say({ selected: [note, ...quiet] })
              break
            case 'write':
              quiet.add(note)
              say({ selected: [note], writing: note })
              break
            case 'rest':
              say({ writing: null })
              break
            case 'make': {
              const made = addItem(doc, { kind: 'note', at: [0, 0] })
              quiet.add(made)
              say({ selected: [made], writing: made })
              break
            }
            default:
              stage.set({ ...stage.get() })
          }
          for (const { writing, selected = [] } of told.slice(before)) {
            expect(writing ?? null).toBeNull()
            expect(selected.filter((item) => quiet.has(item))).toEqual([])
          }
        }
        close()
      },
    ),
  ))

test('the pointer of whoever writes without their name rests with them until they are done', () => {
  const { note, told, say, close } = saying('nameless')
  say({ cursor: [1, 2] })
  say({ writing: note })
  expect(told.at(-1)).toMatchObject({ cursor: null, writing: null })
  say({ writing: null })
  expect(told.at(-1)).toMatchObject({ cursor: [1, 2] })
  close()
})

test('who writes with their name says so, where the note shows a name; and no longer once they think otherwise', () => {
  const { note, info, told, say, close } = saying('named', (id) => ({ [id]: { person: BO } }))
  say({ selected: [note], writing: note })
  expect(told.at(-1)).toEqual({ selected: [note], writing: note })
  info.set({ ...info.get(), consent: 'nameless' })
  expect(told.at(-1)).toEqual({ selected: [], writing: null, cursor: null })
  close()
})
