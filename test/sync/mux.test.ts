import { once } from 'node:events'
import * as encoding from 'lib0/encoding'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { boardDoc } from '../../shared/docs.ts'
import { CLOSE, LIMITS, MESSAGE_MINE, MESSAGE_MINE_OF_OLD } from '../../shared/protocol.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import type { Storage } from '../../server/storage/storage.ts'
import {
  BOARD,
  BOARD_DOC,
  joinStock,
  proofIn,
  startHarness,
  storedTexts,
  until,
  WORKSHOP,
  type Harness,
} from './harness.ts'
import { openMux, type MuxClient, type MuxMessage } from './muxClient.ts'

describe('a mux socket', () => {
  let harness: Harness
  let memory: Storage
  /** Commits wait for this. */
  let held: Promise<void> = Promise.resolve()
  const closing: (() => void)[] = []

  beforeEach(async () => {
    memory = createMemoryStorage()
    held = Promise.resolve()
    const storage: Storage = {
      ...memory,
      async commit(writes) {
        await held
        await memory.commit(writes)
      },
    }
    harness = await startHarness({ storage })
  })
  afterEach(async () => {
    for (const close of closing.splice(0)) close()
    await harness.close()
  })

  const join = async (token: string, onMessage?: (message: MuxMessage) => void): Promise<MuxClient> => {
    const client = await openMux({ url: harness.url, workshop: WORKSHOP }, token, onMessage)
    closing.push(() => client.close())
    return client
  }

  const opened = (client: MuxClient, name: string): Promise<void> =>
    until(`${name} is open`, () =>
      client.messages.some((each) => each.type === 'step2' && each.name === name),
    )

  /** Adds a note to a client's document. @returns the update to send. */
  const note = (client: MuxClient, text: string, name = BOARD_DOC): Uint8Array => {
    const doc = client.doc(name)
    const before = Y.encodeStateVector(doc)
    const map = new Y.Map<unknown>([
      ['kind', 'note'],
      ['v', 1],
      ['at', [0, 0]],
      ['text', new Y.Text(text)],
    ])
    doc.getMap('items').set(text.padEnd(20, '_'), map)
    return Y.encodeStateAsUpdate(doc, before)
  }

  test('one socket carries several documents, and reads what a stock client writes', async () => {
    const other = boardDoc('board-0000000000002')
    harness.boards.add('board-0000000000002')
    const mux = await join(harness.add().token)
    for (const name of [BOARD_DOC, other, 'stage', 'plan']) mux.open(name)
    for (const name of [BOARD_DOC, other, 'stage', 'plan']) await opened(mux, name)
    const stock = joinStock(harness, harness.add().token, other)
    closing.push(() => stock.destroy())
    await stock.synced()
    stock.note('hello')
    await until('it is here', () => mux.doc(other).getMap('items').size === 1)
    expect(mux.doc(BOARD_DOC).getMap('items').size).toBe(0)
    mux.update(BOARD_DOC, note(mux, 'mine'))
    await until('stored', async () => (await storedTexts(memory)).includes('mine'))
  })

  test('an acknowledgement comes after the commit, counts each document by itself, and counts what was known already', async () => {
    const stored: Promise<string[]>[] = []
    const a = await join(harness.add().token, (message) => {
      if (message.type === 'ack') stored.push(storedTexts(memory))
    })
    const b = await join(harness.add().token)
    a.open(BOARD_DOC)
    b.open(BOARD_DOC)
    await opened(a, BOARD_DOC)
    await opened(b, BOARD_DOC)
    let letGo: () => void = () => {}
    held = new Promise((resolve) => (letGo = resolve))
    const first = note(a, 'first')
    a.update(BOARD_DOC, first)
    a.update(BOARD_DOC, first)
    await until('it was applied', () => harness.applied.length === 1)
    // A newcomer, whose answer would reveal what is not stored yet.
    const c = await join(harness.add().token)
    c.open(BOARD_DOC)
    await until('the newcomer is here', () => harness.sync.here(WORKSHOP).size === 3)
    expect(a.acked(BOARD_DOC)).toBe(0)
    expect(b.doc(BOARD_DOC).getMap('items').size).toBe(0)
    expect(c.messages).toEqual([])
    letGo()
    await until('acknowledged', () => a.acked(BOARD_DOC) === 2)
    await until('seen', () => b.doc(BOARD_DOC).getMap('items').size === 1)
    await until('seen by the newcomer', () => c.doc(BOARD_DOC).getMap('items').size === 1)
    expect(await Promise.all(stored)).toSatisfy((all: string[][]) =>
      all.every((texts) => texts.includes('first')),
    )
    a.stepTwo(BOARD_DOC, Y.encodeStateAsUpdate(a.doc(BOARD_DOC)))
    await until('known state is acknowledged too', () => a.acked(BOARD_DOC) === 3)
    expect(b.messages.filter(({ type }) => type === 'ack')).toEqual([])
  })

  test('a refused document is closed by itself; the others go on; it opens again with a sync step 1', async () => {
    const person = harness.add()
    const mux = await join(person.token)
    mux.open(BOARD_DOC)
    mux.open('stage')
    await opened(mux, BOARD_DOC)
    harness.locked.add(BOARD)
    const late = [note(mux, 'one'), note(mux, 'two')]
    for (const update of late) mux.update(BOARD_DOC, update)
    await until('closed', () => mux.closed(BOARD_DOC) === 4403)
    expect(mux.code()).toBeNull()
    const room = await harness.sync.open(WORKSHOP, 'stage')
    room.doc.getMap('stage').set('step', 'x')
    await until('the stage goes on', () => mux.doc('stage').getMap('stage').get('step') === 'x')
    expect(mux.messages.filter(({ type }) => type === 'closed')).toHaveLength(1)
    harness.locked.clear()
    mux.open(BOARD_DOC)
    await until('open again', () => mux.messages.filter((each) => each.type === 'step2').length === 3)
    mux.stepTwo(BOARD_DOC, Y.encodeStateAsUpdate(mux.doc(BOARD_DOC)))
    await until('put back', async () => (await storedTexts(memory)).length === 2)
    await until('counted from the start', () => mux.acked(BOARD_DOC) === 1)
  })

  test('a document that does not exist is closed by itself', async () => {
    const mux = await join(harness.add().token)
    mux.open(boardDoc('board-0000000000404'))
    await until('closed', () => mux.closed(boardDoc('board-0000000000404')) === 4403)
    expect(mux.code()).toBeNull()
  })

  test('a document that was left says nothing more; opened again, it greets and counts anew', async () => {
    const mux = await join(harness.add().token)
    const other = joinStock(harness, harness.add().token)
    closing.push(() => other.destroy())
    await other.synced()
    const greetings = (): number => mux.messages.filter(({ type }) => type === 'step1').length
    mux.open(BOARD_DOC)
    await opened(mux, BOARD_DOC)
    for (const text of ['one', 'two', 'three']) mux.update(BOARD_DOC, note(mux, text))
    await until('acknowledged', () => mux.acked(BOARD_DOC) === 3)
    mux.leave(BOARD_DOC)
    other.note('unheard')
    await until('stored', async () => (await storedTexts(memory)).length === 4)
    expect(mux.doc(BOARD_DOC).getMap('items').size).toBe(3)
    expect(greetings()).toBe(1)
    mux.open(BOARD_DOC)
    await until('greeted again', () => greetings() === 2 && mux.doc(BOARD_DOC).getMap('items').size === 4)
    mux.update(BOARD_DOC, note(mux, 'four'))
    await until('counted anew', () => mux.acked(BOARD_DOC) === 1)
  })

  /** Whose the ids are under which something is stored, by what was written. */
  const claimed = async (client: number): Promise<string> => {
    const claim = await memory.get(`doc/${WORKSHOP}/${BOARD_DOC}/c/${client}`)
    return Buffer.from(claim ?? []).toString('utf8')
  }

  /** Resolves once all is taken in that was sent on this document. */
  const heard = async (mux: MuxClient): Promise<void> => {
    const answers = () =>
      mux.messages.filter(({ type, name }) => type === 'step2' && name === BOARD_DOC).length
    const before = answers()
    mux.open(BOARD_DOC)
    await until('answered', () => answers() > before)
  }

  test('what comes under ids that a socket does not call its own is taken, and left for whoever proves that they wrote it', async () => {
    const [me, other] = [harness.add(), harness.add()]
    const written = new Y.Doc()
    const { clientID } = written
    const write = (item: string) => written.getMap('items').set(item, new Y.Map([['kind', 'note']]))
    const proven = [clientID, proofIn(BOARD_DOC, clientID, other.id)] as const
    write('an item of another')
    const mux = await join(me.token)
    mux.open(BOARD_DOC)
    await opened(mux, BOARD_DOC)
    mux.mine(BOARD_DOC, [mux.doc(BOARD_DOC).clientID])
    Y.applyUpdate(mux.doc(BOARD_DOC), Y.encodeStateAsUpdate(written))
    note(mux, 'mine')
    mux.update(BOARD_DOC, Y.encodeStateAsUpdate(mux.doc(BOARD_DOC)))
    await until('acknowledged', () => mux.acked(BOARD_DOC) === 1)
    expect([await claimed(clientID), await claimed(mux.doc(BOARD_DOC).clientID)]).toEqual([
      `?${me.id}`,
      me.id,
    ])
    expect(harness.counted()).toContain('kiteboard_strange_updates_total 1')
    expect(JSON.stringify(harness.lines)).toContain('nobody knows the writer')

    // Without a proof, or with another's, or without the right to write, it is nobody's still; whoever goes on under it gets no proof.
    const bare = await join(other.token)
    bare.open(BOARD_DOC)
    bare.mine(BOARD_DOC, [clientID, [mux.doc(BOARD_DOC).clientID, proofIn('plan', clientID, other.id)]])
    bare.mine(BOARD_DOC, [[clientID, proofIn('plan', clientID, other.id)]])
    write('another item')
    bare.update(BOARD_DOC, Y.encodeStateAsUpdate(written))
    await until('they go on', () => bare.acked(BOARD_DOC) === 1)
    const viewer = await join(harness.add('viewer').token)
    viewer.open(BOARD_DOC)
    await opened(viewer, BOARD_DOC)
    viewer.mine(BOARD_DOC, [proven])
    await heard(viewer)
    expect([await claimed(clientID), bare.proofs(BOARD_DOC).size]).toEqual([`?${me.id}`, 0])

    const theirs = await join(other.token)
    theirs.open(BOARD_DOC)
    theirs.mine(BOARD_DOC, [proven, mux.doc(BOARD_DOC).clientID])
    await until('it is theirs', async () => (await claimed(clientID)) === other.id)
    expect(await claimed(mux.doc(BOARD_DOC).clientID)).toBe(me.id)
    // From now on it is nobody else's.
    write('a third item')
    mux.update(BOARD_DOC, Y.encodeStateAsUpdate(written))
    await until('refused', () => mux.closed(BOARD_DOC) === 4409)
  })

  test('whose own words others bring while they are here gets them with the next that they send', async () => {
    const [me, other] = [harness.add(), harness.add()]
    const written = new Y.Doc()
    written.getMap('items').set('an item of mine', new Y.Map([['kind', 'note']]))
    const mine = await join(me.token)
    mine.open(BOARD_DOC)
    await opened(mine, BOARD_DOC)
    mine.mine(BOARD_DOC, [[written.clientID, proofIn(BOARD_DOC, written.clientID, me.id)]])
    await heard(mine)
    const theirs = await join(other.token)
    theirs.open(BOARD_DOC)
    await opened(theirs, BOARD_DOC)
    theirs.mine(BOARD_DOC, [theirs.doc(BOARD_DOC).clientID])
    theirs.update(BOARD_DOC, Y.encodeStateAsUpdate(written))
    await until('it is back', () => theirs.acked(BOARD_DOC) === 1)
    expect(await claimed(written.clientID)).toBe(`?${other.id}`)
    mine.update(BOARD_DOC, Y.encodeStateAsUpdate(written))
    await until('it is mine', async () => (await claimed(written.clientID)) === me.id)
  })

  test('an id that one has claimed, and another proves to have written under, is for nobody to go on under', async () => {
    const [me, other] = [harness.add(), harness.add()]
    const written = new Y.Doc()
    const write = (item: string) => written.getMap('items').set(item, new Y.Map([['kind', 'note']]))
    write('an item of another')
    const mux = await join(me.token)
    mux.open(BOARD_DOC)
    await opened(mux, BOARD_DOC)
    mux.update(BOARD_DOC, Y.encodeStateAsUpdate(written))
    await until('it is claimed', async () => (await claimed(written.clientID)) === me.id)
    const theirs = await join(other.token)
    theirs.open(BOARD_DOC)
    await opened(theirs, BOARD_DOC)
    theirs.mine(BOARD_DOC, [[written.clientID, proofIn(BOARD_DOC, written.clientID, me.id)]])
    await heard(theirs)
    expect(await claimed(written.clientID)).toBe(me.id)
    theirs.mine(BOARD_DOC, [[written.clientID, proofIn(BOARD_DOC, written.clientID, other.id)]])
    await until('it is nobody’s', async () => (await claimed(written.clientID)) === '')
    write('another item')
    for (const each of [mux, theirs]) {
      each.update(BOARD_DOC, Y.encodeStateAsUpdate(written))
      await until('refused', () => each.closed(BOARD_DOC) === 4409)
    }
  })

  test('whoever is the first to write under an id that they call their own gets its proof, once that is stored', async () => {
    const me = harness.add()
    const mux = await join(me.token)
    mux.open(BOARD_DOC)
    await opened(mux, BOARD_DOC)
    const { clientID } = mux.doc(BOARD_DOC)
    mux.mine(BOARD_DOC, [clientID])
    await heard(mux)
    expect(mux.proofs(BOARD_DOC).size).toBe(0)
    let letGo: () => void = () => {}
    held = new Promise((resolve) => (letGo = resolve))
    mux.update(BOARD_DOC, note(mux, 'one'))
    await until('it is taken', () => harness.applied.length === 1)
    // An answer waits for what is being stored; this one is the socket's own.
    const pong = once(mux.socket, 'pong')
    mux.socket.ping()
    await pong
    expect(mux.proofs(BOARD_DOC).size).toBe(0)
    letGo()
    mux.update(BOARD_DOC, note(mux, 'two'))
    await until('both are acknowledged', () => mux.acked(BOARD_DOC) === 2)
    const given = mux.messages.filter(({ type }) => type === 'proofs')
    expect(given).toEqual([
      { type: 'proofs', name: BOARD_DOC, proofs: [[clientID, proofIn(BOARD_DOC, clientID, me.id)]] },
    ])
    // A device whose proof got lost on its way asks again; nobody else gets it.
    const [again, other] = [await join(me.token), await join(harness.add().token)]
    for (const each of [again, other]) {
      each.open(BOARD_DOC)
      await opened(each, BOARD_DOC)
      each.mine(BOARD_DOC, [clientID])
      await heard(each)
    }
    await until('it comes', () => again.proofs(BOARD_DOC).size === 1)
    expect([again.proofs(BOARD_DOC), other.proofs(BOARD_DOC).size]).toEqual([mux.proofs(BOARD_DOC), 0])
  })

  test('who calls more ids their own than any device has is refused, and a stock client calls none so', async () => {
    const mux = await join(harness.add().token)
    mux.open(BOARD_DOC)
    await opened(mux, BOARD_DOC)
    const many = Array.from({ length: LIMITS.mine.told }, (_, client) => client)
    mux.mine(BOARD_DOC, many)
    mux.mine(BOARD_DOC, many)
    mux.update(BOARD_DOC, note(mux, 'taken'))
    await until('stored', async () => (await storedTexts(memory)).length === 1)
    mux.mine(BOARD_DOC, [LIMITS.mine.told])
    await until('too many by and by', () => mux.closed(BOARD_DOC) === 4413)
    mux.open('plan')
    await opened(mux, 'plan')
    mux.mine('plan', [...many, LIMITS.mine.told])
    await until('too many at once', () => mux.closed('plan') === 4413)
    for (const type of [MESSAGE_MINE, MESSAGE_MINE_OF_OLD]) {
      const stock = joinStock(harness, harness.add().token)
      await stock.synced()
      stock.provider.ws?.send(Uint8Array.of(type, 0))
      await until('no such message', () => stock.codes.includes(4400))
      stock.destroy()
    }
  })

  test('a page from before an update, which tells its ids in an older form, writes on, and is told no proofs', async () => {
    const bare = [1, 5]
    const proven = [2, 5, 0, 6, 1, 0]
    for (const body of [bare, proven, []]) {
      const mux = await join(harness.add().token)
      mux.open(BOARD_DOC)
      await opened(mux, BOARD_DOC)
      mux.socket.send(
        encoding.encode((encoder) => {
          encoding.writeVarString(encoder, BOARD_DOC)
          encoding.writeUint8Array(encoder, Uint8Array.of(MESSAGE_MINE_OF_OLD, ...body))
        }),
      )
      mux.stepTwo(BOARD_DOC, note(mux, `taken ${body.length}`))
      await until('stored', () => mux.acked(BOARD_DOC) === 1)
      expect([mux.code(), mux.closed(BOARD_DOC), mux.proofs(BOARD_DOC).size]).toEqual([null, null, 0])
    }
  })

  test('a document that its last holder left leaves the memory', async () => {
    const quick = await startHarness({ idle: 1 })
    const mux = await openMux({ url: quick.url, workshop: WORKSHOP }, quick.add().token)
    mux.open(BOARD_DOC)
    await opened(mux, BOARD_DOC)
    mux.leave(BOARD_DOC)
    await until('it is let go', () => quick.documents() === 0)
    mux.close()
    await quick.close()
  })

  test('who is in no workshop any more is told nothing further, though a socket of theirs is still open', async () => {
    const person = harness.add()
    const mux = await join(person.token)
    mux.open(BOARD_DOC)
    await opened(mux, BOARD_DOC)
    harness.people.delete(person.token)
    mux.open(BOARD_DOC)
    await until('closed', () => mux.closed(BOARD_DOC) === 4403)
  })

  test('what was said right before a socket was closed arrives', async () => {
    const person = harness.add()
    const mux = await join(person.token)
    mux.open(BOARD_DOC)
    await opened(mux, BOARD_DOC)
    harness.sync.end(WORKSHOP, () => true, CLOSE.storageFailed, 'This could not be saved.')
    harness.sync.close(WORKSHOP, { person: person.id }, CLOSE.removed, 'You were sent out.')
    await until('the socket is closed', () => mux.code() === CLOSE.removed)
    expect(mux.closed(BOARD_DOC)).toBe(CLOSE.storageFailed)
  })

  test('a frame without sense closes the socket with 4400', async () => {
    const mux = await join(harness.add().token)
    mux.socket.send(Uint8Array.of(255, 255, 255, 255))
    await until('closed', () => mux.code() === 4400)
  })

  test('the address without a document is for mux alone', async () => {
    const { token } = harness.add()
    const socket = new WebSocket(`${harness.url}/api/workshops/${WORKSHOP}/sync`, [
      'kiteboard',
      `bearer.${token}`,
    ])
    const code = await new Promise<number>((resolve) => socket.on('close', resolve))
    expect(code).toBe(4400)
  })
})
