/** What is voted on in the day, how everybody scores it, and what is to come out. */
import { expect } from 'vitest'
import { until } from '../../sync/harness.ts'
import type { Person } from './house.ts'
import { keysTo, presses } from './keys.ts'
import { button, sees } from './people.ts'

/** Words that stay in the room: they may be voted on, and never leave. */
export const KEPT = 'My brother was turned away on a Sunday'

/** Ideas to vote on, with the scores from Fern, Amina, Joe, Kit and the four programs, in that order. */
export const IDEAS = [
  ['A named person from start to finish', [5, 5, 4, 5, 5, 4, 5, 5]],
  ['Ask what helps before what is wrong', [4, 5, 4, 3, 5, 4, 5, 4]],
  ['Evening appointments', [3, 4, 3, 5, 2, 4, 5, 3]],
  ['A quiet room to wait in', [3, 3, 4, 4, 3, 4, 4, 4]],
  [KEPT, [2, 3, 1, 2, 4, 2, 1, 0]],
  ['A gold plated kettle', [0, 0, 0, 0, 0, 0, 0, 0]],
] as const
const totalOf = (scores: readonly number[]): number => scores.reduce((sum, score) => sum + score, 0)
const scoreOf = (text: string, voter: number): number =>
  IDEAS.find(([idea]) => idea === text)?.[1][voter] ?? 0

/** What is to come out: place, words, total, best first; two of them tie. */
export const OUTCOME = IDEAS.map(([text, scores]) => {
  const total = totalOf(scores)
  return { text, total, rank: 1 + IDEAS.filter(([, other]) => totalOf(other) > total).length }
})

/** Scores every idea on the ballot before them, by mouse or touch. */
export const fillsBallot = async ({ page, press }: Person, voter: number): Promise<void> => {
  for (const [text] of IDEAS) {
    const group = page.getByRole('group', { name: `Score for: ${text}` })
    const score = scoreOf(text, voter)
    const name = score === 0 ? '0: not at all' : score === 5 ? '5: very much' : String(score)
    await press(group.getByRole('radio', { name, exact: true }))
  }
}

/** Follows the notice to the ballot, and votes by mouse or touch. */
export const scoresByHand = async (person: Person, voter: number): Promise<void> => {
  const { page, press } = person
  await press(button(page, 'Vote'))
  await fillsBallot(person, voter)
  await press(button(page, "I'm done voting"))
  await sees(page.getByText('Thank you. Your vote is in.'))
}

/** Votes by keys alone; the ideas come in an order of one's own. */
export const scoresByKeys = async ({ page }: Person, voter: number): Promise<void> => {
  await presses(page, button(page, 'Vote'))
  const groups = page.getByRole('group', { name: /^Score for: / })
  await sees(groups)
  for (let index = 0; index < IDEAS.length; index++) {
    const group = groups.nth(index)
    const text = (
      await group
        .getByRole('radio')
        .first()
        .evaluate((radio) => radio.closest('fieldset')?.querySelector('legend')?.textContent ?? '')
    ).replace('Score for: ', '')
    await keysTo(page, group.getByRole('radio').first())
    await page.keyboard.press('Space')
    for (let score = 0; score < scoreOf(text, voter); score++) await page.keyboard.press('ArrowRight')
  }
  await presses(page, button(page, "I'm done voting"))
  await sees(page.getByText('Thank you. Your vote is in.'))
}

/** What everybody sees when the round of these ideas has closed: places, words and totals, in order. */
export const seesResult = async ({ page }: Person): Promise<void> => {
  await sees(page.getByText('8 of 8 people voted.'))
  const places = page.getByRole('listitem').filter({ hasText: /Place \d/ })
  await until('all places are shown', async () => (await places.count()) === OUTCOME.length)
  const words = await places.allTextContents()
  const ranks = words.map((line) => Number(/Place (\d+)/.exec(line)?.[1]))
  expect(ranks).toEqual(OUTCOME.map(({ rank }) => rank))
  for (const { text, total, rank } of OUTCOME) {
    const line = words.find((each) => each.includes(text))
    const shared = OUTCOME.filter((one) => one.rank === rank).length
    expect(line).toContain(`Place ${rank}${shared > 1 ? `, shared by ${shared}` : ''}: ${total} point`)
  }
}

/** The workplan's table: a header, and an action for each idea that drew votes, in order of what they drew. */
export const seesActions = async ({ page }: Person): Promise<void> => {
  const rows = page.getByRole('table', { name: 'Actions, in order of priority' }).getByRole('row')
  await until('the actions are there', async () => (await rows.count()) === OUTCOME.length)
  const said = await rows.allTextContents()
  const totals = said.slice(1).map((line) => Number(/(\d+) points/.exec(line)?.[1]))
  expect(totals).toEqual(OUTCOME.slice(0, 5).map(({ total }) => total))
  for (const { text, total } of OUTCOME.slice(0, 5)) {
    const line = said.find((each) => each.startsWith(text === KEPT ? 'An idea kept in the room' : text))
    expect(line).toContain(`${total} points`)
  }
}
