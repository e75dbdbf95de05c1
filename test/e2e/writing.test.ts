/** Frightened people write what only they can see, until all of it is shared without names. */
import type { Locator } from 'playwright'
import { expect, test } from 'vitest'
import type { Person } from './support/house.ts'
import { houseOfFile } from './support/houseOfFile.ts'
import {
  button,
  choosesFor,
  choosesFromMenu,
  comesIn,
  dialog,
  facilitatorOf,
  goesTo,
  row,
  saysStatus,
  sees,
  seesInList,
  seesNoMore,
} from './support/people.ts'

const QUESTION = 'What are you afraid to say?'
const STAIRS = 'The stairs frighten me'
const LETTERS = 'I do not understand the letters'
const TUNNEL = 'Nobody rings back'

const house = houseOfFile()

/** Whether words lie on paper of a colour, not on bare ground. */
const liesOnPaper = (words: Locator): Promise<boolean> =>
  words.evaluate((element) => {
    const bare = 'rgba(0, 0, 0, 0)'
    const sheet = element.closest('div')
    return sheet !== null && getComputedStyle(sheet).backgroundColor !== bare
  })

/** Writes a private note in the form that is open, and keeps it. */
const keepsNote = async ({ page, press }: Person, words: string): Promise<void> => {
  const form = dialog(page, 'A private note')
  await form.getByRole('textbox', { name: 'Your words' }).fill(words)
  await press(form.getByRole('button', { name: 'Keep this note' }))
  const kept = dialog(page, 'Private writing').getByText(words)
  await sees(kept)
  expect(await liesOnPaper(kept)).toBe(true)
}

test('what people write in private is shared at once and without names, and stays theirs', async () => {
  const shop = await house.workshop()
  const [fern, amina, joe] = await Promise.all([
    facilitatorOf(house, shop),
    comesIn(house, shop, 'Amina'),
    comesIn(house, shop, 'Joe', 'phone'),
  ])

  await choosesFromMenu(fern, 'Facilitate')
  await fern.press(fern.page.getByRole('radio', { name: 'Private' }))
  await fern.page.getByRole('textbox', { name: 'The question to write about' }).fill(QUESTION)
  await fern.press(button(fern.page, 'Start private writing'))

  // Two presses to the first note, on either device; what looks like the way to an open note leads to a private one.
  await sees(amina.page.getByText(QUESTION))
  await amina.press(button(amina.page, 'Private'))
  await keepsNote(amina, STAIRS)
  await joe.press(button(joe.page, 'Write in private'))
  await keepsNote(joe, LETTERS)
  await Promise.all([saysStatus(amina.page, 'Saved'), saysStatus(joe.page, 'Saved')])
  for (const [who, words] of [
    [fern, STAIRS],
    [fern, LETTERS],
    [amina, LETTERS],
    [joe, STAIRS],
  ] as const)
    expect(await who.page.getByText(words).count()).toBe(0)

  // Joe loses the connection, and writes on.
  await joe.page.context().setOffline(true)
  await joe.press(button(joe.page, 'Add a note'))
  await keepsNote(joe, TUNNEL)

  await fern.press(button(fern.page, 'Share with everyone'))
  await fern.press(dialog(fern.page, /^Share the notes/).getByRole('button', { name: 'Share with everyone' }))
  await sees(amina.page.getByText('2 notes were shared with everyone.'))
  await amina.press(dialog(amina.page, 'Private writing').getByRole('button', { name: 'Close' }))
  await Promise.all([goesTo(amina, 'list'), goesTo(fern, 'list')])
  for (const who of [amina, fern])
    for (const words of [STAIRS, LETTERS]) {
      await seesInList(who, words)
      expect(await row(who.page, words).textContent()).toContain('No name')
    }
  expect(await row(amina.page, TUNNEL).count()).toBe(0)

  // Back, Joe finds what came too late, and shares it by himself.
  await joe.page.context().setOffline(false)
  await joe.press(button(joe.page, `Share now: ${TUNNEL}`))
  await seesInList(amina, TUNNEL)
  await seesNoMore(button(joe.page, `Share now: ${TUNNEL}`))

  // A note that is nobody's is changed as a whole, by anybody.
  await choosesFor(fern, LETTERS, 'Write')
  const sheet = dialog(fern.page, 'Note')
  await sheet.getByRole('textbox', { name: 'Your words' }).fill(`${LETTERS} you send`)
  await fern.press(sheet.getByRole('button', { name: 'Done' }))
  await seesInList(amina, `${LETTERS} you send`)

  // Only Amina's device knows which is hers, and only when she asks.
  expect(await button(fern.page, /^Take it back/).count()).toBe(0)
  await choosesFromMenu(amina, 'My private notes')
  await amina.press(amina.page.getByText('Which shared note is mine?'))
  await amina.press(button(amina.page, `Take it back: ${STAIRS}`))
  await amina.press(dialog(amina.page, 'Take this note back?').getByRole('button', { name: 'Take it back' }))
  await seesNoMore(row(amina.page, STAIRS))
  await seesNoMore(row(fern.page, STAIRS))
})
