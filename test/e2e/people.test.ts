/** What facilitators and people do about each other, each seen on the page of whoever it is done to. */
import { expect, test } from 'vitest'
import { workshopInfo } from '../../shared/answers.ts'
import { joinStock } from '../sync/harness.ts'
import { ask, joinAsProgram, type Person } from './support/house.ts'
import { houseOfFile } from './support/houseOfFile.ts'
import { keepsFocus, presses } from './support/keys.ts'
import {
  button,
  choosesFromMenu,
  comesIn,
  dialog,
  facilitatorOf,
  heading,
  inside,
  joinsByLink,
  row,
  sees,
  seesInList,
  seesNoMore,
  writesNote,
} from './support/people.ts'
import { violations } from './support/violations.ts'

const house = houseOfFile()

/** Asks the server as the workshop's first facilitator, by a program. */
const commands = async (
  shop: { readonly id: string; readonly token: string },
  body: object,
): Promise<void> => {
  const url = `${house.url}/api/workshops/${shop.id}/commands`
  expect((await ask(url, { token: shop.token, body })).status).toBe(200)
}

const about = async ({ page, press }: Person, name: string, entry: string): Promise<void> => {
  await press(button(page, `What to do about ${name}`))
  await press(page.getByRole('menuitem', { name: entry, exact: true }))
}

test('what a facilitator does about a person or a note is told to whom it concerns, and acts on their page', async () => {
  const shop = await house.workshop()
  const fern = await facilitatorOf(house, shop)
  const joe = await comesIn(house, shop, 'Joe', 'phone')
  const { page, press } = fern

  await writesNote(joe, 'Mind the step')
  await page.goto(`/w/${shop.id}/list`)
  await press(row(page, 'Mind the step').getByRole('button').first())
  await joe.press(row(joe.page, 'Mind the step').getByRole('button').first())
  await sees(dialog(joe.page, 'Note'))
  // Nobody was told Joe's name with the words, so nobody is while he writes.
  await dialog(joe.page, 'Note').getByRole('textbox').first().press('End')
  await joe.page.keyboard.type(', please')
  await sees(row(page, 'Mind the step, please').getByText('Somebody is writing'))
  await press(dialog(page, 'Note').getByRole('button', { name: 'Hide from everyone' }))
  await sees(joe.page.getByText('The facilitator has hidden this. Nothing is deleted.'))
  for (const screen of [page, joe.page]) await seesNoMore(row(screen, 'Mind the step'))
  await choosesFromMenu(fern, 'Facilitate')
  await press(button(page, 'Show again: Mind the step, please'))
  await seesInList(joe, 'Mind the step')
  await press(button(page, 'Close').first())

  await choosesFromMenu(joe, 'Raise my hand')
  await sees(joe.page.getByText('Your hand is up. Everyone can see it.'))
  await press(button(page, /1 hand is raised/))
  const people = dialog(page, 'People')
  await sees(people.getByText('Hand raised'))
  await about(fern, 'Joe', 'Lower this hand')
  await seesNoMore(people.getByText('Hand raised'))
  await sees(joe.page.getByText('Your hand is down.'))

  await about(fern, 'Joe', 'Change name…')
  await page.getByRole('textbox', { name: 'Name' }).fill('Joseph')
  await page.keyboard.press('Enter')
  await sees(joe.page.getByText('You are called Joseph now.'))
  await sees(button(joe.page, 'Joseph, you. More to do'))
  // The menu from which it was asked is gone; the focus is not.
  await keepsFocus(page)

  await about(fern, 'Joseph', 'Make facilitator…')
  await press(button(page, 'Make facilitator'))
  await sees(page.getByText('Joseph is a facilitator now.'))
  await keepsFocus(page)
  await joe.press(button(joe.page, 'Facilitate'))
  await sees(dialog(joe.page, 'Facilitate'))
  await joe.press(button(joe.page, 'See everyone'))
  await sees(dialog(joe.page, 'People').getByText('Joseph, you'))
})

test('who leaves is warned of words that are nowhere else; the device forgets all, and may join anew', async () => {
  const shop = await house.workshop()
  const joe = await comesIn(house, shop, 'Joe', 'phone')
  const { page, press } = joe
  await press(button(page, 'Add a note'))
  await page.getByRole('textbox', { name: 'Your words' }).fill('Half a thought')
  await page.keyboard.press('Escape')
  await choosesFromMenu(joe, 'Leave the workshop…')
  const asked = dialog(page, 'Leave the workshop?')
  await sees(asked.getByText('Some of what you wrote is only on this device. If you leave, it is lost.'))
  await press(asked.getByRole('button', { name: 'Stay' }))
  await seesNoMore(asked)
  await choosesFromMenu(joe, 'Leave the workshop…')
  await press(asked.getByRole('button', { name: 'Leave', exact: true }))
  await sees(page.getByText('You have left. This device keeps nothing of the workshop.'))
  await sees(heading(page, 'Think together, with your hands'))
  await expect
    .poll(() =>
      page.evaluate(async (workshop) => {
        const keys = [...Object.keys(localStorage), ...Object.keys(sessionStorage)]
        const copies = (await indexedDB.databases()).map(({ name }) => name ?? '')
        return [...keys, ...copies].filter((name) => name.includes(workshop))
      }, shop.id),
    )
    .toEqual([])
  // The page that was left is no longer behind this one.
  await page.goBack()
  expect(page.url()).not.toContain(shop.id)
  await page.goto(`/w/${shop.id}/list`)
  await sees(heading(page, 'This device is not in this workshop'))
  await joinsByLink(joe, { title: shop.title, href: shop.links.participant }, 'Joe')
  await inside(joe)
})

test('a board that comes to rest keeps the words at hand; the step says its whole question when pressed', async () => {
  const shop = await house.workshop()
  const { page } = await comesIn(house, shop, 'Amina')
  const joe = await comesIn(house, shop, 'Joe', 'small')
  const question =
    'What would make somebody who has never been here feel welcome, on the first day and after?'
  await commands(shop, { type: 'step', step: { number: 1, name: 'Write ideas', question } })
  const pill = page.getByTestId('step')
  await pill.focus()
  await page.keyboard.press('Enter')
  const whole = dialog(page, 'What we do now')
  await sees(whole.getByText(question))
  await page.keyboard.press('Escape')
  await seesNoMore(whole)
  await expect.poll(() => pill.evaluate((element) => element === document.activeElement)).toBe(true)

  await joe.press(button(joe.page, 'Add a note'))
  await joe.page.getByRole('textbox', { name: 'Your words' }).fill('Half a thought')
  // Back closes the sheet and no more; the words wait.
  await joe.page.goBack()
  await seesNoMore(dialog(joe.page, 'A new note'))
  await joe.press(button(joe.page, 'Go on with your note: Half a thought'))
  expect(await joe.page.getByRole('textbox', { name: 'Your words' }).inputValue()).toBe('Half a thought')
  await page.getByRole('application', { name: 'The board' }).focus()
  await page.keyboard.press('n')
  await page.getByRole('textbox').waitFor()
  await page.keyboard.type('Begun before')
  await commands(shop, { type: 'lock', locked: true })
  const words = 'The board is resting. Your draft is kept here.'
  await sees(page.getByText(words))
  await sees(dialog(joe.page, 'A new note').getByText(words))
  expect(await button(joe.page, 'Put it on the board').isDisabled()).toBe(true)
  // A moment is left to finish; then the field closes by itself, before a letter is refused.
  await seesNoMore(page.getByRole('textbox'))
  await keepsFocus(page)
  await commands(shop, { type: 'lock', locked: false })
  await sees(page.getByText('The board is open again. You can write.'))
  await joe.press(button(joe.page, 'Put it on the board'))
  await sees(row(joe.page, 'Half a thought'))
  await seesInList(joe, 'Begun before')

  // On the narrowest phone the step stands on the board's page, and what it says stays within the screen.
  await joe.page.goto(`/w/${shop.id}/board`)
  await joe.press(joe.page.getByTestId('step'))
  const box = await dialog(joe.page, 'What we do now').boundingBox()
  expect(box?.x).toBeGreaterThanOrEqual(0)
  expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(320)
})

test('by keys alone somebody is followed: the view goes with their pointer, until Escape', async () => {
  const shop = await house.workshop()
  const { page } = await comesIn(house, shop, 'Amina')
  const { token } = await joinAsProgram(house.url, shop.code, 'Joe')
  const info = await ask(`${house.url}/api/workshops/${shop.id}`, { method: 'GET', token })
  const at = { url: house.url.replace('http', 'ws'), workshop: shop.id }
  const joe = joinStock(at, token, `board:${workshopInfo.parse(await info.json()).boards[0]?.id}`)
  const hall = joinStock(at, token, 'stage')
  hall.provider.awareness.setLocalState({})
  const joePointsAt = (x: number): void => joe.provider.awareness.setLocalState({ cursor: [x, 0] })
  /** Where on the board Amina's own pointer is: on her screen it only trembles. */
  let trembling = 0
  const looksAt = async (): Promise<number> => {
    await page.mouse.move(500 + (trembling++ % 2), 300)
    const states: { cursor?: readonly [number, number] | null }[] = [
      ...joe.provider.awareness.getStates().values(),
    ]
    return states.find(({ cursor }) => cursor && cursor[1] !== 0)?.cursor?.[0] ?? 0
  }
  try {
    joePointsAt(100)
    await presses(page, button(page, '2 people here. See everyone'))
    await presses(page, button(page, 'Follow Joe'))
    await sees(page.getByText('Following Joe'))
    expect(await violations(page)).toEqual([])
    joePointsAt(5_000)
    await expect.poll(looksAt).toBeGreaterThan(4_500)
    await page.keyboard.press('Escape')
    await seesNoMore(page.getByText('Following Joe'))
    // One step out, no more: the panel stays, and so does the focus.
    await sees(button(page, 'Follow Joe'))
    await keepsFocus(page)
  } finally {
    joe.destroy()
    hall.destroy()
  }
})
