/** What a device remembers of the choices that it was told are kept. */
import { expect, onTestFinished, test, vi } from 'vitest'
import { createChoices, type Choice } from '../../../client/model/choices.ts'
import { createMemory } from '../../../client/model/memory.ts'
import type { WorkshopApi } from '../../../client/model/types.ts'
import { Refusal } from '../../../shared/errors.ts'
import { FakeStorage } from './device.ts'

/** One person's choices on a device that keeps these already, before a server that may be out of reach. */
const startDevice = (held: readonly Choice[] = [], { keeps = true } = {}) => {
  const kept = createMemory(new FakeStorage()).choices('workshop')
  kept.change(() => held)
  const told: Parameters<WorkshopApi['command']>[0][] = []
  let isReached = true
  let lastRun: string | null = null
  let at = 0
  const choices = createChoices({
    kept,
    lastRun: { read: () => lastRun, keep: (run) => void (keeps && (lastRun = run)) },
    async command(asked) {
      if (!isReached) throw new Refusal('storage-failed', 'Please try again.')
      told.push(asked)
      return asked.type === 'consent' ? { consent: asked.consent, at: (at += 1) } : {}
    },
    person: () => 'me',
    onTold: () => {},
  })
  onTestFinished(choices.close)
  return { choices, kept, told, lastRun: () => lastRun, reach: (is: boolean) => void (isReached = is) }
}

test('the general choice is told again however many were made for single items since, and of those the newest', async () => {
  const { choices, kept, told } = startDevice()
  await choices.command({ type: 'consent', consent: 'room' })
  for (let n = 0; n < 301; n++)
    await choices.command({
      type: 'consent',
      consent: 'nameless',
      item: { board: 'board', item: `item ${n}` },
    })
  const held: readonly Choice[] = kept.read()
  const items = held.flatMap(({ item }) => (item ? [item.item] : []))
  expect([items.length, items[0], items.at(-1)]).toEqual([300, 'item 1', 'item 300'])
  told.length = 0
  await choices.settle({ run: 'another' })
  expect(told[0]).toMatchObject({ consent: 'room' })
  expect(told).toHaveLength(301)
})

const ITEM = { board: 'board', item: 'item' }

test('what somebody else chose on this device is not told as mine', async () => {
  const { choices, told } = startDevice([
    { person: 'another', item: null, consent: 'named', at: 5 },
    { person: 'me', item: ITEM, consent: 'room', at: 6 },
  ])
  await choices.settle({ run: 'another' })
  expect(told).toMatchObject([{ item: ITEM, consent: 'room' }])
})

test('what a server could not take just now is told it later', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const { choices, told, lastRun, reach } = startDevice([
    { person: 'me', item: null, consent: 'room', at: 6 },
  ])
  reach(false)
  await choices.settle({ run: 'another' })
  expect([told.length, lastRun()]).toEqual([0, null])
  reach(true)
  await vi.advanceTimersByTimeAsync(15_000)
  expect([told.length, lastRun()]).toEqual([1, 'another'])
})

test('a device that can keep nothing tells a server once, however often it hears of it', async () => {
  const { choices, told } = startDevice([{ person: 'me', item: null, consent: 'room', at: 5 }], {
    keeps: false,
  })
  for (let time = 0; time < 3; time++) await choices.settle({ run: 'another' })
  expect(told).toHaveLength(1)
  await choices.settle({ run: 'a third' })
  expect(told).toHaveLength(2)
})
