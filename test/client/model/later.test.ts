import { createDecoder, readVarString } from 'lib0/decoding'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { stepTwo } from '../../../client/model/frames.ts'
import { createLater } from '../../../client/model/later.ts'
import { addItem } from '../../../shared/boardItems.ts'
import { draftDoc } from '../../../shared/docs.ts'
import { CLOSE } from '../../../shared/protocol.ts'
import { setMeta } from '../../../shared/stage.ts'
import { BOARD, BOARD_DOC } from '../../sync/harness.ts'
import { closedBy, ME, openSessionByHand } from './sessionByHand.ts'

const SPELL = { id: 'spell-1-spell-1-spell', board: BOARD, question: '', startedAt: 1, progress: null }
const DRAFT = draftDoc(SPELL.id, ME)

/** Whether a frame is about a document. */
const isAbout = (frame: Uint8Array, name: string): boolean => readVarString(createDecoder(frame)) === name

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('what was put off is done, each when its time has come, and none of it once it was cleared', () => {
  const later = createLater()
  const done: string[] = []
  later.after(20, () => done.push('second'))
  later.after(10, () => done.push('first'))
  later.after(30, () => done.push('third'))
  vi.advanceTimersByTime(20)
  expect(done).toEqual(['first', 'second'])
  later.clear()
  expect(vi.getTimerCount()).toBe(0)
  later.after(10, () => done.push('fourth'))
  vi.runAllTimers()
  expect(done).toEqual(['first', 'second', 'fourth'])
})

test('a draft that is closed while its writing goes on is asked for again, but not by a workshop that is closed', async () => {
  let asked = 0
  const { session, hear } = await openSessionByHand((bytes) => void (isAbout(bytes, DRAFT) && asked++))
  // Until its documents are read and asked for.
  await vi.advanceTimersByTimeAsync(100)
  const stage = new Y.Doc()
  setMeta(stage, { writing: SPELL })
  hear(stepTwo('stage', Y.encodeStateAsUpdate(stage)))
  await vi.advanceTimersByTimeAsync(100)
  session.writing.enter()
  await vi.advanceTimersByTimeAsync(100)
  hear(closedBy(DRAFT, CLOSE.forbidden))
  const before = asked
  await vi.advanceTimersByTimeAsync(5_000)
  expect(asked).toBeGreaterThan(before)
  hear(closedBy(DRAFT, CLOSE.forbidden))
  session.close()
  await vi.advanceTimersByTimeAsync(0)
  expect(vi.getTimerCount()).toBe(0)
})

test('what was refused, and cannot be kept on this device, is offered to the server once more', async () => {
  let asked = 0
  const { session, hear } = await openSessionByHand((bytes) => void (isAbout(bytes, BOARD_DOC) && asked++))
  const { doc } = session.board(BOARD)
  await vi.advanceTimersByTimeAsync(100)
  const nothing = Y.encodeStateAsUpdate(new Y.Doc())
  hear(stepTwo(BOARD_DOC, nothing))
  await vi.advanceTimersByTimeAsync(100)
  addItem(doc, { kind: 'note', at: [0, 0], text: 'mine' })
  await vi.advanceTimersByTimeAsync(100)
  hear(closedBy(BOARD_DOC, CLOSE.forbidden))
  await vi.advanceTimersByTimeAsync(100)
  // The board as it is without it.
  hear(stepTwo(BOARD_DOC, nothing))
  await vi.advanceTimersByTimeAsync(100)
  expect(session.status.get().trouble).toBe('unkept')
  const before = asked
  await vi.advanceTimersByTimeAsync(15_000)
  expect(asked).toBeGreaterThan(before)
  session.close()
})
