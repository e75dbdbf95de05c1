/** A workshop that is let go of while it is read is given to nobody: what it holds may not be what is stored. */
import { expect, test } from 'vitest'
import { startServer, until } from './harness.ts'

/** Where somebody waits for a workshop that is being read. */
const readingOf = async () => {
  const { create, house } = await startServer()
  const { workshops, committer } = house
  const { id } = await create()
  await committer.settled()
  workshops.drop([id])
  const state = { isHeld: false, letGo: () => {} }
  const held = new Promise<void>((resolve) => (state.letGo = resolve))
  workshops.onLoad(() => {
    state.isHeld = true
    return held
  })
  return { workshops, id, state }
}

test('whoever waits for a workshop that is let go of before they get it is told to try again', async () => {
  const { workshops, id, state } = await readingOf()
  const first = workshops.find(id)
  await until(() => state.isHeld)
  const second = workshops.find(id)
  workshops.drop([id])
  state.letGo()
  expect(await Promise.allSettled([first, second])).toMatchObject(
    [first, second].map(() => ({ status: 'rejected', reason: { code: 'storage-failed' } })),
  )
  const now = await workshops.find(id)
  expect(now?.id).toBe(id)
  expect(workshops.peek(id)).toBe(now)
})

test('what was read before it was let go of does not take the place of what was read since', async () => {
  const { workshops, id, state } = await readingOf()
  state.letGo()
  const early = workshops.find(id)
  workshops.drop([id])
  const late = workshops.find(id)
  await expect(early).rejects.toMatchObject({ code: 'storage-failed' })
  expect(workshops.peek(id)).toBe(await late)
})
