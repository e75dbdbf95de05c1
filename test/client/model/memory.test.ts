import { expect, test } from 'vitest'
import { createMemory } from '../../../client/model/memory.ts'
import { newId } from '../../../shared/ids.ts'
import { FakeStorage } from './device.ts'

const infoOf = (title: string) => {
  const id = newId()
  return {
    id,
    title,
    role: 'participant' as const,
    boards: [],
    limits: { payload: 1, presence: 1, items: 1, text: 1 },
    participant: { id: newId(), name: 'Joe', colour: 0, role: 'participant' as const },
    consent: null,
    member: null,
  }
}

test('the workshops of a device are listed, the one opened last first, with what waits in each, until taken off', () => {
  const memory = createMemory(new FakeStorage())
  const [first, second, never] = [infoOf('First'), infoOf('Second'), infoOf('Never')]
  for (const info of [first, second, never]) memory.keepInfo(info)
  memory.keepOpened(first.id, 1_000)
  memory.keepOpened(second.id, 2_000)
  const titles = () => memory.workshops().map(({ info }) => info.title)
  expect(titles()).toEqual(['Second', 'First', 'Never'])
  memory.keepWaiting(first.id, 'board:one', 2)
  memory.keepWaiting(first.id, 'plan', 1)
  expect(memory.workshops().map(({ unsent }) => unsent)).toEqual([0, 3, 0])
  memory.takeOff(second.id)
  expect(titles()).toEqual(['First', 'Never'])
  expect(createMemory(null).workshops()).toEqual([])
})
