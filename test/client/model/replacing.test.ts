/** A board of mine that the server does not take as it is: another copy takes its place. */
import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { stepTwo } from '../../../client/model/frames.ts'
import { createNoKeep, type Keep } from '../../../client/model/keep.ts'
import { addItem } from '../../../shared/boardItems.ts'
import { CLOSE } from '../../../shared/protocol.ts'
import { BOARD, BOARD_DOC } from '../../sync/harness.ts'
import { closedBy, openSessionByHand } from './sessionByHand.ts'

test('the old copy goes only once the device holds the new one, with all that was written again', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  let isPut = (_is: boolean): void => undefined
  const put = new Promise<boolean>((resolve) => (isPut = resolve))
  const gone: string[] = []
  const none = createNoKeep()
  const keep: Keep = {
    ...none,
    open: (...of) => ({ ...none.open(...of), loaded: Promise.resolve(true), flush: () => put }),
    clear: (name) => Promise.resolve(void gone.push(name)),
  }
  const { session, hear } = await openSessionByHand(undefined, keep)
  onTestFinished(() => session.close())
  const texts = () =>
    [...session.board(BOARD).view.get().items.values()].map((item) => (item.kind === 'note' ? item.text : ''))
  const { doc } = session.board(BOARD)
  await vi.advanceTimersByTimeAsync(100)
  const nothing = Y.encodeStateAsUpdate(new Y.Doc())
  hear(stepTwo(BOARD_DOC, nothing))
  await vi.advanceTimersByTimeAsync(100)
  addItem(doc, { kind: 'note', at: [0, 0], text: 'mine' })
  hear(closedBy(BOARD_DOC, CLOSE.foreignClient))
  await vi.advanceTimersByTimeAsync(100)
  // The board as the server has it.
  hear(stepTwo(BOARD_DOC, nothing))
  await vi.advanceTimersByTimeAsync(1_000)
  expect(texts()).toEqual(['mine'])
  expect(session.board(BOARD).doc).not.toBe(doc)
  expect(gone).toEqual([])
  isPut(true)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(gone).toHaveLength(1)
})
