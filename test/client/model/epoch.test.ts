import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import type * as Y from 'yjs'
import type { Session } from '../../../client/model/types.ts'
import { restore, trash } from '../../../shared/bin.ts'
import { itemsOf, readItem } from '../../../shared/board.ts'
import { addItem, moveItems, setFields } from '../../../shared/boardItems.ts'
import { editText, textOf } from '../../../shared/boardTexts.ts'
import { openLevelStorage } from '../../../server/storage/level.ts'
import { createMemoryStorage } from '../../../server/storage/memory.ts'
import type { Storage } from '../../../server/storage/storage.ts'
import {
  BOARD,
  BOARD_DOC,
  readStored,
  startHarness,
  storedTexts,
  until,
  WORKSHOP,
  type Harness,
} from '../../sync/harness.ts'
import { createDevice, type Device } from './device.ts'

// A thread has to start before it can fold, and a busy machine takes its time for that.
vi.setConfig({ testTimeout: 60_000 })

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const start = async (storage: Storage = createMemoryStorage()): Promise<Harness> => {
  const harness = await startHarness({ storage, idle: 20 })
  closing.push(() => {
    // Whatever a device sent, it wrote.
    expect(harness.counted()).toContain('kiteboard_strange_updates_total 0')
    return harness.close()
  })
  return harness
}

const enter = async (device: Device): Promise<Session> => {
  const session = await device.open()
  closing.push(() => session.close())
  await until('the board is there', () => session.board(BOARD).ready.get())
  return session
}

const docOf = (session: Session): Y.Doc => session.board(BOARD).doc
const note = (session: Session, text: string): string =>
  addItem(docOf(session), { kind: 'note', at: [0, 0], text })
const write = (session: Session, id: string, index: number, removed: number, inserted: string): void => {
  const text = textOf(docOf(session), id, 'text')
  if (text) editText(text, index, removed, inserted)
}
const saved = (session: Session): Promise<void> =>
  until('all is saved', () => session.status.get().state === 'online' && session.status.get().waiting === 0)
const textIn = (session: Session, id: string): string => String(textOf(docOf(session), id, 'text') ?? '')
const words = (session: Session): string[] =>
  [...itemsOf(docOf(session)).values()].map((item) => String(item.get('text'))).sort()

/** Moves two notes so often that what is gone outweighs all else; leaves; and waits until the board was written anew. */
const wearOut = async (
  harness: Harness,
  session: Session,
  notes: readonly [string, string],
): Promise<void> => {
  docOf(session).transact(() => {
    for (let turn = 0; turn < 12_000; turn++)
      moveItems(docOf(session), new Map([[notes[turn % 2 ? 1 : 0], [turn, turn]]]))
  })
  await saved(session)
  session.close()
  const epoch = (): Promise<Uint8Array | null> => harness.storage.get(`doc/${WORKSHOP}/${BOARD_DOC}/e`)
  await until('it was written anew', async () => (await epoch()) !== null)
}

/** Whether some file holds these words; taken to be so while files come and go. */
const inFiles = async (folder: string, wanted: string): Promise<boolean> => {
  try {
    for (const name of await readdir(folder))
      if ((await readFile(join(folder, name))).includes(wanted)) return true
    return false
  } catch {
    return true
  }
}

test('a phone that was offline over an epoch brings its own work, and nothing that was erased', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kiteboard-epoch-'))
  closing.push(() => rm(folder, { recursive: true, force: true }))
  const harness = await start(await openLevelStorage({ path: folder }))
  const phone = createDevice(harness, harness.add())
  const one = await enter(phone)
  const desk = await enter(createDevice(harness, harness.add()))
  const shared = note(one, 'The door is heavy, says Marlow')
  const spoken = note(one, 'Marlow was here')
  await saved(one)
  await until('it is there', () => words(desk).length === 2)

  phone.network(false)
  const mine = note(one, 'A bench outside')
  write(one, shared, 0, 3, 'This')
  write(one, shared, 18, 0, ' and loud')
  setFields(docOf(one), 'note', [shared], { colour: 'sky' })
  write(one, spoken, 15, 0, ', twice')

  // Meanwhile the name goes, and with it the second note for good.
  write(desk, shared, 17, 13, '')
  docOf(desk).transact(() => itemsOf(docOf(desk)).delete(spoken))
  const other = note(desk, 'Something else')
  await wearOut(harness, desk, [shared, other])
  await until('it left the files', async () => !(await inFiles(folder, 'Marlow')))

  phone.network(true)
  await until('it has the new board', () => one.generation.get() === 1)
  await until('mine is written again', () => words(one).includes('A bench outside'))
  await saved(one)
  expect(words(one)).toEqual(['A bench outside', 'Something else', 'This door is heavy and loud'])
  expect(await storedTexts(harness.storage)).toEqual(words(one))
  expect(readItem(docOf(one), shared)).toMatchObject({ colour: 'sky' })
  expect(readItem(docOf(one), mine)).not.toBeNull()
  expect(one.refused.get()).toEqual([])
  await until('it did not come back', async () => !(await inFiles(folder, 'Marlow')))

  // The copy on the phone was replaced as well.
  one.close()
  const again = await enter(phone)
  await saved(again)
  expect(again.generation.get()).toBe(0)
  expect(words(again)).toEqual(['A bench outside', 'Something else', 'This door is heavy and loud'])
})

test('what waited is told apart also after a reload, and by a page that opened the board offline', async () => {
  const harness = await start()
  const phone = createDevice(harness, harness.add())
  const before = await enter(phone)
  const desk = await enter(createDevice(harness, harness.add()))
  const shared = note(before, 'stored')
  const [unwanted, wanted] = [note(before, 'unwanted'), note(before, 'wanted')]
  trash(docOf(before), [wanted])
  await saved(before)
  await until('it is there', () => words(desk).length === 3)
  phone.network(false)
  write(before, shared, 6, 0, ' and more')
  note(before, 'from the train')
  trash(docOf(before), [unwanted])
  restore(docOf(before), [wanted])
  before.close()
  const after = await enter(phone)
  note(after, 'from the bus')
  write(after, shared, 0, 0, 'well ')
  await wearOut(harness, desk, [shared, note(desk, 'theirs')])
  phone.network(true)
  await until('it has the new board', () => after.generation.get() === 1)
  await until('mine is written again', () => words(after).length === 6)
  await saved(after)
  expect(textIn(after, shared)).toBe('well stored and more')
  expect(await storedTexts(harness.storage)).toEqual([
    'from the bus',
    'from the train',
    'theirs',
    'unwanted',
    'wanted',
    'well stored and more',
  ])
  const stored = await readStored(harness.storage)
  expect(readItem(stored, unwanted)?.trashed).toBe(true)
  expect(readItem(stored, wanted)?.trashed).toBe(false)
})

/** A phone that has a board with one note, shared with a desk, and then no network. */
const startOffline = async () => {
  const harness = await start()
  const phone = createDevice(harness, harness.add())
  const one = await enter(phone)
  const desk = await enter(createDevice(harness, harness.add()))
  const shared = note(one, 'shared')
  await saved(one)
  await until('it is there', () => words(desk).length === 1)
  phone.network(false)
  write(one, shared, 6, 0, ' and more')
  return { harness, phone, one, desk, shared }
}

test('until the new board is there the old one stays on the screen, and takes what is written meanwhile', async () => {
  const { harness, phone, one, desk, shared } = await startOffline()
  await wearOut(harness, desk, [shared, note(desk, 'theirs')])
  const shown: number[] = []
  one.generation.subscribe(() => shown.push(one.board(BOARD).view.get().shown.length))
  // Connected again, and the new board has not come yet: words are still typed into what one sees.
  let typed = false
  const stop = one.status.subscribe(() => {
    if (typed || one.status.get().state !== 'online') return
    typed = true
    write(one, shared, 0, 0, 'well ')
  })
  phone.network(true)
  await until('it has the new board', () => one.generation.get() === 1)
  stop()
  expect(typed).toBe(true)
  // It never saw fewer than what is there, and the way back does not take all of it away at once.
  expect(shown[0]).toBe(2)
  expect(one.board(BOARD).undo.undoStack).toEqual([])
  await saved(one)
  expect(await storedTexts(harness.storage)).toEqual(['theirs', 'well shared and more'])
})

test('who had nothing waiting, or may only read, just gets the new board', async () => {
  const harness = await start()
  const reader = createDevice(harness, harness.add('viewer'))
  const desk = await enter(createDevice(harness, harness.add()))
  const one = note(desk, 'one')
  const watching = await enter(reader)
  await until('it is there', () => words(watching).length === 1)
  reader.network(false)
  await wearOut(harness, desk, [one, note(desk, 'two')])
  const size = (await readStored(harness.storage)).store.clients.size
  reader.network(true)
  await until('it has the new board', () => words(watching).length === 2)
  expect(watching.status.get().waiting).toBe(0)
  expect((await readStored(harness.storage)).store.clients.size).toBe(size)
})

test('two pages of one device each find the way to the new board', async () => {
  const harness = await start()
  const phone = createDevice(harness, harness.add())
  const [one, other] = [await enter(phone), await enter(phone)]
  const desk = await enter(createDevice(harness, harness.add()))
  const shared = note(one, 'shared')
  await saved(one)
  await until('it is there', () => words(desk).length === 1 && words(other).length === 1)
  phone.network(false)
  note(one, 'on the first page')
  note(other, 'on the second page')
  await wearOut(harness, desk, [shared, note(desk, 'theirs')])
  phone.network(true)
  const all = ['on the first page', 'on the second page', 'shared', 'theirs']
  for (const page of [one, other]) await until('it has all', () => words(page).join() === all.join())
  expect(await storedTexts(harness.storage)).toEqual(all)
})

const arrives = (harness: Harness, wanted: readonly string[]): Promise<void> =>
  until('it is stored', async () => (await storedTexts(harness.storage)).join() === wanted.join())

test('what an open page holds, no other page does again', async () => {
  const { harness, phone, one, desk, shared } = await startOffline()
  await until('it is remembered', () => phone.remembers('unsaved:'))
  const other = await enter(phone)
  await until('it reads the same', () => textIn(other, shared) === 'shared and more')
  await wearOut(harness, desk, [shared, note(desk, 'theirs')])
  phone.network(true)
  for (const page of [one, other]) {
    await until('it has the new board', () => page.generation.get() === 1)
    await saved(page)
  }
  await arrives(harness, ['shared and more', 'theirs'])
})

test.each(['with an epoch in between', 'without an epoch'])(
  'what a page held that died, one that was open before takes up, %s',
  async (how) => {
    const { harness, phone, one, desk, shared } = await startOffline()
    const other = await enter(phone)
    note(one, 'written later')
    write(one, shared, 15, 0, ' again')
    await until('it is remembered', () => phone.remembers('unsaved:', 'again'))
    phone.die(one)
    write(other, shared, 0, 0, 'well ')
    const third = await enter(phone)
    await until('it has it', () => textIn(third, shared).endsWith('shared and more again'))
    const made = note(third, 'on the third page')
    await until('it is remembered', () => phone.remembers('unsaved:', made))
    phone.die(third)
    const theirs = note(desk, 'theirs')
    if (how === 'with an epoch in between') await wearOut(harness, desk, [shared, theirs])
    phone.network(true)
    await arrives(harness, ['on the third page', 'theirs', 'well shared and more again', 'written later'])
    await until('it is here', () => words(other).length === 4)
    await saved(other)
    await until('nothing is remembered any more', () => !phone.remembers('unsaved:'))
    // What was erased stays on no device.
    const copies = () => [...phone.disk.copies.keys()].filter((copy) => copy.includes(BOARD))
    await until('only one copy is left', () => copies().length === 1)
  },
)

test('a page that dies in the middle of it leaves all of it to the next one, and nothing comes twice', async () => {
  const { harness, phone, one, desk, shared } = await startOffline()
  note(one, 'mine')
  await wearOut(harness, desk, [shared, note(desk, 'theirs')])
  phone.disk.flushing = new Promise(() => undefined)
  await until('it is remembered', () => phone.remembers('unsaved:'))
  phone.network(true)
  await until('it has the new board', () => one.generation.get() === 1)
  phone.die(one)
  phone.disk.flushing = Promise.resolve()
  expect(await storedTexts(harness.storage)).toEqual(['shared', 'theirs'])

  // The next one dies as soon as the server has it, before it can know.
  const next = await enter(phone)
  await arrives(harness, ['mine', 'shared and more', 'theirs'])
  phone.die(next)
  const last = await enter(phone)
  await saved(last)
  expect(words(last)).toEqual(['mine', 'shared and more', 'theirs'])
  expect(await storedTexts(harness.storage)).toEqual(words(last))
  await until('nothing is remembered any more', () => !phone.remembers('unsaved:'))
})
