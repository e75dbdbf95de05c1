/** Whoever says what they have gets what they lack: whole, in their turn, and not more often than they can take it. */
import fc from 'fast-check'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createMetrics } from '../../server/metrics.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import { createAnswers } from '../../server/sync/room/answers.ts'
import { createChannel } from '../../server/sync/sockets/channel.ts'
import { createHeld } from '../../server/sync/sockets/held.ts'
import { createCommitter } from '../../server/sync/committer.ts'
import { createDeleted } from '../../server/sync/room/deleted.ts'
import { presenceFrame, stepTwoFrame, type Frame } from '../../server/sync/frames.ts'
import { SocketRefusal } from '../../server/sync/refuse.ts'
import { createShare } from '../../server/sync/share.ts'
import { createRooms } from '../../server/sync/room/rooms.ts'
import { CLOSE, LIMITS, MESSAGE_AWARENESS, MESSAGE_QUERY_AWARENESS } from '../../shared/protocol.ts'
import { BOARD_DOC, until, WORKSHOP } from './harness.ts'

const STEP_TWO = 1

const here = { client: 7, clock: 1, state: '{}' }

interface SyncMessage {
  readonly type: number
  readonly update: Uint8Array
}

const syncIn = ({ plain }: Frame): SyncMessage | null => {
  const decoder = decoding.createDecoder(plain)
  if (decoding.readVarUint(decoder) !== 0) return null
  return { type: decoding.readVarUint(decoder), update: decoding.readVarUint8Array(decoder) }
}

const stepOne = (stateVector: Uint8Array): decoding.Decoder =>
  decoding.createDecoder(
    encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 0)
      encoding.writeVarUint(encoder, 0)
      encoding.writeVarUint8Array(encoder, stateVector)
    }),
  )

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constantFrom(
        'type' as const,
        'take out' as const,
        'set' as const,
        'make' as const,
        'bin' as const,
      ),
      page: fc.nat(2),
      which: fc.nat(4),
      at: fc.nat(60),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('learn' as const), page: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('come back' as const), page: fc.nat(2) }) },
)

test('after an answer, whoever came back has all that the server has, whatever happened meanwhile', () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120 }), async (steps) => {
      const server = new Y.Doc()
      const deleted = createDeleted(server)
      const answers = createAnswers({
        name: BOARD_DOC,
        doc: server,
        deleted,
        snapshot: { frames: () => [stepTwoFrame(BOARD_DOC, Y.encodeStateAsUpdate(server))], size: () => 0 },
        epoch: { isRetired: () => false },
        share: createShare(),
        isHere: () => true,
        whenDurable: (then) => then(),
      })
      server.on('update', (_update, _origin, _doc, transaction: Y.Transaction) => {
        deleted.changed(transaction)
        answers.changed()
      })
      const pages = [1, 2, 3].map((client) => {
        const page = new Y.Doc()
        page.clientID = client
        return page
      })
      const [first] = pages
      for (let note = 0; note < 40; note++) first?.getMap('items').set(`there ${note}`, new Y.Text('words'))

      const comeBack = async (page: Y.Doc): Promise<void> => {
        const vector = Y.encodeStateVector(page)
        const frames: Frame[] = []
        await new Promise<void>((resolve) =>
          answers.answer(
            { person: 'page', send: (frame) => void frames.push(frame), whenFree: (then) => then() },
            answers.read(vector),
            resolve,
          ),
        )
        const messages = frames.flatMap((frame) => syncIn(frame) ?? [])
        expect(messages.findIndex(({ type }) => type === STEP_TWO)).toBe(messages.length - 1)
        for (const { update } of messages) Y.applyUpdate(page, update)
        expect([page.store.pendingStructs, page.store.pendingDs]).toEqual([null, null])
        Y.applyUpdate(server, Y.encodeStateAsUpdate(page, Y.encodeStateVector(server)))
        expect(page.getMap('items').toJSON()).toEqual(server.getMap('items').toJSON())
        expect(Y.encodeStateVector(page)).toEqual(Y.encodeStateVector(server))
        const [theirs, ours] = [page, server].map(({ store }) => Y.createDeleteSetFromStructStore(store))
        expect(theirs && ours && Y.equalDeleteSets(theirs, ours)).toBe(true)
      }

      for (const each of steps) {
        const page = pages[each.page]
        if (!page) continue
        if (each.type === 'come back') await comeBack(page)
        // Somebody else told it, and the server hears of what it wrote at some other time.
        else if (each.type === 'learn') Y.applyUpdate(page, Y.encodeStateAsUpdate(server))
        else {
          const items = page.getMap<unknown>('items')
          const id = `item ${each.which}`
          const text = items.get(id)
          if (each.type === 'make') items.set(id, new Y.Text('some words'))
          else if (each.type === 'bin') items.delete(id)
          else if (each.type === 'set') items.set('field', each.at)
          else if (!(text instanceof Y.Text)) continue
          else if (each.type === 'type') text.insert(Math.min(each.at, text.length), 'abc')
          else
            text.delete(
              Math.min(each.at, text.length),
              Math.min(4, text.length - Math.min(each.at, text.length)),
            )
        }
      }
      for (const page of [...pages, ...pages]) await comeBack(page)
    }),
    { numRuns: 50 },
  ))

/** A room as the server has it, with a board of so many notes in it, and somebody who may read it. */
const openRoom = async (notes: number) => {
  const memory = createMemoryStorage()
  let held: Promise<void> | null = null
  let letGo: () => void = () => {}
  const storage = {
    ...memory,
    async commit(writes: Parameters<typeof memory.commit>[0]) {
      await held
      await memory.commit(writes)
    },
  }
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const committer = createCommitter({ storage, log })
  const gatekeeper = {
    admit: () => Promise.reject(new Error('nobody is admitted')),
    exists: async () => true,
    locked: () => false,
    seen: () => {},
    applied: () => {},
    found: () => {},
  }
  const rooms = createRooms({
    storage,
    committer,
    gatekeeper,
    log,
    metrics: createMetrics(),
    everyone: () => 1,
  })
  onTestFinished(() => rooms.close())
  const room = await rooms.open(WORKSHOP, BOARD_DOC)
  const items = room.doc.getMap('items')
  const write = (from: number, to: number): void =>
    room.doc.transact(() => {
      for (let note = from; note < to; note++)
        items.set(`note ${note}`, new Y.Map([['text', new Y.Text('words')]]))
    })
  write(0, notes)
  await committer.settled()

  const join = (mayWork: (steps: number) => boolean = () => true) => {
    const frames: Frame[] = []
    const refused: number[] = []
    const waiting: (() => void)[] = []
    const state = { free: true }
    const receiver = {
      person: 'reader',
      acknowledges: false,
      mayWrite: () => false,
      mayShow: () => true,
      send: (frame: Frame) => void frames.push(frame),
      whenFree: (then: () => void) => (state.free ? then() : void waiting.push(then)),
      fail: (error: unknown) => void refused.push(error instanceof SocketRefusal ? error.code : NaN),
      waits: () => {},
      end: () => {},
    }
    const holder = {
      session: 's',
      person: 'reader',
      asker: () => ({ person: 'reader', role: 'viewer' as const, member: false }),
    }
    const held = createHeld({
      watch: () => ({ came: () => {}, leave: () => {} }),
      isComing: () => false,
      onLate: () => {},
    })
    const channel = createChannel({ room, receiver, holder, gatekeeper, mayWork, held })
    return {
      refused,
      ask: (stateVector: Uint8Array) => channel.receive(stepOne(stateVector)),
      /** Says that they are here. */
      say: () => channel.receive(decoding.createDecoder(presenceFrame(BOARD_DOC, [here]).plain)),
      /** Asks who is here. */
      query: () => channel.receive(decoding.createDecoder(Uint8Array.of(MESSAGE_QUERY_AWARENESS))),
      /** How often they were told who is here. */
      presence: () => frames.filter(({ plain }) => plain[0] === MESSAGE_AWARENESS).length,
      answers: () => frames.filter((frame) => syncIn(frame)?.type === STEP_TWO).length,
      block: () => void (state.free = false),
      free() {
        state.free = true
        for (const then of waiting.splice(0)) then()
      },
    }
  }
  return {
    room,
    write,
    join,
    settled: () => committer.settled(),
    /** Nothing is stored until it is let go. */
    hold() {
      held = new Promise((resolve) => (letGo = resolve))
      return () => letGo()
    },
  }
}

/** How many parts of documents are written out from now on. */
const countParts = (atEach = (): void => {}): (() => number) => {
  const original = Y.Item.prototype.write
  const writes = vi.spyOn(Y.Item.prototype, 'write').mockImplementation(function (this: Y.Item, ...rest) {
    atEach()
    return original.apply(this, rest)
  })
  onTestFinished(() => writes.mockRestore())
  return () => writes.mock.calls.length
}

/** What somebody has who left before the last notes came. */
const someVector = (doc: Y.Doc, behind: number): Uint8Array => {
  const end = Y.getState(doc.store, doc.clientID)
  return encoding.encode((encoder) => {
    for (const part of [1, doc.clientID, end - behind]) encoding.writeVarUint(encoder, part)
  })
}

test('whoever asks a hundred times while an answer is under way gets one more, to what they said last', async () => {
  const { room, write, join, hold } = await openRoom(400)
  const { ask, answers } = join()
  const letGo = hold()
  write(400, 401)
  const parts = countParts()
  for (let behind = 1; behind <= 100; behind++) ask(someVector(room.doc, 200 + behind))
  for (let each = 0; each < 10; each++) await turn()
  // What is not stored is told nobody.
  expect(answers()).toBe(0)
  const before = parts()
  expect(before).toBeLessThan(300)
  letGo()
  await until('both are answered', () => answers() === 2)
  for (let each = 0; each < 10; each++) await turn()
  expect(answers()).toBe(2)
  expect(parts() - before).toBeLessThan(400)
})

test('nothing is made for somebody who does not take what waits for them, until they do', async () => {
  const { room, join } = await openRoom(400)
  const { ask, answers, block, free } = join()
  const parts = countParts()
  block()
  for (let behind = 1; behind <= 100; behind++) {
    ask(someVector(room.doc, behind))
    await turn()
  }
  expect([parts(), answers()]).toEqual([0, 0])
  free()
  await until('they are answered', () => answers() === 2)
  expect(parts()).toBeLessThan(150)
})

test('an answer is work of whoever asks, also of who only reads', async () => {
  const { room, join } = await openRoom(400)
  const asked: number[] = []
  let left = 4
  const { ask, refused, answers } = join((steps) => {
    asked.push(steps)
    return left-- > 0
  })
  // To come is work too.
  expect(asked.splice(0)).toEqual([expect.any(Number)])
  const parts = countParts()
  for (const behind of [1, 50, 100, 150, 200]) {
    ask(someVector(room.doc, behind))
    for (let each = 0; each < 4; each++) await turn()
  }
  expect(answers()).toBe(3)
  expect(refused).toEqual([CLOSE.tooFast])
  // Who lacks more has more made for them.
  expect(asked).toEqual(asked.toSorted((a, b) => a - b))
  expect(asked.at(-1)).toBeGreaterThan(parts())
})

test('to be told who is here is work of whoever asks, once for however many times in one tick', async () => {
  const { join } = await openRoom(10)
  const other = join()
  other.say()
  await until('somebody is here', () => other.presence() > 0)
  const paid: number[] = []
  let may = true
  const { query, refused, presence } = join((steps) => {
    paid.push(steps)
    return may || steps === 0
  })
  await until('they are greeted', () => presence() === 1)
  paid.length = 0
  for (let each = 0; each < 100; each++) query()
  const [first, ...others] = paid
  expect(first).toBeGreaterThan(0)
  expect(others).toEqual(others.map(() => 0))
  await until('they are told', () => presence() === 2)
  may = false
  expect(query).toThrow(expect.objectContaining({ code: CLOSE.tooFast }))
  expect(() => join(() => false)).toThrow(expect.objectContaining({ code: CLOSE.tooFast }))
  expect([presence(), refused]).toEqual([2, []])
})

test('answers are made a few in a turn', async () => {
  const { room, join } = await openRoom(400)
  const people = Array.from({ length: 40 }, () => join())
  let turns = 0
  const busy = new Set<number>()
  countParts(() => {
    busy.add(turns)
    const began = performance.now()
    while (performance.now() - began < 0.2);
  })
  people.forEach(({ ask }, number) => ask(someVector(room.doc, 10 + number)))
  while (people.some(({ answers }) => answers() === 0)) {
    turns += 1
    await turn()
  }
  expect(busy.size).toBeGreaterThan(3)
})

test('a hall that comes back at once costs no more than one of them, when all lack the same', async () => {
  const { room, join } = await openRoom(400)
  const parts = countParts()
  const people = Array.from({ length: 120 }, () => join())
  for (const { ask } of people) ask(someVector(room.doc, 30))
  await until('all are answered', () => people.every(({ answers }) => answers() === 1))
  expect(parts()).toBeLessThan(60)
})

test('no more is read of what somebody says they have than can be true', async () => {
  const { room, join } = await openRoom(10)
  const { ask, refused } = join()
  const most = room.doc.store.clients.size + LIMITS.idsAtOnce
  const vector = (entries: number): Uint8Array =>
    encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, entries)
      for (let client = 1; client <= entries; client++) {
        encoding.writeVarUint(encoder, 2 ** 32 - client)
        encoding.writeVarUint(encoder, 2 ** 40)
      }
    })
  ask(vector(most))
  for (let each = 0; each < 5; each++) await turn()
  expect(refused).toEqual([])
  const long = vector(40 * most)
  expect(room.answers.enough()).toBeLessThan(long.byteLength / 10)
  ask(long)
  await until('it is refused', () => refused.length > 0)
  expect(refused).toEqual([CLOSE.tooLarge])
})

test('people are answered in turn: a hundred pages of one do not go before the only page of another', async () => {
  const server = new Y.Doc()
  const answered: string[] = []
  const frame = stepTwoFrame(BOARD_DOC, Y.encodeStateAsUpdate(server))
  const answers = createAnswers({
    name: BOARD_DOC,
    doc: server,
    deleted: createDeleted(server),
    snapshot: { frames: () => [frame], size: () => 0 },
    epoch: { isRetired: () => false },
    share: createShare(),
    isHere: () => true,
    whenDurable: (then) => then(),
  })
  const ask = (person: string): void =>
    answers.answer(
      { person, send: () => void answered.push(person), whenFree: (then) => then() },
      new Map(),
      () => {},
    )
  for (let page = 0; page < 100; page++) ask('many')
  ask('one')
  ask('other')
  await until('all are answered', () => answered.length === 102)
  expect(answered.slice(0, 3)).toEqual(['many', 'one', 'other'])
})
