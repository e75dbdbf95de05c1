import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { boardDoc } from '../../shared/docs.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
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
  type StockClient,
} from './harness.ts'

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const start = async (options?: Parameters<typeof startHarness>[0]): Promise<Harness> => {
  const harness = await startHarness(options)
  closing.push(() => harness.close())
  return harness
}

const join = (harness: Harness, ...rest: [token: string, document?: string, doc?: Y.Doc]): StockClient => {
  const client = joinStock(harness, ...rest)
  closing.push(() => client.destroy())
  return client
}

test('two stock clients see what each other writes, and it is stored', async () => {
  const harness = await start()
  const a = join(harness, harness.add().token)
  const b = join(harness, harness.add().token)
  await a.synced()
  await b.synced()
  a.note('from a')
  b.note('from b')
  await until('both notes are everywhere', () => a.texts().length === 2 && b.texts().length === 2)
  expect(a.texts()).toEqual(['from a', 'from b'])
  expect(b.texts()).toEqual(a.texts())
  expect(await storedTexts(harness.storage)).toEqual(a.texts())
  expect(harness.seen).toHaveLength(2)
  expect(harness.applied.map(({ document }) => document)).toEqual([BOARD_DOC, BOARD_DOC])
  expect(harness.sync.here(WORKSHOP).size).toBe(2)
})

test("a document's name may be encoded in the address", async () => {
  const harness = await start()
  const a = join(harness, harness.add().token, encodeURIComponent(BOARD_DOC))
  const b = join(harness, harness.add().token)
  await b.synced()
  a.note('hello')
  await until('b has it', () => b.texts().length === 1)
})

test('what was written offline, and while the socket was opening, arrives whole', async () => {
  const harness = await start()
  const { token } = harness.add()
  const offline = new Y.Doc()
  const a = join(harness, token, BOARD_DOC, offline)
  // Before the socket is open, when it opens, and right after: the last ones outrun the sync step 2.
  a.note('before')
  a.provider.on('status', () => a.note('opening'))
  const b = join(harness, harness.add().token)
  await a.synced()
  a.note('after')
  await until('b has all', () => b.texts().length === a.texts().length && b.texts().includes('after'))
  expect(a.codes).toEqual([])
})

test('a newcomer gets what was written before, also after all had left and the room was let go', async () => {
  const harness = await start({ idle: 1 })
  const a = join(harness, harness.add().token)
  await a.synced()
  a.note('kept')
  await until('stored', async () => (await storedTexts(harness.storage)).length === 1)
  a.destroy()
  await until('nobody is here', () => harness.sync.here(WORKSHOP).size === 0)
  const b = join(harness, harness.add().token)
  await b.synced()
  expect(b.texts()).toEqual(['kept'])
})

test('nobody without a session gets in: 4401, and a stock client stops', async () => {
  const harness = await start()
  const a = join(harness, 'no-such-token')
  await until('closed', () => a.codes.length > 0)
  expect(a.codes).toEqual([4401])
  expect(a.provider.shouldConnect).toBe(false)
})

test('a document that does not exist is refused with 4403', async () => {
  const harness = await start()
  const { token } = harness.add()
  for (const name of [boardDoc('board-0000000000009'), 'nonsense', '%E0%A4%A', 'board:../x']) {
    const { codes } = join(harness, token, name)
    await until(`${name} is refused`, () => codes.length > 0)
    expect(codes).toEqual([4403])
  }
})

test('a viewer reads, and is not closed for saying again what is known; writing closes with 4403', async () => {
  const harness = await start()
  const writer = join(harness, harness.add().token)
  await writer.synced()
  writer.note('one')
  const viewer = join(harness, harness.add('viewer').token)
  await until('the viewer has it', () => viewer.texts().length === 1)
  viewer.provider.disconnect()
  viewer.provider.connect()
  await viewer.synced()
  writer.note('two')
  await until('the viewer has the second', () => viewer.texts().length === 2)
  expect(viewer.codes).toEqual([])
  viewer.note('forbidden')
  await until('the viewer is closed', () => viewer.codes.length > 0)
  expect(viewer.codes).toEqual([4403])
  expect(writer.texts()).toEqual(['one', 'two'])
})

test('a viewer may not delete either', async () => {
  const harness = await start()
  const writer = join(harness, harness.add().token)
  await writer.synced()
  const id = writer.note('one')
  const viewer = join(harness, harness.add('viewer').token)
  await until('the viewer has it', () => viewer.texts().length === 1)
  viewer.items.delete(id)
  await until('the viewer is closed', () => viewer.codes.length > 0)
  expect(viewer.codes).toEqual([4403])
  expect(writer.texts()).toEqual(['one'])
})

test('permission is per document: nobody writes the stage, members write the plan, a lock rests a board', async () => {
  const harness = await start()
  const facilitator = harness.add('facilitator')
  const participant = harness.add()
  const member = harness.add('participant', true)

  const stage = join(harness, facilitator.token, 'stage')
  await stage.synced()
  stage.doc.getMap('stage').set('step', 1)
  await until('the stage refuses', () => stage.codes.includes(4403))

  const plan = join(harness, participant.token, 'plan')
  await plan.synced()
  plan.doc.getMap('actions').set('a', new Y.Map())
  await until('the plan refuses', () => plan.codes.includes(4403))

  const ours = join(harness, member.token, 'plan')
  await ours.synced()
  ours.doc.getMap('actions').set('b', new Y.Map())
  const theirs = join(harness, facilitator.token, 'plan')
  await until('the facilitator sees it', () => theirs.doc.getMap('actions').has('b'))
  expect(theirs.doc.getMap('actions').has('a')).toBe(false)

  const board = join(harness, participant.token)
  const host = join(harness, facilitator.token)
  await board.synced()
  await host.synced()
  harness.locked.add(BOARD)
  board.note('too late')
  await until('the locked board refuses', () => board.codes.includes(4403))
  host.note('the facilitator still writes')
  await until('it is stored', async () => (await storedTexts(harness.storage)).length === 1)
})

test('a role that rises counts at once', async () => {
  const harness = await start()
  const person = harness.add('viewer')
  const a = join(harness, person.token)
  await a.synced()
  person.role = 'participant'
  a.note('now I may')
  await until('stored', async () => (await storedTexts(harness.storage)).length === 1)
})

test('removing a person closes their sockets at once, and nobody else’s', async () => {
  const harness = await start()
  const gone = harness.add()
  const stays = harness.add()
  const a = join(harness, gone.token)
  const b = join(harness, stays.token)
  await a.synced()
  await b.synced()
  harness.people.delete(gone.token)
  harness.sync.close(WORKSHOP, { person: gone.id }, 4401, 'You were removed.')
  await until('closed', () => a.codes.length > 0)
  expect(a.codes).toEqual([4401])
  expect(b.codes).toEqual([])
  expect([...harness.sync.here(WORKSHOP)]).toEqual([stays.id])
})

test("the server's own changes are stored and passed on like anybody's", async () => {
  const harness = await start()
  const a = join(harness, harness.add().token, 'stage')
  await a.synced()
  const room = await harness.sync.open(WORKSHOP, 'stage')
  room.doc.getMap('stage').set('step', 'listen')
  await until('it arrives', () => a.doc.getMap('stage').get('step') === 'listen')
})

test('a stage stays as long as the server runs; another room that was let go says so instead of losing a change', async () => {
  const harness = await start({ idle: 1 })
  const stage = await harness.sync.open(WORKSHOP, 'stage')
  const board = await harness.sync.open(WORKSHOP, BOARD_DOC)
  await until('the board was let go', async () => (await harness.sync.open(WORKSHOP, BOARD_DOC)) !== board)
  stage.doc.getMap('stage').set('step', 'listen')
  await harness.committer.settled()
  expect((await readStored(harness.storage, 'stage')).getMap('stage').get('step')).toBe('listen')
  expect(() => board.doc.getMap('items').set('a', 1)).toThrow('too long ago')
})

test('a stop flushes, tells everybody 1012, and lets nobody in', async () => {
  const storage = createMemoryStorage()
  const harness = await startHarness({ storage })
  const a = joinStock(harness, harness.add().token)
  await a.synced()
  a.note('just before')
  await until('on its way', () => harness.applied.length === 1)
  await harness.sync.shutdown()
  await until('closed', () => a.codes.includes(1012))
  a.destroy()
  const late = joinStock(harness, harness.add().token)
  await until('turned away', () => late.codes.length > 0)
  expect(late.provider.synced).toBe(false)
  late.destroy()
  expect(await storedTexts(storage)).toEqual(['just before'])
  await harness.close()
})
