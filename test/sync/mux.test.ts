import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { boardDoc } from '../../shared/docs.ts'
import { CLOSE } from '../../shared/protocol.ts'
import { BOARD, BOARD_DOC, joinStock, startHarness, storedTexts, until, WORKSHOP } from './harness.ts'
import { openMux } from './muxClient.ts'
import { muxServerOfEachTest, note, opened } from './muxServer.ts'

describe('a mux socket', () => {
  const server = muxServerOfEachTest()

  test('one socket carries several documents, and reads what a stock client writes', async () => {
    const other = boardDoc('board-0000000000002')
    server.harness.boards.add('board-0000000000002')
    const mux = await server.join(server.harness.add().token)
    for (const name of [BOARD_DOC, other, 'stage', 'plan']) mux.open(name)
    for (const name of [BOARD_DOC, other, 'stage', 'plan']) await opened(mux, name)
    const stock = joinStock(server.harness, server.harness.add().token, other)
    server.atEnd(() => stock.destroy())
    await stock.synced()
    stock.note('hello')
    await until('it is here', () => mux.doc(other).getMap('items').size === 1)
    expect(mux.doc(BOARD_DOC).getMap('items').size).toBe(0)
    mux.update(BOARD_DOC, note(mux, 'mine'))
    await until('stored', async () => (await storedTexts(server.memory)).includes('mine'))
  })

  test('an acknowledgement comes after the commit, counts each document by itself, and counts what was known already', async () => {
    const stored: Promise<string[]>[] = []
    const a = await server.join(server.harness.add().token, (message) => {
      if (message.type === 'ack') stored.push(storedTexts(server.memory))
    })
    const b = await server.join(server.harness.add().token)
    a.open(BOARD_DOC)
    b.open(BOARD_DOC)
    await opened(a, BOARD_DOC)
    await opened(b, BOARD_DOC)
    const letGo = server.hold()
    const first = note(a, 'first')
    a.update(BOARD_DOC, first)
    a.update(BOARD_DOC, first)
    await until('it was applied', () => server.harness.applied.length === 1)
    // A newcomer, whose answer would reveal what is not stored yet.
    const c = await server.join(server.harness.add().token)
    c.open(BOARD_DOC)
    await until('the newcomer is here', () => server.harness.sync.here(WORKSHOP).size === 3)
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
    const person = server.harness.add()
    const mux = await server.join(person.token)
    mux.open(BOARD_DOC)
    mux.open('stage')
    await opened(mux, BOARD_DOC)
    server.harness.locked.add(BOARD)
    const late = [note(mux, 'one'), note(mux, 'two')]
    for (const update of late) mux.update(BOARD_DOC, update)
    await until('closed', () => mux.closed(BOARD_DOC) === 4403)
    expect(mux.code()).toBeNull()
    const room = await server.harness.sync.open(WORKSHOP, 'stage')
    room.doc.getMap('stage').set('step', 'x')
    await until('the stage goes on', () => mux.doc('stage').getMap('stage').get('step') === 'x')
    expect(mux.messages.filter(({ type }) => type === 'closed')).toHaveLength(1)
    server.harness.locked.clear()
    mux.open(BOARD_DOC)
    await until('open again', () => mux.messages.filter((each) => each.type === 'step2').length === 3)
    mux.stepTwo(BOARD_DOC, Y.encodeStateAsUpdate(mux.doc(BOARD_DOC)))
    await until('put back', async () => (await storedTexts(server.memory)).length === 2)
    await until('counted from the start', () => mux.acked(BOARD_DOC) === 1)
  })

  test('a document that does not exist is closed by itself', async () => {
    const mux = await server.join(server.harness.add().token)
    mux.open(boardDoc('board-0000000000404'))
    await until('closed', () => mux.closed(boardDoc('board-0000000000404')) === 4403)
    expect(mux.code()).toBeNull()
  })

  test('a document that was left says nothing more; opened again, it greets and counts anew', async () => {
    const mux = await server.join(server.harness.add().token)
    const other = joinStock(server.harness, server.harness.add().token)
    server.atEnd(() => other.destroy())
    await other.synced()
    const greetings = (): number => mux.messages.filter(({ type }) => type === 'step1').length
    mux.open(BOARD_DOC)
    await opened(mux, BOARD_DOC)
    for (const text of ['one', 'two', 'three']) mux.update(BOARD_DOC, note(mux, text))
    await until('acknowledged', () => mux.acked(BOARD_DOC) === 3)
    mux.leave(BOARD_DOC)
    other.note('unheard')
    await until('stored', async () => (await storedTexts(server.memory)).length === 4)
    expect(mux.doc(BOARD_DOC).getMap('items').size).toBe(3)
    expect(greetings()).toBe(1)
    mux.open(BOARD_DOC)
    await until('greeted again', () => greetings() === 2 && mux.doc(BOARD_DOC).getMap('items').size === 4)
    mux.update(BOARD_DOC, note(mux, 'four'))
    await until('counted anew', () => mux.acked(BOARD_DOC) === 1)
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
    const person = server.harness.add()
    const mux = await server.join(person.token)
    mux.open(BOARD_DOC)
    await opened(mux, BOARD_DOC)
    server.harness.people.delete(person.token)
    mux.open(BOARD_DOC)
    await until('closed', () => mux.closed(BOARD_DOC) === 4403)
  })

  test('what was said right before a socket was closed arrives', async () => {
    const person = server.harness.add()
    const mux = await server.join(person.token)
    mux.open(BOARD_DOC)
    await opened(mux, BOARD_DOC)
    server.harness.sync.end(WORKSHOP, () => true, CLOSE.storageFailed, 'This could not be saved.')
    server.harness.sync.close(WORKSHOP, { person: person.id }, CLOSE.removed, 'You were sent out.')
    await until('the socket is closed', () => mux.code() === CLOSE.removed)
    expect(mux.closed(BOARD_DOC)).toBe(CLOSE.storageFailed)
  })

  test('a frame without sense closes the socket with 4400', async () => {
    const mux = await server.join(server.harness.add().token)
    mux.socket.send(Uint8Array.of(255, 255, 255, 255))
    await until('closed', () => mux.code() === 4400)
  })

  test('the address without a document is for mux alone', async () => {
    const { token } = server.harness.add()
    const socket = new WebSocket(`${server.harness.url}/api/workshops/${WORKSHOP}/sync`, [
      'kiteboard',
      `bearer.${token}`,
    ])
    const code = await new Promise<number>((resolve) => socket.on('close', resolve))
    expect(code).toBe(4400)
  })
})
