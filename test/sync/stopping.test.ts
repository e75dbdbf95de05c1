/** A server that stops takes in, stores and acknowledges all that was sent to it before it says good-bye. */
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { addItem } from '../../shared/boardItems.ts'
import { CLOSE } from '../../shared/protocol.ts'
import { createGated } from './gated.ts'
import { BOARD_DOC, startHarness, storedTexts, until, WORKSHOP, type Harness } from './harness.ts'
import { openMux, type MuxClient } from './muxClient.ts'

const noteUpdate = (text: string): Uint8Array => {
  const doc = new Y.Doc()
  addItem(doc, { kind: 'note', at: [0, 0], text })
  return Y.encodeStateAsUpdate(doc)
}

/** Somebody who holds the board, and has heard all that there is. */
const join = async (harness: Harness): Promise<MuxClient> => {
  const mux = await openMux({ url: harness.url, workshop: WORKSHOP }, harness.add().token)
  onTestFinished(() => mux.close())
  mux.open(BOARD_DOC)
  await until('it is open', () => mux.messages.some(({ type }) => type === 'step2'))
  mux.stepTwo(BOARD_DOC, Uint8Array.of(0, 0))
  await until('they are in step', () => mux.acked(BOARD_DOC) === 1)
  return mux
}

const endOf = async (mux: MuxClient) => {
  await until('it is closed', () => mux.code() !== null)
  return { acked: mux.acked(BOARD_DOC), code: mux.code() }
}

test('what is being stored is acknowledged before the good-bye', async () => {
  const gate = createGated()
  const harness = await startHarness({ storage: gate.storage })
  const mux = await join(harness)
  const letGo = gate.hold('commit')
  mux.update(BOARD_DOC, noteUpdate('last'))
  await until('it is taken in', () => harness.applied.length === 1)
  const stopped = harness.close()
  letGo()
  await stopped
  expect(await endOf(mux)).toEqual({ acked: 2, code: CLOSE.restarting })
})

test('what waits for the next tick is taken in', async () => {
  const gate = createGated()
  const harness = await startHarness({ storage: gate.storage })
  const people = await Promise.all(Array.from({ length: 14 }, () => join(harness)))
  const [first] = people
  if (!first) throw new Error('nobody has come')
  const before = harness.received()
  first.update(BOARD_DOC, noteUpdate('last'))
  await until('it has come', () => harness.received() > before)
  await harness.close()
  expect(await endOf(first)).toEqual({ acked: 2, code: CLOSE.restarting })
  expect(await storedTexts(gate.storage)).toEqual(['last'])
})
