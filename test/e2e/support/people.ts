/** What people do in a workshop, each as one sentence of a journey. They find things by role and name, as people do. */
import type { Locator, Page } from 'playwright'
import { until } from '../../sync/harness.ts'
import type { House, Person } from './house.ts'

/** Waits until it can be seen. */
export const sees = (what: Locator): Promise<void> => what.first().waitFor()
/** Waits until it can't be seen. */
export const seesNoMore = (what: Locator): Promise<void> => what.first().waitFor({ state: 'hidden' })

export const button = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('button', { name, exact: typeof name === 'string' })
export const link = (page: Page, name: string): Locator => page.getByRole('link', { name, exact: true })
export const dialog = (page: Page, name: string | RegExp): Locator => page.getByRole('dialog', { name })
export const heading = (page: Page, name: string | RegExp): Locator => page.getByRole('heading', { name })

export type ConsentWords =
  'Keep them in this room' | 'Use them without my name' | 'Use them with my name' | 'Ask me later'

/** Answers the one question after joining. */
export const answersConsent = async ({ page, press }: Person, words: ConsentWords): Promise<void> => {
  await sees(heading(page, 'What may we keep?'))
  if (words === 'Ask me later') return press(button(page, words))
  await press(page.getByRole('radio', { name: words }))
  await press(button(page, 'Keep to that'))
}

/** Fills in the form of the door: a name, or none. */
export const entersByName = async (
  person: Person,
  title: string,
  name: string | null,
  consent: ConsentWords,
): Promise<void> => {
  const { page, press } = person
  await sees(heading(page, new RegExp(title)))
  if (name === null) await press(button(page, 'Join without a name'))
  else {
    await page.getByRole('textbox', { name: 'What should we call you?' }).fill(name)
    await press(button(page, 'Join the workshop'))
  }
  await answersConsent(person, consent)
}

export interface Known {
  readonly title: string
  readonly code: string
}

/** Joins from the first page, by typing the code. */
export const joinsByCode = async (
  person: Person,
  { title, code }: Known,
  name: string | null,
  consent: ConsentWords = 'Ask me later',
): Promise<void> => {
  const { page, press } = person
  await page.goto('/')
  await press(link(page, 'Join'))
  await page.getByRole('textbox', { name: 'Type the code you were given.' }).fill(code)
  await press(button(page, 'Go on'))
  await entersByName(person, title, name, consent)
}

/** Opens a link that was sent, and joins. */
export const joinsByLink = async (
  person: Person,
  { title, href }: { readonly title: string; readonly href: string },
  name: string | null,
  consent: ConsentWords = 'Ask me later',
): Promise<void> => {
  await person.page.goto(href)
  await entersByName(person, title, name, consent)
}

/** Somebody new, in by a link. */
export const comesIn = async (
  house: House,
  shop: { readonly title: string; readonly links: { readonly participant: string } },
  name: string,
  device: 'desktop' | 'phone' | 'small' = 'desktop',
): Promise<Person> => {
  const person = await house.visitor(device)
  await joinsByLink(person, { title: shop.title, href: shop.links.participant }, name)
  await inside(person)
  return person
}

/** The facilitator of a workshop that a program started, with its link. */
export const facilitatorOf = async (
  house: House,
  shop: { readonly title: string; readonly links: { readonly facilitator: string } },
  device: 'desktop' | 'phone' = 'desktop',
): Promise<Person> => {
  const person = await house.visitor(device)
  await joinsByLink(person, { title: shop.title, href: shop.links.facilitator }, 'Fern')
  await inside(person)
  return person
}

/** How things stand, as the bar says it. */
export const status = (page: Page): Locator => page.getByTestId('status')

export const saysStatus = (page: Page, words: string | RegExp): Promise<void> =>
  until(`the bar says ${words}`, async () => {
    const said = await status(page).first().textContent()
    return said !== null && (typeof words === 'string' ? said === words : words.test(said))
  })

/** Waits until the workshop is open before them. */
export const inside = ({ page }: Person): Promise<void> => saysStatus(page, /^(Saved|You are watching)$/)

/** Starts a workshop from the first page. @returns its code and its links, as the invitation shows them. */
export const startsWorkshop = async (
  { page, press }: Person,
  title: string,
  name: string,
): Promise<Known & { readonly id: string; readonly participant: string; readonly viewer: string }> => {
  await page.goto('/')
  await press(link(page, 'Start'))
  await page.getByRole('textbox', { name: 'What is it about?' }).fill(title)
  await page.getByRole('textbox', { name: 'What should we call you?' }).fill(name)
  await press(button(page, 'Start the workshop'))
  const invite = dialog(page, 'Invite people')
  await sees(invite)
  const value = (label: string): Promise<string> => invite.getByRole('textbox', { name: label }).inputValue()
  const known = {
    title,
    code: new URL(await value('The invitation, as a link')).hash.slice(1),
    participant: await value('For people who take part'),
    viewer: await value('For the hall’s screen'),
    id: new URL(page.url()).pathname.split('/')[2] ?? '',
  }
  await press(invite.getByRole('button', { name: 'Close' }))
  await seesNoMore(invite)
  return known
}

/** Goes to one of the workshop's pages by its own address. */
export const goesTo = async ({ page }: Person, view: string): Promise<void> => {
  const [, , id] = new URL(page.url()).pathname.split('/')
  await page.goto(`/w/${id}/${view}`)
}

/** A note, figure or theme's heading in the list. */
export const row = (page: Page, words: string | RegExp): Locator =>
  page.getByRole('region', { name: 'The board as a list' }).getByRole('listitem').filter({ hasText: words })

/** The section of a theme in the list. */
export const section = (page: Page, title: string): Locator =>
  page.getByRole('region', { name: title, exact: true })

/** Sees a thing in the list; what others made may wait behind "1 new note. Show it.", so that the list never jumps. */
export const seesInList = async (
  { page, press }: Person,
  words: string,
  there: Locator = row(page, words),
): Promise<void> => {
  const fresh = button(page, /new (note|thing)s?\. Show/)
  for (;;) {
    await there.or(fresh).first().waitFor()
    if ((await there.count()) > 0) return
    await press(fresh)
  }
}

/** Chooses from what "More" holds: on a phone behind one's own bead. */
export const choosesFromMenu = async ({ page, press }: Person, entry: string): Promise<void> => {
  await press(button(page, 'More').or(button(page, /, you\. More to do$/)))
  await press(page.getByRole('menuitem', { name: entry, exact: true }))
}

/** Opens the menu of a row, and chooses. */
export const choosesFor = async ({ page, press }: Person, words: string, entry: string): Promise<void> => {
  await press(button(page, `More for: ${words}`))
  await press(page.getByRole('menuitem', { name: entry, exact: true }))
}

/** Writes a note in the list view. */
export const writesNote = async (
  { page, press }: Person,
  text: string,
  {
    asks,
    principles = [],
    theme,
    room = false,
  }: {
    readonly asks?: string
    readonly principles?: readonly string[]
    readonly theme?: string
    readonly room?: boolean
  } = {},
): Promise<void> => {
  await press(button(page, 'Add a note'))
  const sheet = dialog(page, 'A new note')
  await sheet.getByRole('textbox', { name: 'Your words' }).fill(text)
  if (asks || principles.length) await press(sheet.getByText('It is…').first())
  if (asks) await press(sheet.getByRole('radio', { name: asks }))
  for (const principle of principles) await press(sheet.getByRole('checkbox', { name: principle }))
  if (theme) await sheet.getByRole('combobox', { name: 'Theme' }).selectOption(theme)
  if (room) await press(sheet.getByRole('switch', { name: 'Room only' }))
  await press(sheet.getByRole('button', { name: 'Put it on the board' }))
  await seesNoMore(sheet)
}

/** Moves a thing to a theme by single presses. */
export const movesTo = async (person: Person, words: string, theme: string): Promise<void> => {
  const { page, press } = person
  await choosesFor(person, words, 'Move to…')
  await press(dialog(page, 'Move to which theme?').getByRole('button', { name: theme }))
  await sees(section(page, theme).getByText(words))
}

/** Makes a theme in the list view. */
export const makesTheme = async (
  { page, press }: Person,
  title: string,
  statement: string,
): Promise<void> => {
  await press(button(page, 'More to do on this board'))
  await press(page.getByRole('menuitem', { name: 'Add a theme' }))
  const asked = dialog(page, 'A new theme')
  await asked.getByRole('textbox', { name: 'Title' }).fill(title)
  await asked.getByRole('textbox', { name: 'Statement' }).fill(statement)
  await press(asked.getByRole('button', { name: 'Add the theme' }))
  await sees(heading(page, title))
}
