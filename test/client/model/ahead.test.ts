/** Devices that know more than a server whose data were put back as they had been. */
import { afterEach, expect, test, vi } from 'vitest'
import type * as Y from 'yjs'
import type { Session } from '../../../client/model/types.ts'
import { createMemoryStorage } from '../../../server/storage/memory.ts'
import type { Storage } from '../../../server/storage/storage.ts'
import { itemsOf } from '../../../shared/board.ts'
import { addItem } from '../../../shared/boardItems.ts'
import { addRow, readPlan } from '../../../shared/plan.ts'
import { CLOSE } from '../../../shared/protocol.ts'
import { setHidden, setMeta } from '../../../shared/stage.ts'
import {
  BOARD,
  BOARD_DOC,
  joinStock,
  readStored,
  startHarness,
  storedTexts,
  until,
  WORKSHOP,
  type Harness,
  type Someone,
} from '../../sync/harness.ts'
import { createDevice, type Device } from './device.ts'
import { closedBy, openSessionByHand } from './sessionByHand.ts'

vi.setConfig({ testTimeout: 60_000 })

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const copyOf = async (storage: Storage): Promise<Storage> => {
  const copy = createMemoryStorage()
  for await (const [key, value] of storage.list('')) await copy.commit([{ type: 'put', key, value }])
  return copy
}

/** A server that can be started anew on an older copy of its data; devices find it where the first one was. */
const startHouse = async () => {
  const running: Harness[] = []
  const run = async (storage?: Storage): Promise<Harness> => {
    const harness = await startHarness(storage ? { storage } : {})
    running.push(harness)
    return harness
  }
  const house: Harness = { ...(await run()) }
  closing.push(async () => {
    for (const harness of running) if (harness.url === house.url) await harness.close()
  })
  return {
    house,
    /** Starts it anew on these data. What is under way must be stored. */
    async startOn(storage: Storage, people: readonly Someone[]) {
      await running.at(-1)?.close()
      Object.assign(house, await run(storage))
      for (const person of people) house.people.set(person.token, person)
    },
  }
}

const enter = async (device: Device): Promise<Session> => {
  const session = await device.open()
  closing.push(() => session.close())
  await until('the board is there', () => session.board(BOARD).ready.get())
  return session
}
const onStage = async (house: Harness, work: (doc: Y.Doc) => void): Promise<void> => {
  const room = await house.sync.open(WORKSHOP, 'stage')
  work(room.doc)
  await house.committer.settled()
}
const note = (session: Session, text: string) =>
  addItem(session.board(BOARD).doc, { kind: 'note', at: [0, 0], text })
const words = (session: Session): string[] =>
  session
    .board(BOARD)
    .view.get()
    .shown.flatMap((item) => (item.kind === 'note' ? [item.text] : []))
    .sort()
const titleIn = (session: Session): string => session.stage.get().meta.title
const saved = (session: Session): Promise<void> =>
  until('all is saved', () => session.status.get().state === 'online' && session.status.get().waiting === 0)
const copiesOf = (device: Device, name: string): string[] =>
  [...device.disk.copies.keys()].filter((copy) => copy.includes(`:${name}`))

const changes: readonly (readonly [what: string, work: (doc: Y.Doc) => void])[] = [
  ['more written', (doc) => setMeta(doc, { title: 'Later' })],
  ['more deleted', (doc) => setHidden(doc, 'item', false)],
]

test.each(changes)('a stage with %s than the server has gives way to the server’s', async (_what, change) => {
  const { house, startOn } = await startHouse()
  const [me, other] = [house.add(), house.add()]
  const device = createDevice(house, me)
  const session = await enter(device)
  await onStage(house, (doc) => {
    setMeta(doc, { title: 'As it was' })
    setHidden(doc, 'item', true)
  })
  note(session, 'before')
  await saved(session)
  await until('the stage is there', () => titleIn(session) === 'As it was')
  const older = await copyOf(house.storage)

  await onStage(house, change)
  await until('it came', () => titleIn(session) === 'Later' || !session.stage.get().hidden.has('item'))
  note(session, 'stored, and lost by the server')
  await saved(session)
  device.network(false)
  note(session, 'not stored yet')
  await startOn(older, [me, other])
  const titles = new Set<string>()
  session.stage.subscribe(() => titles.add(titleIn(session)))
  device.network(true)

  await until(
    'it shows what the server has',
    () => titleIn(session) === 'As it was' && session.stage.get().hidden.has('item'),
  )
  // What happens from now on comes, also who is here; and the old one stood until then.
  await onStage(house, (doc) => setMeta(doc, { title: 'From now on' }))
  await until('the stage lives', () => titleIn(session) === 'From now on')
  expect(titles.has('')).toBe(false)
  const theirs = await enter(createDevice(house, other))
  await until('they see each other', () => session.here.get().has(other.id) && theirs.here.get().has(me.id))
  // The socket's other documents went on, and nothing that people wrote was lost.
  await saved(session)
  expect(await storedTexts(house.storage)).toEqual(words(session))
  expect(words(session)).toEqual(['before', 'not stored yet', 'stored, and lost by the server'])
  expect(session.refused.get()).toEqual([])
  expect(house.lines.filter(({ level }) => level !== 'info')).toEqual([])

  // The copy on this device was replaced as well.
  await until('only the new copy is left', () => copiesOf(device, 'stage').length === 1)
  session.close()
  device.network(false)
  const again = await enter(device)
  await until('the copy is read', () => titleIn(again) === 'From now on')
})

test('a page whose stage is of another history again and again says so at last, and is well when it is opened anew', async () => {
  const { house, startOn } = await startHouse()
  const me = house.add()
  const device = createDevice(house, me)
  const session = await enter(device)
  await onStage(house, (doc) => setMeta(doc, { title: 'As it was' }))
  await until('the stage is there', () => titleIn(session) === 'As it was')
  const older = await copyOf(house.storage)
  const troubles: unknown[] = []
  for (const title of ['one', 'two', 'three', 'four']) {
    await onStage(house, (doc) => setMeta(doc, { title }))
    await until('it came', () => titleIn(session) === title)
    device.network(false)
    await startOn(await copyOf(older), [me])
    device.network(true)
    await until(
      'it is mended, or told',
      () => titleIn(session) === 'As it was' || session.status.get().trouble !== null,
    )
    troubles.push(session.status.get().trouble)
  }
  expect(troubles).toEqual([null, null, null, 'mixed'])
  expect(titleIn(session)).toBe('four')
  session.close()
  const again = await enter(device)
  await until('it is as the server has it', () => titleIn(again) === 'As it was')
  expect(again.status.get().trouble).toBeNull()
})

test('a stage that is behind, or as the server has it, is kept', async () => {
  const { house, startOn } = await startHouse()
  const me = house.add()
  const device = createDevice(house, me)
  const session = await enter(device)
  await onStage(house, (doc) => {
    for (const title of ['one', 'two']) setMeta(doc, { title })
    for (const isSo of [true, false]) setHidden(doc, 'item', isSo)
  })
  await until('the stage is there', () => titleIn(session) === 'two')
  const before = copiesOf(device, 'stage')
  device.network(false)
  await startOn(await copyOf(house.storage), [me])
  device.network(true)
  await saved(session)
  device.network(false)
  await onStage(house, (doc) => setMeta(doc, { title: 'three' }))
  device.network(true)
  await until('it is brought up to date', () => titleIn(session) === 'three')
  await saved(session)
  expect(copiesOf(device, 'stage')).toEqual(before)
})

test('who may not write a board or the plan gets the server’s, and is told of no work that was not theirs', async () => {
  const { house, startOn } = await startHouse()
  const [watcher, host] = [house.add('viewer'), house.add('facilitator')]
  const hosting = await enter(createDevice(house, host))
  const device = createDevice(house, watcher)
  const session = await enter(device)
  await until('the plan is there', () => session.plan().ready.get() && hosting.plan().ready.get())
  note(hosting, 'kept')
  await saved(hosting)
  const older = await copyOf(house.storage)
  note(hosting, 'lost')
  addRow(hosting.plan().doc, 'actions', { action: 'lost' })
  await saved(hosting)
  await until(
    'it came',
    () => words(session).length === 2 && readPlan(session.plan().doc).actions.length === 1,
  )
  hosting.close()
  device.network(false)
  await startOn(older, [watcher, host])
  device.network(true)
  await until('it has the server’s', () => words(session).length === 1)
  await until('also of the plan', () => session.plan().view.get().actions.length === 0)
  await saved(session)
  expect(session.refused.get()).toEqual([])
  const stock = joinStock(house, host.token)
  await stock.synced()
  stock.note('goes on')
  await until('it goes on', () => words(session).join() === 'goes on,kept')
  stock.destroy()
})

/** By whom each note on the board was written, by its words; what nobody knows the writer of begins with a question mark. */
const writersOf = async ({ storage }: Harness): Promise<Record<string, string>> => {
  const writers: Record<string, string> = {}
  for (const item of itemsOf(await readStored(storage)).values()) {
    const claim = await storage.get(`doc/${WORKSHOP}/${BOARD_DOC}/c/${item._item?.id.client}`)
    writers[String(item.get('text'))] = Buffer.from(claim ?? []).toString('utf8')
  }
  return writers
}

test('what others wrote since is nobody’s, whether it is brought back as it was or written again', async () => {
  const { house, startOn } = await startHouse()
  const [me, other, third] = [house.add(), house.add(), house.add()]
  const device = createDevice(house, me)
  const theirs = createDevice(house, other)
  const [session, writing] = [await enter(device), await enter(theirs)]
  await saved(writing)
  const empty = await copyOf(house.storage)
  note(writing, 'theirs')
  await saved(writing)
  // In this copy their page has an id, under which it will write more.
  const older = await copyOf(house.storage)
  note(writing, 'theirs, later')
  await saved(writing)
  const late = await enter(createDevice(house, third))
  note(late, 'another’s')
  await saved(late)
  note(session, 'mine')
  await saved(session)
  await until('all of it came', () => words(session).length === 4)

  for (const [copy, ofTheirs] of [
    [empty, `?${me.id}`],
    [older, other.id],
  ] as const) {
    for (const each of [device, theirs]) each.network(false)
    late.close()
    await startOn(await copyOf(copy), [me, other])
    device.network(true)
    await saved(session)
    await until('all is back', async () => (await storedTexts(house.storage)).length === 4)
    expect(await writersOf(house)).toEqual({
      mine: me.id,
      theirs: ofTheirs,
      'theirs, later': `?${me.id}`,
      'another’s': `?${me.id}`,
    })
  }
  // Whoever wrote it is here again, and is refused nothing.
  theirs.network(true)
  await saved(writing)
  note(writing, 'theirs, from now on')
  await saved(writing)
  expect(await writersOf(house)).toMatchObject({ theirs: other.id, 'theirs, from now on': other.id })
  expect([...session.refused.get(), ...writing.refused.get()]).toEqual([])
})

test('whose words a stock client was first with writes on as themselves, and nothing is lost or there twice', async () => {
  const { house, startOn } = await startHouse()
  const [me, other] = [house.add(), house.add()]
  const older = await copyOf(house.storage)
  const device = createDevice(house, me)
  const session = await enter(device)
  note(session, 'mine')
  await saved(session)
  const { clientID } = session.board(BOARD).doc
  await until('it is proven', () =>
    device.remembers(`mine:${WORKSHOP}:${BOARD_DOC}:${me.id}:${clientID}`, ','),
  )
  const before = joinStock(house, other.token)
  await until('they have it', () => before.texts().length === 1)
  before.destroy()
  device.network(false)
  note(session, 'mine, offline')
  await startOn(older, [me, other])
  const claim = async () =>
    Buffer.from((await house.storage.get(`doc/${WORKSHOP}/${BOARD_DOC}/c/${clientID}`)) ?? []).toString()
  const stock = joinStock(house, other.token, BOARD_DOC, before.doc)
  closing.push(() => stock.destroy())
  await until('they were first', async () => (await claim()) === other.id)

  device.network(true)
  await until('it is for nobody to go on under', async () => (await claim()) === '')
  await saved(session)
  note(session, 'mine, from now on')
  await saved(session)
  const all = ['mine', 'mine, from now on', 'mine, offline']
  expect([words(session), await storedTexts(house.storage)]).toEqual([all, all])
  expect(await writersOf(house)).toMatchObject({ 'mine, from now on': me.id, 'mine, offline': me.id })
  await until('they have all', () => stock.texts().length === 3)
  expect([session.refused.get(), stock.codes]).toEqual([[], []])
})

test('somebody who only read, and then may write, is heard', async () => {
  const { house } = await startHouse()
  const person = house.add('viewer')
  const session = await enter(createDevice(house, person))
  await saved(session)
  house.people.set(person.token, Object.assign(person, { role: 'participant' }))
  await session.refresh()
  note(session, 'mine')
  await saved(session)
  expect(await storedTexts(house.storage)).toEqual(['mine'])
})

test('a stage that the server closes each time is asked for anew a few times, and no more', async () => {
  vi.useFakeTimers()
  closing.push(() => void vi.useRealTimers())
  let asked = 0
  const isStepOne = (bytes: Uint8Array) => bytes[0] === 5 && bytes[6] === 0 && bytes[7] === 0
  const { session, hear } = await openSessionByHand((bytes) => void (isStepOne(bytes) && (asked += 1)))
  closing.push(() => session.close())
  for (let turn = 0; turn < 20; turn++) {
    await vi.advanceTimersByTimeAsync(100)
    hear(closedBy('stage', CLOSE.forbidden))
  }
  expect(asked).toBeGreaterThan(1)
  expect(asked).toBeLessThan(10)
  expect(session.status.get()).toMatchObject({ state: 'online', waiting: 0 })
})

test('who had to join again gets by the proofs of who they were what others brought back', async () => {
  const { house, startOn } = await startHouse()
  const [me, other] = [{ ...house.add() }, house.add()]
  const older = await copyOf(house.storage)
  const device = createDevice(house, me)
  const mine = await enter(device)
  const theirs = await enter(createDevice(house, other))
  note(mine, 'what I wrote')
  const { clientID } = mine.board(BOARD).doc
  await until('it is proven', () =>
    device.remembers(`mine:${WORKSHOP}:${BOARD_DOC}:${me.id}:${clientID}`, ','),
  )
  await until('they have it', () => words(theirs).length === 1)
  mine.close()
  await startOn(older, [other])
  const claim = async () =>
    Buffer.from((await house.storage.get(`doc/${WORKSHOP}/${BOARD_DOC}/c/${clientID}`)) ?? []).toString()
  await until('it is back', async () => (await claim()) === `?${other.id}`)
  const before = me.id
  Object.assign(me, house.add())
  await enter(device)
  await until('it is mine', async () => (await claim()) === me.id)
  expect(me.id).not.toBe(before)
})
