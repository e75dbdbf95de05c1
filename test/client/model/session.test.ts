import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Session } from '../../../client/model/types.ts'
import type { Command } from '../../../shared/commands.ts'
import { trash } from '../../../shared/bin.ts'
import { readItem } from '../../../shared/board.ts'
import { addItem, moveItems, setFields } from '../../../shared/boardItems.ts'
import { editText, textOf } from '../../../shared/boardTexts.ts'
import { addRow, readPlan, setRow } from '../../../shared/plan.ts'
import { CLOSE } from '../../../shared/protocol.ts'
import {
  BOARD,
  BOARD_DOC,
  WORKSHOP,
  joinStock,
  startHarness,
  until,
  type Harness,
} from '../../sync/harness.ts'
import { createDevice, type Device } from './device.ts'

let harness: Harness
const open: Session[] = []
beforeEach(async () => {
  harness = await startHarness()
})
afterEach(async () => {
  for (const session of open.splice(0)) session.close()
  // Whatever a device sent, it wrote.
  expect(harness.counted()).toContain('kiteboard_strange_updates_total 0')
  await harness.close()
})

const enter = async (device: Device) => {
  const session = await device.open()
  open.push(session)
  return session
}
const ready = (session: Session) => until('the board is there', () => session.board(BOARD).ready.get())
const saved = (session: Session) =>
  until('all is saved', () => session.status.get().state === 'online' && session.status.get().waiting === 0)
const note = (session: Session, text: string) =>
  addItem(session.board(BOARD).doc, { kind: 'note', at: [0, 0], text })
const texts = (session: Session) =>
  session
    .board(BOARD)
    .view.get()
    .shown.flatMap((item) => (item.kind === 'note' ? [item.text] : []))
    .sort()

describe('a session', () => {
  test('what I write is waiting until the server has stored it, and then reaches others', async () => {
    const session = await enter(createDevice(harness, harness.add()))
    const other = await enter(createDevice(harness, harness.add()))
    await Promise.all([ready(session), ready(other)])
    note(session, 'A quiet room')
    expect(session.status.get().waiting).toBe(1)
    expect(texts(session)).toEqual(['A quiet room'])
    await saved(session)
    await until('the other sees it', () => texts(other).length === 1)
  })

  test('offline, each change counts; connected again, all are sent, and it says so', async () => {
    const device = createDevice(harness, harness.add())
    const session = await enter(device)
    await ready(session)
    const first = note(session, 'before')
    await saved(session)
    device.network(false)
    expect(session.status.get().state).toBe('offline')
    note(session, 'one')
    note(session, 'two')
    moveItems(session.board(BOARD).doc, new Map([[first, [50, 60]]]))
    expect(session.status.get().waiting).toBe(3)
    device.network(true)
    await until('it says that it is back', () => session.status.get().back)
    expect(session.status.get()).toMatchObject({ state: 'online', waiting: 0 })
    const stock = joinStock(harness, harness.add().token)
    await stock.synced()
    expect(stock.texts()).toEqual(['before', 'one', 'two'])
    stock.destroy()
  })

  test('offline edits survive a reload, with their count, and merge later', async () => {
    const device = createDevice(harness, harness.add())
    const before = await enter(device)
    await ready(before)
    note(before, 'kept')
    await saved(before)
    device.network(false)
    note(before, 'written on the train')
    before.close()

    const after = await enter(device)
    await ready(after)
    expect(texts(after)).toEqual(['kept', 'written on the train'])
    expect(after.status.get().waiting).toBe(1)
    const stock = joinStock(harness, harness.add().token)
    await stock.synced()
    stock.note('meanwhile')
    device.network(true)
    await saved(after)
    await until('both have all', () => texts(after).length === 3 && stock.texts().length === 3)
    stock.destroy()
  })

  test('what waits on a board that nobody opens again is sent all the same', async () => {
    const device = createDevice(harness, harness.add())
    const before = await enter(device)
    await ready(before)
    await saved(before)
    device.network(false)
    note(before, 'left behind')
    before.close()
    device.network(true)
    const after = await enter(device)
    await until('it was counted', () => after.status.get().state === 'online')
    await saved(after)
    const stock = joinStock(harness, harness.add().token)
    await stock.synced()
    await until('it arrived', () => stock.texts().includes('left behind'))
    stock.destroy()
  })

  test('what waits in the plan is sent without the plan being opened again', async () => {
    const person = harness.add('facilitator')
    const device = createDevice(harness, person)
    const before = await enter(device)
    await until('the plan is there', () => before.plan().ready.get())
    device.network(false)
    addRow(before.plan().doc, 'actions', { action: 'Make tea' })
    before.close()
    const session = await enter(device)
    expect(session.status.get().waiting).toBe(1)
    device.network(true)
    await saved(session)
    const other = await enter(createDevice(harness, person))
    await until('it has come', () => readPlan(other.plan().doc).actions.length === 1)
  })

  test('what the server refuses is kept on the device, and can be put back', async () => {
    const person = harness.add()
    const device = createDevice(harness, person)
    const session = await enter(device)
    await ready(session)
    const id = note(session, 'agreed')
    const unwanted = note(session, 'unwanted')
    await saved(session)
    harness.locked.add(BOARD)
    const old = session.board(BOARD)
    note(session, 'too late')
    trash(old.doc, [unwanted])
    const text = textOf(old.doc, id, 'text')
    if (text) editText(text, 6, 0, ' by all')
    await until('it was refused', () => session.refused.get().length === 1)
    expect(session.refused.get()).toEqual([{ document: BOARD_DOC, count: 3, code: CLOSE.forbidden }])
    expect(session.generation.get()).toBe(1)
    expect(session.board(BOARD)).not.toBe(old)
    await until('the board is as the server has it', () => texts(session).join() === 'agreed,unwanted')
    await saved(session)

    // It is still there after a reload.
    session.close()
    const later = await enter(device)
    await ready(later)
    await until('what was kept is read', () => later.refused.get().length === 1)
    expect(later.refused.get()).toEqual([{ document: BOARD_DOC, count: 3, code: CLOSE.forbidden }])
    harness.locked.delete(BOARD)
    await later.putBack(BOARD_DOC)
    expect(texts(later)).toEqual(['agreed by all', 'too late'])
    expect(later.refused.get()).toEqual([])
    await saved(later)
  })

  test('words put back where others wrote meanwhile stand beside theirs', async () => {
    const device = createDevice(harness, harness.add())
    const session = await enter(device)
    await ready(session)
    const id = note(session, 'agreed')
    await saved(session)
    harness.locked.add(BOARD)
    const mine = textOf(session.board(BOARD).doc, id, 'text')
    if (mine) editText(mine, 0, 6, 'mine')
    await until('it was refused', () => session.refused.get().length === 1)
    harness.locked.delete(BOARD)
    const theirs = textOf(session.board(BOARD).doc, id, 'text')
    if (theirs) editText(theirs, 0, 6, 'theirs')
    await session.putBack(BOARD_DOC)
    expect(texts(session)).toEqual(['mine', 'theirs'])
  })

  /** Gives somebody else the id under which this session writes, as if chance had given it to both. */
  const takeId = async (session: Session): Promise<void> => {
    const room = await harness.sync.open(WORKSHOP, BOARD_DOC)
    if (!('claims' in room)) throw new Error('no claims')
    Object(room.claims).wrote(session.board(BOARD).doc.clientID, 'somebody else')
  }

  test('a client id that is somebody else’s is given up, and what waited is written again by itself', async () => {
    const device = createDevice(harness, harness.add())
    const session = await enter(device)
    await ready(session)
    const stock = joinStock(harness, harness.add().token)
    await stock.synced()
    const theirs = stock.note('theirs')
    await until('it is here', () => texts(session).length === 1)
    await takeId(session)
    device.network(false)
    const { doc } = session.board(BOARD)
    note(session, 'mine')
    setFields(doc, 'note', [theirs], { colour: 'rose' })
    // Meanwhile others go on: their newer work is not undone by what this device did not know.
    stock.items.get(theirs)?.set('at', [70, 80])
    device.network(true)
    await until('both are there', () => stock.texts().join() === 'mine,theirs')
    await until('so is the colour', () => stock.items.get(theirs)?.get('colour') === 'rose')
    await saved(session)
    expect(stock.items.get(theirs)?.get('at')).toEqual([70, 80])
    expect(session.refused.get()).toEqual([])
    expect(session.board(BOARD).doc.clientID).not.toBe(doc.clientID)
    stock.destroy()
  })

  test('what is not acceptable stays on the device; what others wrote meanwhile is no part of it', async () => {
    const device = createDevice(harness, harness.add())
    const session = await enter(device)
    await ready(session)
    const id = note(session, 'agreed')
    await saved(session)
    const stock = joinStock(harness, harness.add().token)
    await stock.synced()
    device.network(false)
    stock.note('meanwhile')
    const there = stock.items.get(id)?.get('text')
    if (there instanceof Y.Text) there.insert(6, ' by them')
    const { doc } = session.board(BOARD)
    const text = textOf(doc, id, 'text')
    if (text) editText(text, 0, 0, 'we ')
    setFields(doc, 'note', [id], { colour: 'sky' })
    doc.getMap('elsewhere').set('a', 1)
    device.network(true)
    await until('it was refused', () => session.refused.get().length === 1)
    expect(session.refused.get()).toEqual([{ document: BOARD_DOC, count: 2, code: CLOSE.unacceptable }])
    await until(
      'the board is as the server has it',
      () => texts(session).join() === 'agreed by them,meanwhile',
    )
    await session.putBack(BOARD_DOC)
    // What they wrote had come by the time that mine was refused, so mine goes where I wrote it.
    expect(texts(session)).toEqual(['meanwhile', 'we agreed by them'])
    await saved(session)
    expect(stock.items.get(id)?.get('colour')).toBe('sky')
    stock.destroy()
  })

  test('what the plan does not take is kept too, and can be put back', async () => {
    const person = harness.add('facilitator')
    const device = createDevice(harness, person)
    const session = await enter(device)
    await until('the plan is there', () => session.plan().ready.get())
    const id = addRow(session.plan().doc, 'actions', { action: 'Open the door' })
    await saved(session)
    device.network(false)
    const { doc } = session.plan()
    setRow(doc, 'actions', id, { lead: 'Amina' })
    addRow(doc, 'actions', { action: 'Make tea' })
    doc.getMap('elsewhere').set('a', 1)
    device.network(true)
    await until('it was refused', () => session.refused.get().length === 1)
    expect(session.refused.get()).toEqual([{ document: 'plan', count: 2, code: CLOSE.unacceptable }])
    await session.putBack('plan')
    await saved(session)
    const { actions } = readPlan(session.plan().doc)
    expect(actions.map(({ action, lead }) => `${action} ${lead}`).sort()).toEqual([
      'Make tea ',
      'Open the door Amina',
    ])
  })

  test('a session that ended says so, and does not knock again', async () => {
    const person = harness.add()
    const device = createDevice(harness, person)
    const session = await enter(device)
    await ready(session)
    harness.people.delete(person.token)
    harness.sync.close(WORKSHOP, { person: person.id }, 4401, 'Your session has ended.')
    await until('it ended', () => session.status.get().state === 'ended')
    // After a reload it is still told apart from a server that never knew this device.
    expect(device.remembers('ended:')).toBe(true)
  })

  test('a server that does not know this device is asked again, and what waits goes out when it does', async () => {
    const person = harness.add()
    const device = createDevice(harness, person)
    const session = await enter(device)
    await ready(session)
    await saved(session)
    device.network(false)
    note(session, 'before the mistake')
    harness.people.delete(person.token)
    device.network(true)
    await until('it says so', () => session.status.get().state === 'unknown')
    expect(session.status.get().waiting).toBe(1)
    await session.again()
    expect(session.status.get().state).toBe('unknown')
    harness.people.set(person.token, person)
    await session.again()
    await saved(session)
    const stock = joinStock(harness, harness.add().token)
    await stock.synced()
    expect(stock.texts()).toEqual(['before the mistake'])
    stock.destroy()
  })

  test('others are seen where they are, and gone when they leave', async () => {
    const person = harness.add()
    const session = await enter(createDevice(harness, harness.add()))
    const other = await enter(createDevice(harness, person))
    await Promise.all([ready(session), ready(other)])
    other.board(BOARD).announce({ cursor: [10, 20] })
    await until('they are seen', () => session.board(BOARD).peers.get()[0]?.cursor?.[1] === 20)
    expect(session.board(BOARD).peers.get()[0]?.person).toBe(person.id)
    const theirs = note(other, 'of nobody’s name')
    const hand = 'x'.repeat(21)
    other.board(BOARD).announce({ selected: [hand, theirs], writing: theirs })
    await until('they chose', () => session.board(BOARD).peers.get()[0]?.selected?.length === 1)
    // They write without their name: neither where, nor where they point meanwhile, nor under which id leaves their device.
    const [seen] = session.board(BOARD).peers.get()
    expect(seen).toMatchObject({ cursor: null, selected: [hand], writing: null })
    expect(seen?.client).not.toBe(other.board(BOARD).doc.clientID)
    other.close()
    await until('they left', () => session.board(BOARD).peers.get().length === 0)
  })

  test('undo takes back my own change only', async () => {
    const session = await enter(createDevice(harness, harness.add()))
    await ready(session)
    const stock = joinStock(harness, harness.add().token)
    await stock.synced()
    const id = note(session, 'mine')
    const theirs = stock.note('theirs')
    await until('both are there', () => texts(session).length === 2)
    session.board(BOARD).undo.undo()
    const { doc } = session.board(BOARD)
    expect(readItem(doc, id)).toBeNull()
    expect(readItem(doc, theirs)).not.toBeNull()
    stock.destroy()
  })

  test('what the server said is kept of my words, a server that was started anew hears once more', async () => {
    const told: Command[] = []
    let run = 'first'
    const device = createDevice(harness, harness.add(), {
      run: () => run,
      command(command) {
        told.push(command)
        return Promise.resolve({ consent: 'room', at: 5 })
      },
    })
    const session = await enter(device)
    await until('it is connected', () => session.status.get().state === 'online')
    await session.api.command({ type: 'consent', consent: 'room' })
    device.network(false)
    device.network(true)
    await until('it is back', () => session.status.get().state === 'online')
    run = 'second'
    device.network(false)
    device.network(true)
    await until('it was told again', () => told.length > 1)
    const [first, ...again] = told
    expect(first).toEqual({ type: 'consent', consent: 'room' })
    expect(again[0]).toEqual({ type: 'consent', consent: 'room', at: 5 })
  })
})
