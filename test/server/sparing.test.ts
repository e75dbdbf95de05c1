import { expect, test } from 'vitest'
import { createSparingLogs } from '../../server/sparing.ts'

test('a log takes so many lines of each, then says how many it left out; bugs it always tells', () => {
  let now = 0
  const lines: unknown[] = []
  const keep = (facts: object, message: string): void => void lines.push([facts, message])
  const logOf = createSparingLogs(
    { info: keep, warn: keep, error: keep },
    { burst: 2, perSecond: 1 },
    () => now,
  )
  for (let n = 0; n < 5; n++) logOf('a').info({ n }, 'refused')
  logOf('b').warn({}, 'refused')
  logOf('a').error({}, 'a bug')
  now += 1_000
  logOf('a').info({ n: 5 }, 'refused')
  now += 1_000
  logOf('a').info({ n: 6 }, 'refused')
  expect(lines).toEqual([
    [{ n: 0 }, 'refused'],
    [{ n: 1 }, 'refused'],
    [{}, 'refused'],
    [{}, 'a bug'],
    [{ n: 5, unsaid: 3 }, 'refused'],
    [{ n: 6 }, 'refused'],
  ])
})
