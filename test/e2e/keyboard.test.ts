/** From the door to the result with a keyboard alone; what is asserted is what a screen reader is told. */
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { houseOfFile } from './support/houseOfFile.ts'
import { board } from './support/canvas.ts'
import { keepsFocus, keysTo, picks, presses, types } from './support/keys.ts'
import {
  button,
  comesIn,
  dialog,
  facilitatorOf,
  goesTo,
  heading,
  inside,
  link,
  row,
  section,
  sees,
  seesInList,
  seesNoMore,
} from './support/people.ts'

const house = houseOfFile()

test('by keys alone: join, write, group, vote, and read the result', async () => {
  const shop = await house.workshop()
  const other = await comesIn(house, shop, 'Amina')
  await goesTo(other, 'list')
  const { page } = await house.visitor()

  // Join, by the code.
  await page.goto('/')
  await presses(page, link(page, 'Join'))
  await types(page, page.getByRole('textbox', { name: 'Type the code you were given.' }), shop.code)
  await page.keyboard.press('Enter')
  await sees(heading(page, /You are joining/))
  await keepsFocus(page)
  await types(page, page.getByRole('textbox', { name: 'What should we call you?' }), 'Kit')
  await page.keyboard.press('Enter')
  await sees(heading(page, 'What may we keep?'))
  await keepsFocus(page)
  await keysTo(page, page.getByRole('radio', { name: 'Keep them in this room' }))
  await page.keyboard.press('ArrowDown')
  expect(await page.getByRole('radio', { name: 'Use them without my name' }).isChecked()).toBe(true)
  await presses(page, button(page, 'Keep to that'))

  // Write on the canvas; Escape leads one step out each time.
  await sees(board(page))
  await keysTo(page, board(page))
  await page.keyboard.press('n')
  await sees(page.getByRole('textbox', { name: 'Your words' }))
  await page.keyboard.type('Doors that open by themselves')
  await page.keyboard.press('Escape')
  await keepsFocus(page)
  await seesInList(other, 'Doors that open by themselves')
  await sees(page.getByText('Note: Doors that open by themselves (1 of 1)'))
  // What can be done with a chosen note is a Tab away from no one: the arrows move it.
  await page.keyboard.press('ArrowRight')
  await keepsFocus(page)

  // Write in the list, and group there.
  await presses(page, link(page, 'List'))
  await sees(row(page, 'Doors that open by themselves'))
  await presses(page, button(page, 'Add a note'))
  const sheet = dialog(page, 'A new note')
  await types(page, sheet.getByRole('textbox', { name: 'Your words' }), 'A bench at the bus stop')
  await presses(page, sheet.getByRole('button', { name: 'Put it on the board' }))
  await sees(row(page, 'A bench at the bus stop'))
  await presses(page, button(page, 'More to do on this board'))
  await picks(page, 'Add a theme')
  await types(page, dialog(page, 'A new theme').getByRole('textbox', { name: 'Title' }), 'Getting there')
  await page.keyboard.press('Enter')
  await sees(section(page, 'Getting there'))
  await keepsFocus(page)
  for (const words of ['A bench at the bus stop', 'Doors that open by themselves']) {
    await keysToRow(words)
    await presses(page, button(page, `More for: ${words}`))
    await picks(page, 'Move to…')
    await presses(page, dialog(page, 'Move to which theme?').getByRole('button', { name: 'Getting there' }))
    await sees(section(page, 'Getting there').getByText(words))
    await keepsFocus(page)
  }
  const tree = await section(page, 'Getting there').ariaSnapshot()
  expect(tree).toContain('heading "Getting there" [level=2]')
  expect(tree).toMatch(/button "A bench at the bus stop\s?\. Note, \w+"/)
  // And what was done last can be taken back.
  await keysToRow('Doors that open by themselves')
  await page.keyboard.press('Delete')
  await row(page, 'Doors that open by themselves').waitFor({ state: 'detached' })
  await keepsFocus(page)
  await page.keyboard.press('ControlOrMeta+z')
  await sees(row(page, 'Doors that open by themselves'))

  // The facilitator opens a vote, also by keys.
  const fern = await facilitatorOf(house, shop)
  await goesTo(fern, 'vote')
  await presses(fern.page, button(fern.page, 'Start a vote'))
  await types(fern.page, fern.page.getByRole('textbox', { name: 'What is the question?' }), 'What first?')
  await keysTo(fern.page, fern.page.getByRole('radio', { name: 'Scores from 0 to 5' }))
  await fern.page.keyboard.press('ArrowDown')
  await presses(fern.page, button(fern.page, 'Open voting'))
  await sees(fern.page.getByText('You have 5 dots left', { exact: true }))

  // Vote: told by a notice, and by a button in the bar.
  await sees(page.getByText('Voting is open. Your vote is secret.'))
  await presses(page, button(page, 'Vote'))
  await sees(heading(page, 'What first?'))
  const more = button(page, 'Dots for: A bench at the bus stop, one more')
  await keysTo(page, more)
  for (let dot = 0; dot < 3; dot++) await page.keyboard.press('Enter')
  await keepsFocus(page)
  await sees(page.getByText('You have 2 dots left', { exact: true }))
  // At most 3 on one idea: the button stays under the finger, and does no more.
  await page.keyboard.press('Enter')
  await sees(page.getByText('You have 2 dots left', { exact: true }))
  expect(await more.getAttribute('aria-disabled')).toBe('true')
  await presses(page, button(page, 'Dots for: Doors that open by themselves, one more'))
  await presses(page, button(page, "I'm done voting"))
  await sees(page.getByText('Thank you. Your vote is in.'))

  // It closes, and the result is read.
  await presses(fern.page, button(fern.page, 'Close voting'))
  await presses(
    fern.page,
    dialog(fern.page, 'Close voting now?').getByRole('button', { name: 'Close voting' }),
  )
  await sees(page.getByText('1 of 3 people voted.'))
  await keepsFocus(page)
  await presses(page, button(page, 'Show all numbers in a table'))
  const cells = await page
    .getByRole('table', { name: 'All numbers of: What first?' })
    .getByRole('row')
    .allTextContents()
  expect(cells.slice(1).map((cell) => cell.replace(/Not shown/g, ''))).toEqual([
    'A bench at the bus stopPlace1Total3MeanSpread',
    'Doors that open by themselvesPlace2Total1MeanSpread',
  ])

  // The next one opens while they still read: they are told, the result stays, and the bar leads to the new ballot.
  await presses(fern.page, button(fern.page, 'Other votes'))
  await presses(fern.page, button(fern.page, 'Start a vote'))
  await types(fern.page, fern.page.getByRole('textbox', { name: 'What is the question?' }), 'What next?')
  await presses(fern.page, button(fern.page, 'Open voting'))
  await sees(page.getByText('A new vote is open.'))
  await sees(page.getByText('Voting is open. Your vote is secret.'))
  await sees(link(page, 'Vote now'))
  await sees(heading(page, 'What first?'))
  await presses(page, link(page, 'Vote'))
  await sees(heading(page, 'What next?'))
  await seesNoMore(page.getByText('Voting is open. Your vote is secret.'))
  expect(await link(page, 'Vote now').count()).toBe(0)
  await presses(page, button(page, 'Other votes'))
  await presses(page, button(page, 'See the result: What first?'))
  await presses(page, link(page, 'Open the workplan'))
  await sees(page.getByRole('tab', { name: 'Table', selected: true }))
  await keepsFocus(page)

  /** Arrow keys lead through the rows; Tab goes on within one. */
  async function keysToRow(words: string): Promise<void> {
    const rows = page.getByRole('region', { name: 'The board as a list' }).locator('[data-main]')
    const mine = page.getByRole('button', { name: new RegExp(`^${words}\\s?\\. Note`) })
    await keysTo(page, rows.and(page.locator('[tabindex="0"]')))
    await page.keyboard.press('Home')
    await keysTo(page, mine, 'ArrowDown')
  }
})

test('Escape leads one step out of panels, menus and dialogs, and the focus goes back to where it was', async () => {
  const shop = await house.workshop()
  const fern = await facilitatorOf(house, shop)
  const { page } = fern
  await inside(fern)
  const invite = button(page, 'Invite people')
  await presses(page, invite)
  await sees(dialog(page, 'Invite people'))
  await page.keyboard.press('Escape')
  await dialog(page, 'Invite people').waitFor({ state: 'hidden' })
  await keysTo(page, invite, 'F6')
  for (const [entry, title] of [
    ['Facilitate', 'Facilitate'],
    ['Look and calm', 'How it looks and sounds'],
    ['Help and keys', 'Help'],
  ] as const) {
    await presses(page, button(page, 'More'))
    await picks(page, entry)
    await sees(dialog(page, title))
    await page.keyboard.press('Escape')
    await dialog(page, title).waitFor({ state: 'hidden' })
    await keepsFocus(page)
  }
})

test('writing on the board never scrolls the page', async () => {
  const { page } = await comesIn(house, await house.workshop(), 'Kit')
  await keysTo(page, board(page))
  // So near that a note is higher than the window.
  for (let step = 0; step < 7; step++) await page.keyboard.press('+')
  await page.keyboard.press('n')
  await sees(page.getByRole('textbox', { name: 'Your words' }))
  await page.keyboard.insertText('The door, the bell, the desk and the bench. '.repeat(6))
  await page.keyboard.press('End')
  await page.keyboard.type('Fin')
  expect(await scrolledParts(page)).toEqual([])
  await page.keyboard.press('Escape')
  expect(await scrolledParts(page)).toEqual([])
  await keepsFocus(page)
})

/** What of a page is scrolled, but fields. */
const scrolledParts = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll(':not(textarea)')]
      .filter(({ scrollTop, scrollLeft }) => scrollTop !== 0 || scrollLeft !== 0)
      .map(({ tagName, className }) => `${tagName} ${className}`),
  )
