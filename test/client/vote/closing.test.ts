import { describe, expect, test } from 'vitest'
import { closingWords } from '../../../client/panels/vote/closing.ts'
import { createTranslate } from '../../../shared/i18n/translate.ts'

const t = createTranslate('en')

describe('before a round is closed', () => {
  test('people hear who has not voted, and that few votes hide little', () => {
    expect(closingWords({ voted: 3, present: 7 }, false, t)).toBe(
      '3 people have voted. 4 people have not voted yet. Each vote is deleted. Only the totals stay. ' +
        'With so few votes, the totals can show how a person voted.',
    )
  })

  test('from five votes on there is no such warning, and nobody is missed when all have voted', () => {
    expect(closingWords({ voted: 5, present: 4 }, false, t)).toBe(
      '5 people have voted. Each vote is deleted. Only the totals stay. Nobody can ever see who voted how.',
    )
  })

  test('without a connection nobody takes these counts for the last ones', () => {
    expect(closingWords({ voted: 5, present: 5 }, true, t)).toBe(
      'No connection. What you see here may be old. 5 people have voted. Each vote is deleted. Only the totals stay. Nobody can ever see who voted how.',
    )
  })
})
