/** Which client ids a socket calls its own, what proves that they are, and what becomes of words under others. */
import { once } from 'node:events'
import * as encoding from 'lib0/encoding'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { LIMITS, MESSAGE_MINE, MESSAGE_MINE_OF_OLD } from '../../shared/protocol.ts'
import { BOARD_DOC, joinStock, proofIn, storedTexts, until, WORKSHOP } from './harness.ts'
import type { MuxClient } from './muxClient.ts'
import { muxServerOfEachTest, note, opened } from './muxServer.ts'

describe('what a mux socket calls its own', () => {
  const server = muxServerOfEachTest()

  /** Whose the ids are under which something is stored, by what was written. */
  const claimed = async (client: number): Promise<string> => {
    const claim = await server.memory.get(`doc/${WORKSHOP}/${BOARD_DOC}/c/${client}`)
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
    const [me, other] = [server.harness.add(), server.harness.add()]
    const written = new Y.Doc()
    const { clientID } = written
    const write = (item: string) => written.getMap('items').set(item, new Y.Map([['kind', 'note']]))
    const proven = [clientID, proofIn(BOARD_DOC, clientID, other.id)] as const
    write('an item of another')
    const mux = await server.join(me.token)
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
    expect(server.harness.counted()).toContain('kiteboard_strange_updates_total 1')
    expect(JSON.stringify(server.harness.lines)).toContain('nobody knows the writer')

    // Without a proof, or with another's, or without the right to write, it is nobody's still; whoever goes on under it gets no proof.
    const bare = await server.join(other.token)
    bare.open(BOARD_DOC)
    bare.mine(BOARD_DOC, [clientID, [mux.doc(BOARD_DOC).clientID, proofIn('plan', clientID, other.id)]])
    bare.mine(BOARD_DOC, [[clientID, proofIn('plan', clientID, other.id)]])
    write('another item')
    bare.update(BOARD_DOC, Y.encodeStateAsUpdate(written))
    await until('they go on', () => bare.acked(BOARD_DOC) === 1)
    const viewer = await server.join(server.harness.add('viewer').token)
    viewer.open(BOARD_DOC)
    await opened(viewer, BOARD_DOC)
    viewer.mine(BOARD_DOC, [proven])
    await heard(viewer)
    expect([await claimed(clientID), bare.proofs(BOARD_DOC).size]).toEqual([`?${me.id}`, 0])

    const theirs = await server.join(other.token)
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
    const [me, other] = [server.harness.add(), server.harness.add()]
    const written = new Y.Doc()
    written.getMap('items').set('an item of mine', new Y.Map([['kind', 'note']]))
    const mine = await server.join(me.token)
    mine.open(BOARD_DOC)
    await opened(mine, BOARD_DOC)
    mine.mine(BOARD_DOC, [[written.clientID, proofIn(BOARD_DOC, written.clientID, me.id)]])
    await heard(mine)
    const theirs = await server.join(other.token)
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
    const [me, other] = [server.harness.add(), server.harness.add()]
    const written = new Y.Doc()
    const write = (item: string) => written.getMap('items').set(item, new Y.Map([['kind', 'note']]))
    write('an item of another')
    const mux = await server.join(me.token)
    mux.open(BOARD_DOC)
    await opened(mux, BOARD_DOC)
    mux.update(BOARD_DOC, Y.encodeStateAsUpdate(written))
    await until('it is claimed', async () => (await claimed(written.clientID)) === me.id)
    const theirs = await server.join(other.token)
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
    const me = server.harness.add()
    const mux = await server.join(me.token)
    mux.open(BOARD_DOC)
    await opened(mux, BOARD_DOC)
    const { clientID } = mux.doc(BOARD_DOC)
    mux.mine(BOARD_DOC, [clientID])
    await heard(mux)
    expect(mux.proofs(BOARD_DOC).size).toBe(0)
    const letGo = server.hold()
    mux.update(BOARD_DOC, note(mux, 'one'))
    await until('it is taken', () => server.harness.applied.length === 1)
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
    const [again, other] = [await server.join(me.token), await server.join(server.harness.add().token)]
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
    const mux = await server.join(server.harness.add().token)
    mux.open(BOARD_DOC)
    await opened(mux, BOARD_DOC)
    const many = Array.from({ length: LIMITS.mine.told }, (_, client) => client)
    mux.mine(BOARD_DOC, many)
    mux.mine(BOARD_DOC, many)
    mux.update(BOARD_DOC, note(mux, 'taken'))
    await until('stored', async () => (await storedTexts(server.memory)).length === 1)
    mux.mine(BOARD_DOC, [LIMITS.mine.told])
    await until('too many by and by', () => mux.closed(BOARD_DOC) === 4413)
    mux.open('plan')
    await opened(mux, 'plan')
    mux.mine('plan', [...many, LIMITS.mine.told])
    await until('too many at once', () => mux.closed('plan') === 4413)
    for (const type of [MESSAGE_MINE, MESSAGE_MINE_OF_OLD]) {
      const stock = joinStock(server.harness, server.harness.add().token)
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
      const mux = await server.join(server.harness.add().token)
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
})
