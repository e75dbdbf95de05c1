/** What a device remembers of the choices that it was told are kept. */
import { expect, test } from 'vitest'
import { createChoices, type Choice } from '../../../client/model/choices.ts'
import { createMemory } from '../../../client/model/memory.ts'
import type { WorkshopApi } from '../../../client/model/types.ts'
import { FakeStorage } from './device.ts'

test('the general choice is told again however many were made for single items since', async () => {
  const kept = createMemory(new FakeStorage()).choices('workshop')
  const told: Parameters<WorkshopApi['command']>[0][] = []
  let at = 0
  const choices = createChoices({
    kept,
    lastRun: { read: () => null, keep: () => {} },
    command: (asked) => {
      told.push(asked)
      return Promise.resolve(asked.type === 'consent' ? { consent: asked.consent, at: (at += 1) } : {})
    },
    person: () => 'me',
    onTold: () => {},
  })
  await choices.command({ type: 'consent', consent: 'room' })
  for (let n = 0; n < 301; n++)
    await choices.command({
      type: 'consent',
      consent: 'nameless',
      item: { board: 'board', item: `item ${n}` },
    })
  const held: readonly Choice[] = kept.read()
  expect(held.filter(({ item }) => item !== null)).toHaveLength(300)
  expect(held.some(({ item }) => item?.item === 'item 0')).toBe(false)
  told.length = 0
  await choices.settle({ run: 'another' })
  expect(told[0]).toMatchObject({ consent: 'room' })
  expect(told).toHaveLength(301)
})
