/** A document is read out of the storage by others than its room as well: for exports, and drafts. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import { docPrefix, readUpdates } from '../../server/sync/stored.ts'
import { docOf } from '../../server/sync/updates.ts'
import { addItem } from '../../shared/boardItems.ts'
import { boardDoc } from '../../shared/docs.ts'
import { itemsOf } from '../../shared/board.ts'

const WORKSHOP = 'w'
const NAME = boardDoc('board-0000000000001')

test('what is read of a document that is folded in the middle of it is whole', async () => {
  const memory = createMemoryStorage()
  const prefix = docPrefix(WORKSHOP, NAME)
  const page = new Y.Doc()
  addItem(page, { kind: 'note', at: [0, 0], text: 'Ask us first' })
  const update = Y.encodeStateAsUpdate(page)
  await memory.commit([{ type: 'put', key: `${prefix}j/1`, value: update }])
  let lists = 0
  const storage = {
    ...memory,
    async *list(of: string) {
      yield* memory.list(of)
      lists += 1
      if (lists > 1) return
      await memory.commit([
        { type: 'del', key: `${prefix}j/1` },
        { type: 'put', key: `${prefix}s/2`, value: update },
      ])
    },
  }
  expect(itemsOf(docOf(await readUpdates(storage, WORKSHOP, NAME))).size).toBe(1)
  expect(lists).toBeGreaterThan(1)
})
