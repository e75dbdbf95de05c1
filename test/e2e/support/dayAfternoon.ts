/** The afternoon of the day: they decide, and take home what they decided. */
import { readFile } from 'node:fs/promises'
import { expect } from 'vitest'
import { openOffice, openSheets } from '../../exports/open.ts'
import { ask } from './house.ts'
import { button, dialog, goesTo, heading, sees, seesNoMore } from './people.ts'
import {
  fillsBallot,
  IDEAS,
  KEPT,
  OUTCOME,
  scoresByHand,
  scoresByKeys,
  seesActions,
  seesResult,
} from './ideas.ts'
import { snoops } from './secrecy.ts'
import { countedIn, decidedIn, inOrder } from './takeaway.ts'
import { HEARD, SIMPLE, type Day } from './day.ts'

/** Nobody can see how, until it closes. */
export const voteInSecret = async (day: Day): Promise<void> => {
  const { house, fern, amina, joe, kit, programs, shop, token, boardId, noteOf, api, people } = day
  const snoop = await snoops({
    url: house.url,
    workshop: shop.id,
    token,
    boards: [boardId],
    facilitator: fern,
  })
  const { page, press } = fern
  await goesTo(fern, 'vote')
  await press(button(page, 'Start a vote'))
  await page.getByRole('textbox', { name: 'What is the question?' }).fill('Where do we begin?')
  await press(page.getByRole('radio', { name: 'Notes that I tick' }))
  for (const [text] of IDEAS) await press(page.getByRole('checkbox', { name: text }))
  await press(button(page, 'Open voting'))
  // Whoever opens a round stands before their own ballot.
  await sees(heading(page, 'Where do we begin?'))

  await Promise.all([
    fillsBallot(fern, 0),
    scoresByHand(amina, 1),
    scoresByHand(joe, 2),
    scoresByKeys(kit, 3),
  ])
  const round = await snoop.asked('Where do we begin?')
  const ids = new Map(IDEAS.map(([text]) => [text, noteOf(text).id]))
  for (const [index, program] of programs.entries()) {
    const choices = Object.fromEntries(IDEAS.map(([text, scores]) => [ids.get(text), scores[4 + index]]))
    const put = await ask(api(`rounds/${round}/ballot`), {
      method: 'PUT',
      token: program.token,
      body: { choices },
    })
    expect(put.status).toBe(200)
  }
  await sees(page.getByText('8 of 8 have voted'))
  await snoop.findsNothing(round)
  // Nobody's page shows a total.
  for (const person of people())
    expect(await person.page.getByText(String(OUTCOME[0]?.total), { exact: true }).count()).toBe(0)

  await press(button(page, 'Close voting'))
  await press(dialog(page, 'Close voting now?').getByRole('button', { name: 'Close voting' }))
  for (const person of people()) await seesResult(person)
}

/** A member sees it change, and signs up. */
export const workOnThePlan = async (day: Day): Promise<void> => {
  const { fern, joe } = day
  const ask = 'Give everyone a named person'
  await Promise.all([goesTo(fern, 'outcome'), goesTo(joe, 'outcome')])
  await Promise.all([seesActions(fern), seesActions(joe)])
  const { page, press } = fern
  const first = OUTCOME[0]?.text ?? ''
  await press(button(page, `Action: ${first}. Change.`))
  await page.getByRole('textbox', { name: 'Action' }).fill(ask)
  await page.keyboard.press('Enter')
  await sees(joe.page.getByRole('rowheader', { name: ask }))

  await joe.press(joe.page.getByRole('tab', { name: 'Project board' }))
  await joe.press(button(joe.page, 'Sign up'))
  const form = dialog(joe.page, 'Sign up for the project board')
  await form.getByRole('textbox', { name: 'Where you are from' }).fill('Mill Lane tenants')
  await joe.press(form.getByRole('switch', { name: 'Show my name' }))
  await joe.press(form.getByRole('button', { name: 'Sign up' }))
  await seesNoMore(form)
  await press(page.getByRole('tab', { name: 'Project board' }))
  await sees(page.getByText('Mill Lane tenants'))
  // Now Joe may work on the plan, and Fern sees it.
  await joe.press(joe.page.getByRole('tab', { name: 'Table' }))
  await joe.press(button(joe.page, `Offer to lead “${ask}”`))
  await press(page.getByRole('tab', { name: 'Table' }))
  await sees(
    page.getByRole('row', { name: new RegExp(ask) }).getByRole('button', { name: 'Who leads: Joe. Change.' }),
  )
  // Fern drags its card to another column, and Joe sees it there.
  for (const one of [fern, joe]) await one.press(one.page.getByRole('tab', { name: 'By status' }))
  const underWay = { name: 'Under way' } as const
  await page.getByRole('listitem').filter({ hasText: ask }).dragTo(page.getByRole('region', underWay))
  await sees(joe.page.getByRole('region', underWay).getByText(ask))
}

/** Says what they voted, and nothing that stays in the room. */
export const takeItHome = async (day: Day): Promise<void> => {
  const { fern } = day
  const { page, press } = fern
  const takes = async (name: RegExp): Promise<Buffer> => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      press(dialog(page, 'Take the workplan with you').getByRole('link', { name })),
    ])
    return readFile(await download.path())
  }
  await press(button(page, 'Take it away'))
  const docx = await openOffice(await takes(/^Word document/))
  const sheets = await openSheets(await takes(/^Spreadsheet/))

  const told = OUTCOME.map((one) => ({
    ...one,
    text: one.text === KEPT ? 'An idea kept in the room' : one.text,
  }))
  const decided = decidedIn(docx)
  const tied = (rank: number) => OUTCOME.filter((one) => one.rank === rank).length > 1
  expect(decided.map(({ rank }) => rank)).toEqual(told.map(({ rank }) => rank))
  expect(inOrder(decided)).toEqual(inOrder(told.map((one) => ({ ...one, shared: tied(one.rank) }))))
  const known = 'People can tell you who their named person is'
  for (const words of ['8 of 8 people voted.', 'Give everyone a named person', 'Mill Lane tenants', known])
    expect(docx.get('word/document.xml')?.text).toContain(words)
  for (const words of ['Maryam', HEARD, SIMPLE]) expect(docx.get('word/document.xml')?.text).toContain(words)

  expect(inOrder(countedIn(sheets))).toEqual(inOrder(told))

  for (const words of [
    [...docx.values()].map(({ text }) => text).join('\n'),
    JSON.stringify(sheets.map(({ rows: cells }) => cells)),
  ]) {
    expect(words).not.toContain(KEPT)
    // Amina said that her name may stand there; the others did not.
    expect(words).not.toMatch(/\bKit\b|\bAna\b|\bDee\b/)
  }
}
