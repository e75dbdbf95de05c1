/** Somebody who has a keyboard and nothing else. */
import type { Locator, Page } from 'playwright'
import { until } from '../../sync/harness.ts'
import type { Person } from './house.ts'
import { button } from './people.ts'

const hasFocus = async (what: Locator): Promise<boolean> =>
  (await what.count()) > 0 && what.first().evaluate((element) => element === document.activeElement)

/** Waits until something has the focus: after whatever one does, it must not be lost. */
export const keepsFocus = (page: Page): Promise<void> =>
  until('the focus stands somewhere', () =>
    page.evaluate(() => document.activeElement !== null && document.activeElement !== document.body),
  )

/** Goes on with a key, Tab or an arrow, until something has the focus. */
export const keysTo = async (page: Page, what: Locator, key = 'Tab'): Promise<void> => {
  await what.first().waitFor()
  for (let step = 0; step < 120; step++) {
    if (await hasFocus(what)) return
    await page.keyboard.press(key)
  }
  throw new Error(`${key} never led to ${what.toString()}`)
}

/** Presses a thing by keys: goes there, and Enter. The focus is somewhere afterwards. */
export const presses = async (page: Page, what: Locator, by: 'Enter' | 'Space' = 'Enter'): Promise<void> => {
  await keysTo(page, what)
  await page.keyboard.press(by)
  await keepsFocus(page)
}

/** Writes into a field by keys; what stood there is replaced. */
export const types = async (page: Page, field: Locator, words: string): Promise<void> => {
  await keysTo(page, field)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(words)
}

/** Chooses from the menu that is open. */
export const picks = async (page: Page, name: string): Promise<void> => {
  await keysTo(page, page.getByRole('menuitem', { name, exact: true }), 'ArrowDown')
  await page.keyboard.press('Enter')
  await keepsFocus(page)
}

/** Where the caret stands in the text that one writes; null when one writes in none. */
export const caretOf = (page: Page): Promise<number | null> =>
  page.evaluate(() =>
    document.activeElement instanceof HTMLTextAreaElement ? document.activeElement.selectionStart : null,
  )

/** Joins by a link and answers the question of consent with its second choice, without a pointer. */
export const joinsByKeys = async (
  { page }: Person,
  { href }: { readonly href: string },
  name: string,
): Promise<void> => {
  await page.goto(href)
  await types(page, page.getByRole('textbox', { name: 'What should we call you?' }), name)
  await page.keyboard.press('Enter')
  await keysTo(page, page.getByRole('radio').first())
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await presses(page, button(page, 'Keep to that'))
}
