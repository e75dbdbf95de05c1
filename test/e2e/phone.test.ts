/** By touch alone, on a phone: the whole way; and on the narrowest screens nothing runs out of the side. */
import type { Locator, Page } from 'playwright'
import { expect, test } from 'vitest'
import { createdWorkshop, workshopInfo } from '../../shared/answers.ts'
import { ask, type House } from './support/house.ts'
import { houseOfFile } from './support/houseOfFile.ts'
import {
  answersConsent,
  button,
  choosesFromMenu,
  comesIn,
  dialog,
  facilitatorOf,
  goesTo,
  heading,
  inside,
  joinsByCode,
  link,
  makesTheme,
  movesTo,
  sees,
  seesInList,
  seesNoMore,
  writesNote,
} from './support/people.ts'

const house = houseOfFile()

/** Pastes into a field, as far as the page is concerned. */
const pastes = (field: Locator, words: string): Promise<void> =>
  field.evaluate((element, pasted) => {
    element.focus()
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    const taken = !element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    )
    if (!taken) document.execCommand('insertText', false, pasted)
  }, words)

test('by touch alone at 390 px: join, write, group, vote, and read the result', async () => {
  const shop = await house.workshop()
  const other = await comesIn(house, shop, 'Joe')
  await goesTo(other, 'list')
  const amina = await house.visitor('phone')
  const { page, press } = amina
  await joinsByCode(amina, shop, 'Amina', 'Use them with my name')
  await inside(amina)

  await writesNote(amina, 'A bench at the bus stop', { principles: ['Heard and included'] })
  await writesNote(amina, 'Doors that open by themselves')
  await seesInList(other, 'A bench at the bus stop')
  await seesInList(other, 'Doors that open by themselves')
  await makesTheme(amina, 'Getting there', 'Everyone can get through the door.')
  await movesTo(amina, 'A bench at the bus stop', 'Getting there')

  // The board is a tap away, and a tap on it writes there too.
  const tabs = page.getByRole('navigation', { name: 'Pages of this workshop' })
  await press(tabs.getByRole('link', { name: 'Board' }))
  await press(page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name: 'Note' }))
  await page.getByRole('application', { name: 'The board' }).tap({ position: { x: 180, y: 420 } })
  const words = page.getByRole('textbox', { name: 'Your words' })
  // What a note can't hold is told, typed or pasted, and the rest is offered.
  await words.fill('x'.repeat(9_990))
  await pastes(words, 'A bench in the sun')
  expect((await words.inputValue()).slice(9_990)).toBe('A bench in')
  await sees(page.getByText('7 characters did not fit here.'))
  await sees(button(page, 'Copy the rest'))
  await words.press('a')
  await sees(page.getByText('This is full. It holds 10,000 characters.'))
  for (let told = 0; told < 2; told++) await press(button(page, 'Close'))
  await words.fill('Somebody to ask')
  await seesInList(other, 'Somebody to ask')
  await press(dialog(page, 'Note').getByRole('button', { name: 'Done' }))

  const fern = await facilitatorOf(house, shop)
  await goesTo(fern, 'vote')
  await fern.press(button(fern.page, 'Start a vote'))
  await fern.press(fern.page.getByRole('radio', { name: 'Dots' }))
  await fern.press(button(fern.page, 'Open voting'))
  await sees(fern.page.getByText('You have 5 dots left', { exact: true }))
  // At 200 % zoom, too, nothing lies over what is to be pressed.
  const size = fern.page.viewportSize()
  await fern.page.setViewportSize({ width: 720, height: 450 })
  for (const idea of ['A bench at the bus stop', 'Somebody to ask'])
    await button(fern.page, `Dots for: ${idea}, one more`).click({ trial: true })
  if (size) await fern.page.setViewportSize(size)

  await press(tabs.getByRole('link', { name: /Vote/ }))
  await sees(page.getByText('Secret. No one can see your dots, not even the facilitator.'))
  for (let dot = 0; dot < 2; dot++) await press(button(page, 'Dots for: Somebody to ask, one more'))
  await press(button(page, 'Dots for: A bench at the bus stop, one more'))
  await press(button(page, 'Dots for: A bench at the bus stop, one less'))
  await sees(page.getByText('You have 3 dots left', { exact: true }))
  await press(button(page, "I'm done voting"))
  await sees(page.getByText('Thank you. Your vote is in.'))

  await fern.press(button(fern.page, 'Close voting'))
  const sure = dialog(fern.page, 'Close voting now?')
  await fern.press(sure.getByRole('button', { name: 'Close voting' }))
  await sees(page.getByText('1 of 3 people voted.'))
  const first = page.getByRole('listitem').filter({ hasText: 'Place 1' })
  expect(await first.textContent()).toMatch(/Place 1: 2 dots\..*Somebody to ask/)
  await press(link(page, 'Open the workplan'))
  await sees(page.getByRole('list', { name: 'Actions, in order of priority' }).getByText('Somebody to ask'))
})

/** What stands wider than the screen, if anything makes the page scroll sideways. */
const sideways = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const wide = document.documentElement.clientWidth
    const scrolls = [
      document.documentElement,
      ...document.querySelectorAll('main, [role=dialog], section, ul, div'),
    ].filter((box) => {
      const { overflowX } = getComputedStyle(box)
      const rolls = box === document.documentElement || overflowX === 'auto' || overflowX === 'scroll'
      return rolls && box.scrollWidth > box.clientWidth + 1
    })
    return scrolls.map((box) => `${box.tagName} ${box.className} is ${box.scrollWidth} wide in ${wide}`)
  })

/** As a browser's setting for the size of text does it. */
const grows = (page: Page, size: '225%' | '100%'): Promise<void> =>
  page.evaluate(async (wanted) => {
    document.documentElement.style.setProperty('font-size', wanted, 'important')
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    await frame()
    await frame()
  }, size)

/** Walks through the screens with text twice as large, and looks at each of them in either size. @returns what is too wide */
const wanders = async (house: House): Promise<string[]> => {
  const made = await ask(`${house.url}/api/workshops`, {
    body: { title: 'A kitemark for co-production', template: 'example' },
  })
  const shop = createdWorkshop.parse(await made.json())
  const info = await ask(`${house.url}/api/workshops/${shop.id}`, { method: 'GET', token: shop.token })
  expect(workshopInfo.parse(await info.json()).boards.length).toBeGreaterThan(0)
  const person = await house.visitor('small')
  const { page, press } = person
  await page.addInitScript(() => {
    const grow = () => document.documentElement.style.setProperty('font-size', '225%', 'important')
    document.addEventListener('DOMContentLoaded', grow)
  })
  const found: string[] = []
  const lookOnce = async (state: string): Promise<void> => {
    for (const line of await sideways(page)) found.push(`${state}: ${line}`)
  }
  const lookSmall = async (state: string): Promise<void> => {
    await grows(page, '100%')
    await lookOnce(state)
    await grows(page, '225%')
  }
  const look = async (state: string): Promise<void> => {
    await lookOnce(`${state}, large`)
    await lookSmall(state)
  }
  for (const [path, shown] of [
    ['/', 'Think together, with your hands'],
    ['/start', 'Start a workshop'],
    ['/join', 'Join a workshop'],
  ] as const) {
    await page.goto(path)
    await sees(heading(page, shown))
    await look(path)
  }
  await page.goto(shop.links.facilitator)
  await sees(heading(page, /You are joining/))
  await look('join')
  await press(button(page, 'Join without a name'))
  await sees(heading(page, 'What may we keep?'))
  await look('consent')
  await answersConsent(person, 'Ask me later')
  await inside(person)
  await sees(button(page, /^More for: /))
  await look('list')
  await press(button(page, 'Add a note'))
  await sees(dialog(page, 'A new note'))
  await look('writing')
  await press(dialog(page, 'A new note').getByRole('button', { name: 'Back' }))
  await seesNoMore(dialog(page, 'A new note'))
  for (const [entry, title] of [
    ['People', 'People'],
    ['Facilitate', 'Facilitate'],
    ['Look and calm', 'How it looks and sounds'],
    ['Help and keys', 'Help'],
    ['Invite people', 'Invite people'],
  ] as const) {
    await choosesFromMenu(person, entry)
    const shown = dialog(page, title)
    await sees(shown)
    await look(title)
    await press(shown.getByRole('button', { name: /^(Back|Close)$/ }).first())
    await seesNoMore(shown)
  }
  await goesTo(person, 'vote')
  await press(button(page, 'Start a vote'))
  await look('opening a vote')
  await goesTo(person, 'vote')
  await press(button(page, /^See the result/).first())
  await sees(page.getByRole('listitem').filter({ hasText: 'Place 1' }))
  await look('result')
  // A table of numbers needs its columns: with large text on the narrowest screen it may roll, as WCAG 1.4.10 has it.
  await press(button(page, 'Show all numbers in a table'))
  await lookSmall('all numbers')
  await goesTo(person, 'outcome')
  for (const tab of ['Table', 'By status', 'Kitemark', 'Principles', 'Project board']) {
    await press(page.getByRole('tab', { name: tab }))
    await page.getByRole('tabpanel', { name: tab }).waitFor()
    await look(`outcome, ${tab}`)
  }
  await goesTo(person, 'board')
  await sees(page.getByRole('application', { name: 'The board' }))
  await look('board')
  return found
}

test('at 320 px no screen scrolls sideways, nor with text twice as large', async () => {
  expect(await wanders(house)).toEqual([])
})
