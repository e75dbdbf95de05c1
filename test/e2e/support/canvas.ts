/** What people do on the canvas. Where a thing lies is learnt as a person learns it: from what stands beside it. */
import type { Locator, Page } from 'playwright'
import type { Rect } from '../../../shared/geometry.ts'
import { sees } from './people.ts'

export const board = (page: Page): Locator => page.getByRole('application', { name: 'The board' })

/** What a screen reader is told of what is chosen. */
const spoken = (page: Page): Locator => page.getByTestId('canvas-spoken')

/** Walks with Tab until the thing with these words is chosen. */
export const choosesOnCanvas = async (page: Page, words: string): Promise<void> => {
  await board(page).focus()
  // With nothing chosen, Escape would lead out of the board.
  if (await spoken(page).textContent()) await page.keyboard.press('Escape')
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

/** Chooses a thing and tells where it lies, in pixels of the page: the bar of what one can do with it knows. */
export const finds = async (page: Page, words: string): Promise<Rect> => {
  await choosesOnCanvas(page, words)
  const bar = page.getByRole('toolbar', { name: 'What you can do with it' })
  await sees(bar)
  const told = (await bar.getAttribute('data-bar-of-chosen'))?.split(' ').map(Number)
  const canvas = await board(page).boundingBox()
  const [x, y, width, height] = told ?? []
  if (!canvas || x === undefined || y === undefined || width === undefined || height === undefined)
    throw new Error(`${words} is not in view`)
  return { x: canvas.x + x, y: canvas.y + y, width, height }
}

/** The middle of a thing. */
export const middleOf = ({ x, y, width, height }: Rect): readonly [x: number, y: number] => [
  x + width / 2,
  y + height / 2,
]

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
