import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import { createBucket } from '../../server/bucket.ts'
import { createCrowd, createDoor } from '../../server/sync/sockets/crowd.ts'
import { LIMITS } from '../../shared/protocol.ts'
import {
  BOARD,
  BOARD_DOC,
  joinStock,
  startHarness,
  storedTexts,
  until,
  WORKSHOP,
  type Harness,
  type StockClient,
} from './harness.ts'
import { openMux } from './muxClient.ts'
import { joinRaw, type RawClient } from './rawClient.ts'

describe('beside attacks, honest people go on working', () => {
  let harness: Harness
  let honest: StockClient
  const storage = createMemoryStorage()
  beforeEach(async () => {
    harness = await startHarness({ storage })
    honest = joinStock(harness, harness.add().token)
    await honest.synced()
  })
  afterEach(async () => {
    honest.destroy()
    await harness.close()
  })

  const raw = (): Promise<RawClient> => joinRaw(harness.url, harness.add().token)

  const expectHonestWorks = async (): Promise<void> => {
    const text = `still here ${honest.texts().length}`
    honest.note(text)
    await until('the note is stored', async () => (await storedTexts(harness.storage)).includes(text))
    expect(honest.codes).toEqual([])
  }

  /** What somebody would write who pretends to be another client. */
  const forge = (client: number): Uint8Array => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(honest.doc))
    const before = Y.encodeStateVector(doc)
    doc.clientID = client
    doc.getMap('items').set('f'.repeat(20), new Y.Map([['kind', 'note']]))
    return Y.encodeStateAsUpdate(doc, before)
  }

  test('words under another’s client id are refused with 4409, also after a restart', async () => {
    honest.note('mine')
    await until('stored', async () => (await storedTexts(harness.storage)).includes('mine'))
    const foe = await raw()
    foe.sync(1, forge(honest.doc.clientID))
    expect(await foe.closed()).toBe(4409)
    await expectHonestWorks()

    // Another process on the same storage.
    const later = await startHarness({ storage })
    try {
      const again = await joinRaw(later.url, later.add().token)
      again.sync(1, forge(honest.doc.clientID))
      expect(await again.closed()).toBe(4409)
    } finally {
      await later.sync.shutdown()
    }
  })

  test('nobody writes as the server', async () => {
    const room = await harness.sync.open(WORKSHOP, BOARD_DOC)
    const foe = await raw()
    foe.sync(1, forge(room.doc.clientID))
    expect(await foe.closed()).toBe(4409)
    await expectHonestWorks()
  })

  test('being present under an id keeps it from others', async () => {
    honest.provider.awareness.setLocalState({ cursor: [1, 2] })
    const watcher = joinStock(harness, harness.add().token)
    await until('seen', () => watcher.provider.awareness.getStates().has(honest.doc.clientID))
    const foe = await raw()
    foe.sync(1, forge(honest.doc.clientID))
    expect(await foe.closed()).toBe(4409)
    watcher.destroy()
    await expectHonestWorks()
  })

  test('one person has several pages, and each page its id', async () => {
    const me = harness.add()
    const pages = [1, 2, 3].map(() => joinStock(harness, me.token))
    for (const page of pages) {
      await page.synced()
      page.note('mine')
    }
    // What one page wrote may come by way of another.
    Y.applyUpdate(pages[1]?.doc ?? new Y.Doc(), Y.encodeStateAsUpdate(pages[0]?.doc ?? new Y.Doc()))
    await until('all three are there', () => honest.texts().filter((text) => text === 'mine').length >= 3)
    expect(pages.flatMap(({ codes }) => codes)).toEqual([])
    for (const page of pages) page.destroy()
  })

  test('a flood is cut off with 4529', async () => {
    const foe = await raw()
    for (let sent = 0; sent <= LIMITS.messages.burst + 1_000; sent++) foe.send(Uint8Array.of(3))
    expect(await foe.closed()).toBe(4529)
    await expectHonestWorks()
  }, 20_000)

  test('however much one socket sends, little of it is read in one turn', async () => {
    const foe = await raw()
    const say = (client: number, words: string): void => foe.presence({ client, clock: 1, state: { words } })
    say(1, 'mine')
    const before = harness.received()
    const [many, bytes] = [100, 20_000]
    // For somebody else, and so passed over; but it has to be read.
    for (let n = 0; n < many; n++) say(2, 'x'.repeat(bytes))
    let most = 0
    for (let last = before; last < before + many;) {
      await new Promise((resolve) => setImmediate(resolve))
      most = Math.max(most, harness.received() - last)
      last = harness.received()
    }
    expect(most).toBeLessThan(10)
    expect(foe.code()).toBeNull()
    await expectHonestWorks()
  })

  test('a message in too many pieces ends its own socket', async () => {
    const foe = await raw()
    for (let piece = 0; piece <= LIMITS.fragments + 1; piece++)
      foe.socket.send(Uint8Array.of(0), { binary: true, fin: false })
    expect(await foe.closed()).toBeGreaterThan(1000)
    await expectHonestWorks()
  })

  test('updates with missing dependencies end at the first, and those held back are bounded', async () => {
    const writer = new Y.Doc()
    const updates: Uint8Array[] = []
    writer.on('update', (update: Uint8Array) => updates.push(update))
    for (let n = 0; n < 1_200; n++) writer.getMap('items').set(String(n).padStart(20, 'g'), new Y.Map())
    const foe = await raw()
    for (const update of updates.slice(1)) foe.sync(2, update)
    expect(await foe.closed()).toBe(4422)
    await expectHonestWorks()
  })

  test('whoever is refused again and again finds the door shut with 4529, and nobody else does', async () => {
    const foe = harness.add()
    const codes: (number | null)[] = []
    while (codes.length <= LIMITS.offences.burst) {
      const socket = await joinRaw(harness.url, foe.token)
      socket.send('not binary')
      codes.push(await socket.closed())
    }
    expect(new Set(codes)).toEqual(new Set([4400]))
    const late = await joinRaw(harness.url, foe.token)
    expect(await late.closed()).toBe(4529)
    expect(late.received).toEqual([])
    await expectHonestWorks()
  })

  test('on a socket of many documents too, refusals end all of it', async () => {
    const mux = await openMux({ url: harness.url, workshop: WORKSHOP }, harness.add().token)
    const nonsense = new Y.Doc()
    nonsense.getMap('elsewhere').set('a', 1)
    for (let times = 0; mux.code() === null && times < 60; times++) {
      const before = mux.messages.length
      mux.open(BOARD_DOC)
      mux.stepTwo(BOARD_DOC, Y.encodeStateAsUpdate(nonsense))
      await until(
        'closed',
        () => mux.messages.slice(before).some(({ type }) => type === 'closed') || mux.code() !== null,
      )
    }
    await until('the socket is closed', () => mux.code() === 4529)
    await expectHonestWorks()
  })

  test('whoever writes on and on where they may only read is shut out in the end', async () => {
    const mux = await openMux({ url: harness.url, workshop: WORKSHOP }, harness.add('viewer').token)
    const foreign = new Y.Doc()
    foreign.getMap('items').set('f'.repeat(20), new Y.Map([['kind', 'note']]))
    const refusals = (): number => mux.messages.filter(({ type }) => type === 'closed').length
    for (let times = 0; mux.code() === null && times < 200; times++) {
      mux.open(BOARD_DOC)
      mux.stepTwo(BOARD_DOC, Y.encodeStateAsUpdate(foreign))
      await until('refused', () => refusals() > times || mux.code() !== null)
    }
    await until('the socket is closed', () => mux.code() === 4529)
    expect(mux.closed(BOARD_DOC)).toBe(4403)
    expect(refusals()).toBeGreaterThanOrEqual(LIMITS.strays.burst)
    await expectHonestWorks()
  }, 20_000)

  test('a page that is shut out in the midst of its words loses that document, and nothing else', async () => {
    const me = harness.add()
    const mux = await openMux({ url: harness.url, workshop: WORKSHOP }, me.token)
    mux.open(BOARD_DOC)
    await until('open', () => mux.messages.some(({ type }) => type === 'step2'))
    mux.stepTwo(BOARD_DOC, Uint8Array.of(0, 0))
    const page = mux.doc(BOARD_DOC)
    const sent: Uint8Array[] = []
    page.on('update', (update: Uint8Array) => sent.push(update))
    page.getMap('items').set('m'.repeat(20), new Y.Map([['text', new Y.Text('words')]]))
    for (const update of sent.splice(0)) mux.update(BOARD_DOC, update)
    await until('the first is stored', () => mux.acked(BOARD_DOC) === 2)
    harness.locked.add(BOARD)
    for (let n = 0; n < 30; n++) page.getMap('items').set(`${n}`.padEnd(20, 'n'), new Y.Map())
    for (const update of sent.splice(0)) mux.update(BOARD_DOC, update)
    await until('told', () => mux.closed(BOARD_DOC) === 4403)
    expect(mux.messages.filter(({ type }) => type === 'closed')).toHaveLength(1)
    // They read on, and say again what was theirs.
    const answers = mux.messages.filter(({ type }) => type === 'step2').length
    mux.open(BOARD_DOC)
    await until('open again', () => mux.messages.filter(({ type }) => type === 'step2').length > answers)
    const known = new Y.Doc()
    const { doc } = await harness.sync.open(WORKSHOP, BOARD_DOC)
    Y.applyUpdate(known, Y.encodeStateAsUpdate(doc))
    const before = mux.messages.length
    mux.stepTwo(BOARD_DOC, Y.encodeStateAsUpdate(known))
    await until('taken', () => mux.messages.slice(before).some(({ type }) => type === 'ack'))
    expect([mux.code(), mux.messages.slice(before).filter(({ type }) => type === 'closed')]).toEqual([
      null,
      [],
    ])
    harness.locked.delete(BOARD)
    mux.close()
    await expectHonestWorks()
  })

  test('one person opens so many sockets, and no more', async () => {
    const foe = harness.add()
    const sockets: RawClient[] = []
    for (let n = 0; n < LIMITS.socketsPerPerson; n++) sockets.push(await joinRaw(harness.url, foe.token))
    const oneMore = await joinRaw(harness.url, foe.token)
    expect(await oneMore.closed()).toBe(4529)
    sockets[0]?.socket.close()
    await until('there is room', async () => {
      const next = await joinRaw(harness.url, foe.token)
      return next.code() === null
    })
    for (const { socket } of sockets) socket.terminate()
    await expectHonestWorks()
  }, 30_000)

  test('one socket opens so many documents, and no more', async () => {
    const mux = await openMux({ url: harness.url, workshop: WORKSHOP }, harness.add().token)
    for (let n = 0; n <= LIMITS.documents; n++) {
      const board = `board-${String(n).padStart(15, '0')}`
      harness.boards.add(board)
      mux.open(`board:${board}`)
    }
    const last = `board:board-${String(LIMITS.documents).padStart(15, '0')}`
    await until('told', () => mux.closed(last) === 4529)
    expect(mux.code()).toBeNull()
    mux.close()
    await expectHonestWorks()
  })
})

test('a hall of people fits behind one address, and what is full has room again when somebody leaves', () => {
  expect(LIMITS.socketsPerAddress).toBeGreaterThanOrEqual(400)
  const crowd = createCrowd(2)
  const [first, second] = [crowd.enter('here'), crowd.enter('here')]
  expect(crowd.enter('here')).toBeNull()
  expect(crowd.enter('there')).not.toBeNull()
  first?.()
  first?.()
  expect(crowd.enter('here')).not.toBeNull()
  expect(crowd.enter('here')).toBeNull()
  second?.()
})

test('thirty people with as many sockets as they may have leave room for a hall; who is in stays in', () => {
  const door = createDoor(LIMITS)
  const come = (person: string, address = 'hall'): boolean => {
    const leave = door.arrive(address)
    const isIn = leave !== null && door.enter({ person, workshop: 'W', address }) !== null
    if (!isIn) leave?.()
    return isIn
  }
  let foes = 0
  for (let n = 0; n < 30; n++)
    for (let socket = 0; socket < LIMITS.socketsPerPerson; socket++) if (come(`foe ${n}`)) foes += 1
  expect(foes).toBeGreaterThan(LIMITS.socketsPerAddress / 2)
  for (let n = 0; n < 400; n++)
    for (let page = 0; page < 2; page++) expect(come(`honest ${n}`, n % 2 ? 'hall' : 'home')).toBe(true)
})

test('forty updates a second are never too fast, however long', () => {
  let now = 0
  const may = createBucket(LIMITS.messages, () => now)
  for (let second = 0; second < 3_600; second++)
    for (let n = 0; n < 40; n++) {
      now += 25
      if (!may(1)) throw new Error(`too fast after ${second} s`)
    }
})

test('a bucket takes a burst, then so much a second, and gains nothing from a clock set back', () => {
  let now = 0
  const may = createBucket({ burst: 10, perSecond: 2 }, () => now)
  const taken = (): number => {
    let count = 0
    while (may(1)) count += 1
    return count
  }
  expect(taken()).toBe(10)
  now += 1_000
  expect(taken()).toBe(2)
  now -= 5_000
  expect(taken()).toBe(0)
  now += 60_000
  expect(taken()).toBe(10)
})
