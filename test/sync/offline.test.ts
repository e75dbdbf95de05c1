/** What was written in a long time offline, more than fits into one message: the app sends it in parts, and all of it is taken. */
import { expect, test, onTestFinished } from 'vitest'
import * as Y from 'yjs'
import { partsOf } from '../../client/model/parts.ts'
import { judge } from '../../server/sync/gate/gate.ts'
import { itemsOf } from '../../shared/board.ts'
import { addItems } from '../../shared/boardItems.ts'
import { textOf } from '../../shared/boardTexts.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { openPage, openSocketOf, syncUrl, type AppPage } from '../support/appPage.ts'
import { BOARD, BOARD_DOC, startHarness, storedTexts, until, WORKSHOP } from './harness.ts'
import { ANYBODY } from './anybody.ts'

const NAME = { type: 'board', board: BOARD } as const

/** Notes of several megabytes, some deleted, some rewritten, by pages that follow each other on one device. */
const writeMuch = (doc: Y.Doc): void => {
  for (let page = 0; page < 3; page++) {
    doc.clientID = 1_000 + page
    const ids = addItems(
      doc,
      Array.from({ length: 200 }, (_, n) => ({
        kind: 'note' as const,
        at: [n, page] as const,
        text: `${page}/${n} `.padEnd(8_000, 'words '),
      })),
    )
    for (const [n, id] of ids.entries()) {
      const text = textOf(doc, id, 'text')
      if (n % 7 === 0) itemsOf(doc).delete(id)
      else if (n % 5 === 0) {
        text?.delete(0, text.length)
        text?.insert(0, 'Written anew')
      } else text?.insert(n, 'in the middle')
    }
    // The next page goes on in what this one wrote.
    textOf(doc, ids[1] ?? '', 'text')?.insert(3, 'later')
  }
}

test('each part of a large update is fit by itself, and builds on nothing but those before it', () => {
  const server = new Y.Doc()
  addItems(server, [{ kind: 'note', at: [0, 0], text: 'x'.repeat(LIMITS.textStored - 10) }])
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(server))
  const [first = ''] = itemsOf(doc).keys()
  const text = textOf(doc, first, 'text')
  text?.delete(0, text.length)
  text?.insert(0, 'y'.repeat(LIMITS.textStored - 10))
  writeMuch(doc)
  const whole = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server))
  const parts = partsOf(whole)
  expect(whole.byteLength).toBeGreaterThan(3_000_000)
  expect(parts.length).toBeGreaterThan(4)
  for (const part of parts) {
    expect(part.byteLength).toBeLessThan(LIMITS.payload)
    expect(judge(server, NAME, part, ANYBODY)).toMatchObject({ type: 'new' })
    Y.applyUpdate(server, part)
  }
  expect(itemsOf(server).toJSON()).toEqual(itemsOf(doc).toJSON())
  expect(Y.encodeStateVector(server)).toEqual(Y.encodeStateVector(doc))
  expect([server.store.pendingStructs, server.store.pendingDs]).toEqual([null, null])
})

test('a small update is its own only part', () => {
  const doc = new Y.Doc()
  addItems(doc, [{ kind: 'note', at: [0, 0], text: 'Short' }])
  const update = Y.encodeStateAsUpdate(doc)
  expect(partsOf(update)).toEqual([update])
})

test('three megabytes of notes made offline are stored, acknowledged and with the others', async () => {
  const harness = await startHarness()
  onTestFinished(() => harness.close())
  const url = syncUrl(harness.url, WORKSHOP)
  const closed: number[] = []
  const open = (doc: Y.Doc, waiting: number): AppPage => {
    const { token } = harness.add()
    const page = openPage({
      name: BOARD_DOC,
      doc,
      waiting,
      openSocket: (events) =>
        openSocketOf(url, token, {
          ...events,
          onClose(code) {
            closed.push(code)
            events.onClose(code)
          },
        }),
    })
    onTestFinished(page.close)
    return page
  }
  const other = new Y.Doc()
  open(other, 0)
  const doc = new Y.Doc()
  writeMuch(doc)
  const { waiting, refused } = open(doc, 42)
  await until('all is acknowledged', () => waiting() === 0 || refused.length + closed.length > 0)
  expect([refused, closed]).toEqual([[], []])
  await until('the other has it', () => itemsOf(other).size === itemsOf(doc).size)
  expect(await storedTexts(harness.storage)).toHaveLength(itemsOf(doc).size)
}, 30_000)
