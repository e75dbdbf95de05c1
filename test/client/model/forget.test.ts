import { expect, test } from 'vitest'
import { copyName, refusedName } from '../../../client/model/copies.ts'
import { forgetWorkshop } from '../../../client/model/forget.ts'
import { createMemory } from '../../../client/model/memory.ts'
import { boardDoc } from '../../../shared/docs.ts'
import { newId } from '../../../shared/ids.ts'
import { FakeStorage } from './device.ts'

const left = newId()
const kept = newId()
const board = newId()

/** A device that was in two workshops, with something of each kind remembered. */
const device = () => {
  const storages = [new FakeStorage(), new FakeStorage()]
  for (const workshop of [left, kept])
    for (const storage of storages)
      for (const key of [`info:${workshop}`, `waiting:${workshop}`, `mark:example:${workshop}:said`])
        storage.setItem(`kiteboard.${key}`, '{}')
  storages[0]?.setItem('kiteboard.look', '{}')
  const memory = createMemory(storages[0] ?? null)
  memory.keepEpoch(left, boardDoc(board), 2)
  const cleared: string[] = []
  return {
    storages,
    memory,
    cleared,
    clear: (name: string) => {
      cleared.push(name)
      return Promise.resolve()
    },
  }
}

test('a device that leaves keeps nothing of that workshop, and all of the others', async () => {
  const { cleared, ...rest } = device()
  const told = [copyName(left, 'stage', 0), copyName(left, 'draft:x:y', 0), copyName(kept, 'stage', 0)]
  await forgetWorkshop(left, [board], { ...rest, copies: () => Promise.resolve(told) })
  for (const storage of rest.storages) {
    const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
    expect(keys.filter((key) => key.includes(left))).toEqual([])
    expect(keys.filter((key) => key.includes(kept))).toHaveLength(3)
  }
  expect(rest.storages[0]?.getItem('kiteboard.look')).toBe('{}')
  expect(new Set(cleared)).toEqual(
    new Set([
      ...told.slice(0, 2),
      copyName(left, 'plan', 0),
      copyName(left, boardDoc(board), 2),
      refusedName(left),
    ]),
  )
})

test('where a browser does not tell which copies there are, those of the boards go all the same', async () => {
  const { cleared, ...rest } = device()
  await forgetWorkshop(left, [board], { ...rest, copies: () => Promise.resolve([]) })
  expect(cleared).toEqual([
    copyName(left, 'stage', 0),
    copyName(left, 'plan', 0),
    copyName(left, boardDoc(board), 2),
    refusedName(left),
  ])
})
