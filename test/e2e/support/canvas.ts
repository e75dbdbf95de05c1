/** What people do on the canvas. Where a thing lies is learnt as a person learns it: from what stands beside it. */
import type { Locator, Page } from 'playwright'
import { sees } from './people.ts'

export const board = (page: Page): Locator => page.getByRole('application', { name: 'The board' })

/** What a screen reader is told of what is chosen. */
const spoken = (page: Page): Locator => page.getByTestId('canvas-spoken')

/** Walks with Tab until the thing with these words is chosen. */
export const choosesOnCanvas = async (page: Page, words: string): Promise<void> => {
  await board(page).focus()
  await page.keyboard.press('Escape')
  for (let step = 0; step < 80; step++) {
    const before = await spoken(page).textContent()
    if (before?.startsWith(words)) return
    await page.keyboard.press('Tab')
    await page.waitForFunction(
      ([last]) => document.querySelector('[data-testid=canvas-spoken]')?.textContent !== last,
      [before],
    )
  }
  throw new Error(`${words} is not on the canvas`)
}

/** How far out one looks: pixels for each board unit. */
export const zoom = async (page: Page): Promise<number> => {
  const name = await page.getByRole('button', { name: /%\. Show everything$/ }).textContent()
  return Number.parseInt(name ?? '', 10) / 100
}

/** Chooses a thing and tells the middle of its upper edge, in pixels of the page: the bar of what one can do lies above it. */
export const finds = async (page: Page, words: string): Promise<readonly [x: number, y: number]> => {
  await choosesOnCanvas(page, words)
  const bar = page.getByRole('toolbar', { name: 'What you can do with it' })
  await sees(bar)
  const box = await bar.boundingBox()
  if (!box) throw new Error('there is no bar')
  const label = words.startsWith('Theme') ? 20 * (await zoom(page)) : 0
  return [box.x + box.width / 2, box.y + box.height + 30 + label]
}

/** Looks from further away, so that there is room around everything. */
export const stepsBack = async (page: Page): Promise<void> => {
  await board(page).focus()
  await page.keyboard.press('Escape')
  await page.keyboard.press('0')
  for (let step = 0; step < 2; step++) await page.keyboard.press('-')
}

/** Drags with the mouse, from one place of the page by so many pixels. */
export const drags = async (
  page: Page,
  [x, y]: readonly [x: number, y: number],
  [dx, dy]: readonly [dx: number, dy: number],
): Promise<void> => {
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + dx / 2, y + dy / 2, { steps: 4 })
  await page.mouse.move(x + dx, y + dy, { steps: 4 })
  await page.mouse.up()
}
