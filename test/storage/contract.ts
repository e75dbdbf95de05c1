/** What every storage must do. Each implementation's own test runs this. */
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import type { Storage, Write } from '../../server/storage/storage.ts'

/** A place in which a storage can be opened again; one that forgets on closing has no `reopen`. */
export interface Place {
  open(): Promise<Storage>
  readonly keeps: boolean
  remove(): Promise<void>
}

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)
const put = (key: string, value: Uint8Array): Write => ({ type: 'put', key, value })
const del = (key: string): Write => ({ type: 'del', key })

const listed = async (storage: Storage, prefix: string): Promise<[string, number[]][]> => {
  const entries: [string, number[]][] = []
  for await (const [key, value] of storage.list(prefix)) entries.push([key, [...value]])
  return entries
}

export const storageContract = (name: string, makePlace: () => Promise<Place>): void => {
  describe(`${name} keeps the contract of a storage`, () => {
    const closing: (() => Promise<void>)[] = []
    const open = async (): Promise<{ storage: Storage; place: Place }> => {
      const place = await makePlace()
      const storage = await place.open()
      closing.push(async () => {
        await storage.close()
        await place.remove()
      })
      return { storage, place }
    }
    afterEach(async () => {
      for (const close of closing.splice(0)) await close()
    })

    test('what was never put is null', async () => {
      const { storage } = await open()
      expect(await storage.get('nothing')).toBeNull()
      expect(await listed(storage, '')).toEqual([])
    })

    test('bytes come back as they went in, whatever they are', async () => {
      const { storage } = await open()
      const every = Uint8Array.from({ length: 256 }, (_, index) => index)
      await storage.commit([put('every', every), put('empty', bytes())])
      expect([...((await storage.get('every')) ?? [])]).toEqual([...every])
      expect(await storage.get('empty')).toEqual(bytes())
    })

    test('changing the bytes after the commit does not change what is stored', async () => {
      const { storage } = await open()
      const value = bytes(1, 2, 3)
      await storage.commit([put('a', value)])
      value.fill(9)
      expect([...((await storage.get('a')) ?? [])]).toEqual([1, 2, 3])
    })

    test('a list holds what begins with the prefix and nothing else, in the order of the keys', async () => {
      const { storage } = await open()
      await storage.commit([
        put('w/b/2', bytes(2)),
        put('w/b', bytes(0)),
        put('w/b/10', bytes(10)),
        put('w/a/1', bytes(1)),
        put('w/b/1', bytes(1)),
        put('w/ba', bytes(7)),
        put('w/c', bytes(3)),
      ])
      expect(await listed(storage, 'w/b/')).toEqual([
        ['w/b/1', [1]],
        ['w/b/10', [10]],
        ['w/b/2', [2]],
      ])
      expect((await listed(storage, 'w/')).map(([key]) => key)).toEqual([
        'w/a/1',
        'w/b',
        'w/b/1',
        'w/b/10',
        'w/b/2',
        'w/ba',
        'w/c',
      ])
    })

    test('the writes of a commit take effect in the order given', async () => {
      const { storage } = await open()
      await storage.commit([put('a', bytes(1)), del('a'), put('b', bytes(1)), put('b', bytes(2))])
      expect(await listed(storage, '')).toEqual([['b', [2]]])
    })

    test('a commit that cannot be made as a whole changes nothing', async () => {
      const { storage } = await open()
      await storage.commit([put('kept', bytes(1))])
      const broken: Write = JSON.parse('{"type": "put", "key": "bad", "value": null}')
      await expect(storage.commit([put('a', bytes(1)), del('kept'), broken])).rejects.toThrow()
      expect(await listed(storage, '')).toEqual([['kept', [1]]])
      await storage.commit([put('later', bytes(2))])
      expect(await listed(storage, '')).toEqual([
        ['kept', [1]],
        ['later', [2]],
      ])
    })

    test('what was committed is there after opening again', async () => {
      const { storage, place } = await open()
      if (!place.keeps) return
      await storage.commit([put('a', bytes(1)), put('b', bytes(2))])
      await storage.commit([del('a')])
      await storage.close()
      const again = await place.open()
      closing.unshift(() => again.close())
      expect(await listed(again, '')).toEqual([['b', [2]]])
    })

    test('it agrees with a plain map after any commits', async () => {
      const key = fc.constantFrom('a', 'a/1', 'a/2', 'b', 'b/1', 'ba')
      const write: fc.Arbitrary<Write> = fc.oneof(
        fc.record({ type: fc.constant('put' as const), key, value: fc.uint8Array({ maxLength: 8 }) }),
        fc.record({ type: fc.constant('del' as const), key }),
      )
      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(write, { maxLength: 6 }), { maxLength: 8 }), async (commits) => {
          const { storage } = await open()
          const model = new Map<string, number[]>()
          for (const writes of commits) {
            await storage.commit(writes)
            for (const write of writes)
              if (write.type === 'put') model.set(write.key, [...write.value])
              else model.delete(write.key)
          }
          for (const prefix of ['', 'a', 'a/', 'b/'])
            expect(await listed(storage, prefix)).toEqual(
              [...model].filter(([each]) => each.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1)),
            )
        }),
        { numRuns: 25 },
      )
    })
  })
}
