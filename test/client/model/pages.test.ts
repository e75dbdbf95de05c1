import { afterEach, describe, expect, test } from 'vitest'
import { createAskingPages, createLockPages, type Pages } from '../../../client/model/pages.ts'
import { until } from '../../sync/harness.ts'
import { createFakeLocks } from './device.ts'

const open: Pages[] = []
afterEach(() => {
  for (const pages of open.splice(0)) pages.close()
})

/** Two pages of one device. */
const ways: Readonly<Record<string, () => readonly [Pages, Pages]>> = {
  'by locks': () => {
    const locks = createFakeLocks()
    return [createLockPages(locks.of({})), createLockPages(locks.of({}))]
  },
  'by asking': () => {
    const name = `pages-${String(Math.random())}`
    return [createAskingPages(new BroadcastChannel(name)), createAskingPages(new BroadcastChannel(name))]
  },
}

describe.each(Object.entries(ways))('two pages that know of each other %s', (_, pair) => {
  const two = () => {
    const [one, other] = pair()
    open.push(one, other)
    return { one, other }
  }
  const nothing = () => Promise.resolve()

  test('what one holds is not free for the other, until it lets go of all its holds', async () => {
    const { one, other } = two()
    const [first, second] = [one.hold('a copy'), one.hold('a copy')]
    expect(await other.ifFree('a copy', nothing)).toBe(false)
    expect(await other.ifFree('another copy', nothing)).toBe(true)
    first()
    expect(await other.ifFree('a copy', nothing)).toBe(false)
    second()
    await until('it is free', () => other.ifFree('a copy', nothing))
  })

  test('what one is at, the other does not begin', async () => {
    const { one, other } = two()
    let end: () => void = () => undefined
    const work = new Promise<void>((resolve) => {
      end = resolve
    })
    let begun = false
    const mine = one.ifFree('a page', () => {
      begun = true
      return work
    })
    await until('it has begun', () => begun)
    expect(await other.ifFree('a page', nothing)).toBe(false)
    end()
    expect(await mine).toBe(true)
    await until('it is free', () => other.ifFree('a page', nothing))
  })
})

test('what is waited for is done as soon as a page that held it is gone', async () => {
  const locks = createFakeLocks()
  const [page, other] = [{}, createLockPages(locks.of({}))]
  open.push(other)
  const one = createLockPages(locks.of(page))
  one.hold('a copy')
  let done = false
  other.whenFree('a copy', () => {
    done = true
    return Promise.resolve()
  })
  expect(await other.ifFree('a copy', () => Promise.resolve())).toBe(false)
  expect(done).toBe(false)
  locks.die(page)
  await until('it is done', () => done)
})
