/** However long the storage takes: what is read is what was stored, given only to whom it may be given, and waits for nobody who left. */
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { itemsOf } from '../../shared/board.ts'
import { addItem } from '../../shared/boardItems.ts'
import { CLOSE } from '../../shared/protocol.ts'
import { createGated } from './gated.ts'
import { BOARD, BOARD_DOC, readStored, startHarness, until, WORKSHOP } from './harness.ts'
import { openMux } from './muxClient.ts'

/** A server on a storage that can be held up, and somebody who has come. */
const start = async () => {
  const gate = createGated()
  const harness = await startHarness({ storage: gate.storage })
  onTestFinished(() => harness.close())
  const mux = await openMux({ url: harness.url, workshop: WORKSHOP }, harness.add().token)
  onTestFinished(() => mux.close())
  const isOpen = (name: string): Promise<void> =>
    until(`${name} is open`, () => mux.messages.some((each) => each.type === 'step2' && each.name === name))
  return { gate, harness, mux, isOpen }
}

test('a document that was ended is read anew only once all that it took in is stored', async () => {
  const { gate, harness, mux, isOpen } = await start()
  mux.open(BOARD_DOC)
  await isOpen(BOARD_DOC)
  mux.stepTwo(BOARD_DOC, Uint8Array.of(0, 0))
  const letGo = gate.hold('commit')
  const doc = new Y.Doc()
  addItem(doc, { kind: 'note', at: [0, 0], text: 'first' })
  mux.update(BOARD_DOC, Y.encodeStateAsUpdate(doc))
  await until('it is taken in', () => harness.applied.length === 1)
  harness.sync.end(WORKSHOP, () => true, CLOSE.tooFast, 'Again.')
  gate.log.length = 0
  const opening = harness.sync.open(WORKSHOP, BOARD_DOC)
  letGo()
  const room = await opening
  expect(gate.log.indexOf('reading began')).toBeGreaterThan(gate.log.indexOf('commit ended'))
  expect(itemsOf(room.doc).size).toBe(1)
  addItem(room.doc, { kind: 'note', at: [0, 0], text: 'second' })
  await harness.committer.settled()
  expect(itemsOf(await readStored(harness.storage)).size).toBe(2)
})

test('what was being read when a commit of its workshop failed is not handed out', async () => {
  const { gate, harness } = await start()
  const letGo = gate.hold('list')
  const refused = expect(harness.sync.open(WORKSHOP, BOARD_DOC)).rejects.toThrow('could not be read')
  harness.committer.distrust(WORKSHOP, new Error('the disk is full'))
  letGo()
  await refused
})

test('a document that came to its end while it was read is given to nobody', async () => {
  const { gate, harness, mux } = await start()
  const letGo = gate.hold('list')
  mux.open(BOARD_DOC)
  await until('it is asked for', () => harness.documents() === 1)
  harness.boards.delete(BOARD)
  letGo()
  await until('they are told', () => mux.messages.length > 0)
  expect(mux.messages.map(({ type }) => type)).toEqual(['closed'])
  expect(harness.documents()).toBe(0)
})

test('who leaves a document that is still being read is heard on others, however much they had sent to it', async () => {
  const { gate, mux, isOpen } = await start()
  const letGo = gate.hold('list')
  for (let turn = 0; turn < 3; turn++) {
    mux.open(BOARD_DOC)
    mux.update(BOARD_DOC, new Uint8Array(40_000))
    mux.leave(BOARD_DOC)
  }
  mux.open('plan')
  letGo()
  await isOpen('plan')
})
