import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openDatabase } from '../../../client/model/database.ts'
import { createLater } from '../../../client/model/later.ts'
import { createFaultyIndexedDb, type Fault } from './faultyIndexedDb.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test.each(['aborts', 'full'] as const)(
  'a transaction that the device breaks off (%s) is known at once to have failed',
  async (fault) => {
    const faults: Fault[] = []
    const { factory } = createFaultyIndexedDb(() => faults.shift() ?? 'none', createLater())
    const opening = openDatabase(factory, 'things', [['things']])
    await vi.advanceTimersByTimeAsync(10)
    const database = await opening
    faults.push(fault)
    const told = vi.fn()
    void database?.within((store) => void store.put('a thing', 'a key')).then(told)
    await vi.advanceTimersByTimeAsync(10)
    expect(told).toHaveBeenCalledWith(false)
    database?.close()
  },
)
