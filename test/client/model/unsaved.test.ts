/** The server is reached, and can't save. */
import { afterEach, expect, test } from 'vitest'
import { addItem } from '../../../shared/boardItems.ts'
import { createMemoryStorage } from '../../../server/storage/memory.ts'
import { BOARD, startHarness, storedTexts, until } from '../../sync/harness.ts'
import { createDevice } from './device.ts'

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

test('a server that can’t save is told of at once, until it has saved all that waited', async () => {
  const memory = createMemoryStorage()
  const disk = { full: false }
  const harness = await startHarness({
    storage: {
      ...memory,
      async commit(writes) {
        if (disk.full) throw new Error('no space left')
        await memory.commit(writes)
      },
    },
  })
  closing.push(() => harness.close())
  const session = await createDevice(harness, harness.add()).open()
  closing.push(() => session.close())
  const told: string[] = []
  session.status.subscribe(() => {
    const { trouble, waiting, back } = session.status.get()
    told.push(trouble ?? (back ? 'back' : waiting > 0 ? 'saving' : 'saved'))
  })
  await until('the board is there', () => session.board(BOARD).ready.get())
  disk.full = true
  told.length = 0
  addItem(session.board(BOARD).doc, { kind: 'note', at: [0, 0], text: 'Is it safe?' })
  // The very first refusal is told, and then nothing else for as long as it lasts, however often it is tried.
  await until('it says so', () => session.status.get().trouble === 'unsaved')
  const tries = () => harness.lines.filter(({ level }) => level === 'error').length
  const before = tries()
  await until('it was tried again', () => tries() > before)
  expect([...new Set(told)]).toEqual(['saving', 'unsaved'])
  expect(session.status.get()).toMatchObject({ state: 'online', waiting: 1 })
  expect(session.refused.get()).toEqual([])

  disk.full = false
  await until('it is saved', () => session.status.get().waiting === 0)
  await until('it says so', () => session.status.get().trouble === null)
  expect(session.status.get().back).toBe(true)
  expect(told.slice(told.lastIndexOf('unsaved') + 1)).not.toContain('saving')
  expect(await storedTexts(harness.storage)).toEqual(['Is it safe?'])
})
