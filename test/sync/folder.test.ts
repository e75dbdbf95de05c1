/** The thread that folds: what it was given does not gather in it. */
import type { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createFolder } from '../../server/sync/journal/folder.ts'
import type * as thread from '../../server/thread.ts'

const started = vi.hoisted((): Worker[] => [])
vi.mock('../../server/thread.ts', async (original) => {
  const actual = await original<typeof thread>()
  const startThread: typeof thread.startThread = (...how) => {
    const worker = actual.startThread(...how)
    started.push(worker)
    return worker
  }
  return { ...actual, startThread }
})

const journalOf = (letters: number): Uint8Array => {
  const doc = new Y.Doc()
  doc.getText('text').insert(0, 'x'.repeat(letters))
  return Y.encodeStateAsUpdate(doc)
}

test('a thread that was given much makes room for another; one that was given little goes on', async () => {
  const folder = createFolder()
  onTestFinished(() => folder.close())
  const lengthOf = async (update: Uint8Array): Promise<number> => {
    const { state } = await folder.fold({ updates: [update], anew: null, point: false })
    const doc = new Y.Doc()
    Y.applyUpdate(doc, state)
    return doc.getText('text').length
  }
  expect(await lengthOf(journalOf(1_000))).toBe(1_000)
  expect(await lengthOf(journalOf(2_000))).toBe(2_000)
  expect(started).toHaveLength(1)
  // While others wait for it, it goes on.
  const large = [1_200_000, 1_300_000]
  expect(await Promise.all(large.map((letters) => lengthOf(journalOf(letters))))).toEqual(large)
  expect(started).toHaveLength(1)
  expect(await lengthOf(journalOf(3_000))).toBe(3_000)
  expect(started).toHaveLength(2)
})
