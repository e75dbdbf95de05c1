import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMemoryKeys } from '../../server/storage/memoryKeys.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import { sealDrafts } from '../../server/storage/sealed.ts'
import type { Storage, Write } from '../../server/storage/storage.ts'
import { draftDoc } from '../../shared/docs.ts'
import { newId } from '../../shared/ids.ts'
import { storageContract } from './contract.ts'

storageContract('sealed', async () => ({
  open: async () => sealDrafts({ storage: createMemoryStorage(), keys: createMemoryKeys() }),
  keeps: false,
  remove: async () => {},
}))

const workshop = newId()
const writing = newId()
const [ann, ben] = [newId(), newId()]
const keyOf = (person: string, rest: string, which = writing): string =>
  `doc/${workshop}/${draftDoc(which, person)}/${rest}`
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const put = (key: string, text: string): Write => ({ type: 'put', key, value: bytes(text) })

const listed = async (storage: Storage, prefix: string): Promise<[string, string][]> => {
  const entries: [string, string][] = []
  for await (const [key, value] of storage.list(prefix)) entries.push([key, Buffer.from(value).toString()])
  return entries
}

const setUp = async () => {
  const bare = createMemoryStorage()
  const keys = createMemoryKeys()
  await keys.make({ workshop, writing })
  return { bare, keys, storage: sealDrafts({ storage: bare, keys }) }
}

test('drafts come back as they went in, by key, by prefix, and together', async () => {
  const { storage } = await setUp()
  const all: [string, string][] = [
    [keyOf(ann, 'j/1'), 'one'],
    [keyOf(ann, 'j/2'), 'two'],
    [keyOf(ben, 'c/77'), ben],
    [`doc/${workshop}/stage/j/1`, 'open'],
  ]
  await storage.commit(all.map(([key, text]) => put(key, text)))
  expect(Buffer.from((await storage.get(keyOf(ann, 'j/2'))) ?? []).toString()).toBe('two')
  expect(await storage.get(keyOf(ann, 'j/3'))).toBeNull()
  expect(await listed(storage, keyOf(ann, 'j/'))).toEqual(all.slice(0, 2))
  const sorted = [...all].sort(([a], [b]) => (a < b ? -1 : 1))
  for (let length = 0; length <= keyOf(ann, '').length; length++) {
    const prefix = keyOf(ann, '').slice(0, length)
    expect(await listed(storage, prefix)).toEqual(sorted.filter(([key]) => key.startsWith(prefix)))
  }
  await storage.commit([{ type: 'del', key: keyOf(ann, 'j/1') }])
  expect(await listed(storage, keyOf(ann, ''))).toEqual([all[1]])
})

test('the bare bytes tell neither words, nor whose they are, nor how long a note is', async () => {
  const { bare, storage } = await setUp()
  await storage.commit([
    put(keyOf(ann, 'j/1'), 'a short one'),
    put(keyOf(ben, 'j/1'), 'one that is a good deal longer than the other one is'),
  ])
  const entries = await listed(bare, '')
  expect(entries).toHaveLength(2)
  for (const [key, value] of entries) {
    for (const secret of [ann, ben]) expect(key + value).not.toContain(secret)
    for (const word of ['short', 'longer']) expect(value).not.toContain(word)
  }
  const lengths: number[] = []
  for await (const [, value] of bare.list('')) lengths.push(value.length)
  expect(new Set(lengths).size).toBe(1)
})

test('the same words are never sealed alike', async () => {
  const { bare, storage } = await setUp()
  await storage.commit([put(keyOf(ann, 'j/1'), 'same'), put(keyOf(ann, 'j/2'), 'same')])
  const [first, second] = await listed(bare, '')
  expect(first?.[1]).not.toBe(second?.[1])
})

test('once the key is destroyed, nothing can be read, and what still comes is not kept', async () => {
  const { bare, keys, storage } = await setUp()
  await storage.commit([put(keyOf(ann, 'j/1'), 'gone')])
  const kept = await listed(bare, '')
  await keys.destroy({ workshop, writing })
  expect(await storage.get(keyOf(ann, 'j/1'))).toBeNull()
  expect(await listed(storage, '')).toEqual([])
  await storage.commit([put(keyOf(ann, 'j/2'), 'late'), { type: 'del', key: keyOf(ann, 'j/1') }])
  expect(await listed(bare, '')).toEqual(kept)
  // Nor does the key of another writing open it.
  const other = newId()
  await keys.make({ workshop, writing: other })
  for (const [key] of kept) {
    const moved = key.replace(writing, other)
    const value = await bare.get(key)
    if (value) await bare.commit([{ type: 'put', key: moved, value }])
  }
  expect(await listed(storage, keyOf(ann, '', other).slice(0, -1 - ann.length))).toEqual([])
})

test('bytes that were changed, or moved to another place, are not taken for a draft', async () => {
  const { bare, storage } = await setUp()
  await storage.commit([put(keyOf(ann, 'j/1'), 'mine')])
  const [[key = ''] = []] = await listed(bare, '')
  const value = (await bare.get(key)) ?? new Uint8Array()
  await bare.commit([{ type: 'put', key: key.replace('j/1', 'j/2'), value }])
  await expect(storage.get(keyOf(ann, 'j/2'))).rejects.toThrow()
  const changed = value.slice()
  changed[20] = (changed[20] ?? 0) ^ 1
  await bare.commit([{ type: 'put', key, value: changed }])
  await expect(storage.get(keyOf(ann, 'j/1'))).rejects.toThrow()
})

test('it agrees with a plain map after any commits, drafts or not', async () => {
  const key = fc.constantFrom(
    keyOf(ann, 'j/1'),
    keyOf(ann, 'j/2'),
    keyOf(ann, 's/1'),
    keyOf(ben, 'j/1'),
    `doc/${workshop}/stage/j/1`,
    'ws/1',
  )
  const write: fc.Arbitrary<Write> = fc.oneof(
    fc.record({ type: fc.constant('put' as const), key, value: fc.uint8Array({ maxLength: 600 }) }),
    fc.record({ type: fc.constant('del' as const), key }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(write, { maxLength: 6 }), { maxLength: 6 }), async (commits) => {
      const { storage } = await setUp()
      const model = new Map<string, string>()
      for (const writes of commits) {
        await storage.commit(writes)
        for (const each of writes)
          if (each.type === 'put') model.set(each.key, Buffer.from(each.value).toString())
          else model.delete(each.key)
      }
      for (const prefix of ['', 'doc/', keyOf(ann, ''), keyOf(ann, 'j/'), keyOf(ben, '').slice(0, -3)])
        expect(await listed(storage, prefix)).toEqual(
          [...model].filter(([each]) => each.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
    }),
    { numRuns: 50 },
  )
})
