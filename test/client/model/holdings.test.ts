/** What waits on a device is thrown away by nobody, whichever page it was that wrote it. */
import { expect, test, vi } from 'vitest'
import { copyName } from '../../../client/model/copies.ts'
import { createHoldings } from '../../../client/model/holdings.ts'
import { createMemory } from '../../../client/model/memory.ts'
import { createLonePages } from '../../../client/model/pages.ts'
import { newId } from '../../../shared/ids.ts'
import { FakeStorage } from './device.ts'

test('a copy of which something waits on this device stays; another goes', async () => {
  const memory = createMemory(new FakeStorage())
  memory.keepUnsaved('w', 'plan', newId(), { epoch: 3, parts: [] })
  const clear = vi.fn(() => Promise.resolve())
  const never = (): never => {
    throw new Error('not asked for')
  }
  const holdings = createHoldings({
    workshop: 'w',
    memory,
    pages: createLonePages(),
    keep: { open: never, box: never, clear },
  })
  holdings.clearCopy('plan', 3)
  holdings.clearCopy('plan', 4)
  await vi.waitFor(() => expect(clear).toHaveBeenCalled())
  expect(clear.mock.calls).toEqual([[copyName('w', 'plan', 4)]])
})
