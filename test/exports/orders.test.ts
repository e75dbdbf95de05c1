/** Exports are made by turns: each person's in their order, one person after the other. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createOrders } from '../../server/exports/orders.ts'

/** Does nothing but say what was done, one piece whenever it is let. */
const setUp = () => {
  const turns = createOrders<string>()
  const done: string[] = []
  let underWay = 0
  const ask = (person: string, key: string, isGone = () => false) =>
    turns({
      person,
      key,
      isGone,
      async work() {
        expect(++underWay).toBe(1)
        await new Promise((resolve) => setImmediate(resolve))
        underWay -= 1
        done.push(key)
        return key
      },
    })
  return { ask, done }
}

test('everybody gets what they asked for, each is made for all who wait for it, and nobody waits for two of another', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({ person: fc.constantFrom('a', 'b', 'c'), key: fc.constantFrom('1', '2', '3', '4') }),
        {
          maxLength: 30,
        },
      ),
      async (asked) => {
        const { ask, done } = setUp()
        const got = await Promise.all(asked.map(({ person, key }) => ask(person, key)))
        expect(got).toEqual(asked.map(({ key }) => key))
        // What is under way already may be out of date for who asks now, so it is made once more at most.
        for (const key of new Set(done)) expect(done.filter((one) => one === key).length).toBeLessThan(3)
        // The first wish of each of three people is met among the first three, or four with the one under way.
        for (const person of ['a', 'b', 'c']) {
          const first = asked.find((one) => one.person === person)
          if (first) expect(done.slice(0, 4)).toContain(first.key)
        }
      },
    ),
  ))

test('nothing is made for whoever has gone', async () => {
  const { ask, done } = setUp()
  let gone = false
  const first = ask('a', '1')
  const left = ask('a', '2', () => gone)
  gone = true
  const last = ask('b', '3')
  expect(await Promise.all([first, left, last])).toEqual(['1', null, '3'])
  expect(done).toEqual(['1', '3'])
})

test('work that fails is told to all who waited for it, and the next goes on', async () => {
  const turns = createOrders<string>()
  const fails = {
    person: 'a',
    key: '1',
    isGone: () => false,
    work: () => Promise.reject(new Error('broken')),
  }
  const both = [turns(fails), turns(fails)]
  const next = turns({ ...fails, key: '2', work: async () => 'done' })
  for (const one of both) await expect(one).rejects.toThrow('broken')
  expect(await next).toBe('done')
})
