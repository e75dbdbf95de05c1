/** What shares the turns of the event loop: each turn so much, first who asked first. */
import { expect, test } from 'vitest'
import { createShare } from '../../server/sync/share.ts'
import { nextTurn } from './workHard.ts'

/** A share whose clock goes on only while something is done. */
const setUp = () => {
  let clock = 0
  const done: string[] = []
  const share = createShare(() => clock)
  const ask = (name: string, takes: number): Promise<void> =>
    share.inTurn(() => {
      clock += takes
      done.push(name)
    })
  return { share, done, ask }
}

test('a turn does what it has time for, and however little that is, one thing', async () => {
  const { done, ask } = setUp()
  const asked = Array.from({ length: 10 }, (_, number) => ask(`long ${number}`, 20))
  for (let turns = 1; turns <= 10; turns++) {
    await nextTurn()
    expect(done).toHaveLength(turns)
  }
  await Promise.all(asked)
  for (let number = 0; number < 100; number++) void ask(`short ${number}`, 1)
  await nextTurn()
  expect(done).toHaveLength(18)
  void ask('last', 1)
  for (let turns = 0; turns < 12; turns++) await nextTurn()
  expect([done.length, done.at(-1)]).toEqual([111, 'last'])
})

test('work of many pieces ends with its turn, however late in that it began', async () => {
  let clock = 0
  const share = createShare(() => clock)
  const took: number[] = []
  const workFor = (ms: number) =>
    share.inTurn((isTimeUp) => {
      const began = clock
      do clock += 1
      while (clock - began < ms && !isTimeUp())
      took.push(clock - began)
    })
  await Promise.all([7, 100, 100].map(workFor))
  expect(took).toEqual([7, 1, 8])
})

test('who goes on comes after those who wait', async () => {
  const { share, done } = setUp()
  const goOn = (name: string, left: number): void => {
    done.push(name)
    if (left > 1) void share.inTurn(() => goOn(name, left - 1))
  }
  for (const name of ['a', 'b', 'c']) void share.inTurn(() => goOn(name, 3))
  for (let turns = 0; turns < 9; turns++) await nextTurn()
  expect(done.join('')).toBe('abcabcabc')
})

test('what fails fails for who asked, and the others are served', async () => {
  const { share, done, ask } = setUp()
  const failing = share.inTurn(() => {
    throw new Error('broken')
  })
  const other = ask('other', 1)
  await expect(failing).rejects.toThrow('broken')
  await other
  expect(done).toEqual(['other'])
})
