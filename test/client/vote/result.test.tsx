// @vitest-environment happy-dom
import { act } from 'react'
import { describe, expect, test } from 'vitest'
import { HallResult } from '../../../client/app/HallResult.tsx'
import { SessionProvider } from '../../../client/model/react.tsx'
import { ResultView } from '../../../client/panels/vote/ResultView.tsx'
import { keep } from '../../../client/panels/vote/kept.ts'
import { VoteWords } from '../../../client/panels/vote/voteWords.tsx'
import { WordsProvider } from '../../../client/ui/words.tsx'
import type { Choices } from '../../../shared/methods/method.ts'
import { methodOf, type MethodRule } from '../../../shared/methods/registry.ts'
import type { StageRound } from '../../../shared/stage.ts'
import { createFake } from '../outcome/fakeSession.ts'
import { pageOfEachTest } from '../page.ts'

const page = pageOfEachTest()

/** A closed round over so many candidates, counted as the server counts. */
const closed = (
  count: number,
  ballots: readonly Choices[],
  method: MethodRule = { type: 'score' },
): StageRound => {
  const items = Array.from({ length: count }, (_, index) => `item-${String(index).padStart(12, '0')}`)
  return {
    id: 'round-00000000001',
    question: 'What first?',
    method,
    candidates: items.map((item, index) => ({
      board: 'board-0000000001',
      item,
      text: `Idea ${index}`,
      theme: null,
      colour: 'straw',
    })),
    openedAt: 1,
    endsAt: null,
    closedAt: 2,
    voted: ballots.length,
    present: ballots.length,
    result: {
      turnout: { voted: ballots.length, present: Math.max(ballots.length, 6) },
      candidates: methodOf(method).tally(method, items, ballots),
    },
  }
}

const show = (round: StageRound, where: 'hall' | 'panel', fake = createFake()) =>
  page.render(
    <WordsProvider>
      <SessionProvider session={fake.session}>
        {where === 'hall' ? (
          <HallResult round={round} />
        ) : (
          <VoteWords>
            <ResultView round={round} onList={() => undefined} onVote={() => undefined} />
          </VoteWords>
        )}
      </SessionProvider>
    </WordsProvider>,
  )
const text = (): string => page.host?.textContent ?? ''
const rows = (): string[] => [...(page.host?.querySelectorAll('ol > li') ?? [])].map((row) => row.textContent)
const six = (choices: Choices): Choices[] => Array.from({ length: 6 }, () => choices)
const item = (index: number): string => `item-${String(index).padStart(12, '0')}`

describe('in the hall', () => {
  test('what nobody chose has no place', async () => {
    await show(closed(3, six({ [item(1)]: 4 })), 'hall')
    expect(rows()).toEqual(['1.Idea 124'])
    expect(text()).toContain('6 of 6 voted · 2 more ideas')
  })

  test('says so when nobody voted, and when no idea drew a point', async () => {
    await show(closed(2, []), 'hall')
    expect(text()).toContain('Nobody voted.')
    expect(rows()).toEqual([])
    await show(closed(2, [{ [item(0)]: 0 }]), 'hall')
    expect(text()).toContain('No idea drew any points.')
  })

  test('of 60 it shows as many as a back row can read, and counts the rest', async () => {
    await show(
      closed(60, six(Object.fromEntries(Array.from({ length: 60 }, (_, i) => [item(i), 1 + (i % 5)])))),
      'hall',
    )
    // As many as a screen of this height has room for.
    const shown = rows().length
    expect([4, 7]).toContain(shown)
    expect(text()).toContain(`${60 - shown} more ideas`)
  })
})

describe('in the panel', () => {
  test('ties share a place, and one candidate alone stands first', async () => {
    await show(closed(3, six({ [item(0)]: 3, [item(1)]: 3, [item(2)]: 3 })), 'panel')
    expect(rows().map((row) => row.split(':')[0])).toEqual(Array(3).fill('Place 1, shared by 3'))
    await show(closed(1, six({ [item(0)]: 3 })), 'panel')
    expect(rows()[0]).toContain('Place 1: 18 points.')
  })

  test('a vote that opens meanwhile is told above it, and the result stays', async () => {
    const fake = createFake()
    const past = closed(2, six({ [item(0)]: 3 }))
    await show(past, 'panel', fake)
    expect(text()).not.toContain('A new vote is open.')
    const next: StageRound = { ...past, id: 'round-00000000002', closedAt: null, result: null }
    await act(async () => fake.stage.set({ ...fake.stage.get(), rounds: [past, next] }))
    expect(text()).toContain('A new vote is open.')
    expect(rows()[0]).toContain('Place 1: 18 points.')
  })

  test('nobody voted: no places, and no action is promised', async () => {
    await show(closed(2, []), 'panel')
    expect(text()).toContain('Nobody voted.')
    expect(rows().every((row) => row.startsWith('No points'))).toBe(true)
    expect(text()).toContain('No idea drew votes, so none is an action.')
  })

  test('all numbers keep their table, whatever its layout', async () => {
    await show(closed(2, six({ [item(0)]: 3 })), 'panel')
    const table = page.host?.querySelector('table')
    expect(table?.getAttribute('role')).toBe('table')
    expect(
      [...(table?.querySelectorAll('[role=columnheader]') ?? [])].map((head) => head.textContent),
    ).toEqual(['Idea', 'Place', 'Total', 'Mean', 'Spread'])
    for (const row of table?.querySelectorAll('tbody [role=row]') ?? [])
      expect(row.querySelectorAll('[role=rowheader], [role=cell]')).toHaveLength(5)
  })
})

test('who chose too late hears whether all of it came too late, or a change', async () => {
  for (const [first, words] of [
    [true, 'Your vote came too late and is not counted.'],
    [false, 'Your last change came too late.'],
  ] as const) {
    const fake = createFake()
    const round = closed(1, six({ [item(0)]: 4 }))
    keep(fake.session.device, fake.session.workshop, round.id, { [item(0)]: 5 }, first)
    await page.render(null)
    await show(round, 'panel', fake)
    expect(text()).toContain(words)
  }
})
