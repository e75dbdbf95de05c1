/** What every place for keys must do. Each implementation's own test runs this. */
import { afterEach, describe, expect, test } from 'vitest'
import { KEY_BYTES, type KeyName, type Keys } from '../../server/storage/keys.ts'
import { newId } from '../../shared/ids.ts'

/** Where keys can be opened again; a place that forgets on closing does not keep. */
export interface KeyPlace {
  open(): Promise<Keys>
  readonly keeps: boolean
  remove(): Promise<void>
}

const nameOne = (workshop = newId()): KeyName => ({ workshop, writing: newId() })
const byWriting = (a: KeyName, b: KeyName): number => (a.writing < b.writing ? -1 : 1)

export const keysContract = (name: string, makePlace: () => Promise<KeyPlace>): void => {
  describe(`${name} keep the contract of keys`, () => {
    const closing: (() => Promise<void>)[] = []
    const open = async (): Promise<{ keys: Keys; place: KeyPlace }> => {
      const place = await makePlace()
      closing.push(() => place.remove())
      return { keys: await place.open(), place }
    }
    afterEach(async () => {
      for (const close of closing.splice(0)) await close()
    })

    test('what was never made is null', async () => {
      const { keys } = await open()
      expect(await keys.get(nameOne())).toBeNull()
      expect(await keys.list()).toEqual([])
    })

    test('a key stays the same, and differs from every other', async () => {
      const { keys } = await open()
      const [one, other] = [nameOne(), nameOne()]
      await keys.make(one)
      await keys.make(other)
      const key = await keys.get(one)
      expect(key).toHaveLength(KEY_BYTES)
      expect(await keys.get(one)).toEqual(key)
      expect(await keys.get(other)).not.toEqual(key)
      await expect(keys.make(one)).rejects.toThrow()
      expect(await keys.get(one)).toEqual(key)
    })

    test('all names are listed', async () => {
      const { keys } = await open()
      const workshop = newId()
      const names = [nameOne(workshop), nameOne(workshop), nameOne()]
      for (const each of names) await keys.make(each)
      expect([...(await keys.list())].sort(byWriting)).toEqual([...names].sort(byWriting))
    })

    test('a destroyed key is gone, also out of the hands of who held it; doing it again is no error', async () => {
      const { keys } = await open()
      const [one, other] = [nameOne(), nameOne()]
      await keys.make(one)
      await keys.make(other)
      const held = await keys.get(one)
      await keys.destroy(one)
      await keys.destroy(one)
      expect(await keys.get(one)).toBeNull()
      expect(held?.every((byte) => byte === 0)).toBe(true)
      expect(await keys.list()).toEqual([other])
    })

    test('what was made and not destroyed is there after opening again', async () => {
      const { keys, place } = await open()
      if (!place.keeps) return
      const [one, other] = [nameOne(), nameOne()]
      await keys.make(one)
      await keys.make(other)
      await keys.destroy(other)
      const again = await place.open()
      expect(await again.get(one)).toEqual(await keys.get(one))
      expect(await again.get(other)).toBeNull()
      expect(await again.list()).toEqual([one])
    })
  })
}
