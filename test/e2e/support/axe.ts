/** Every screen and state of a device, judged by axe with no rule switched off. */
import type { Page } from 'playwright'
import { expect } from 'vitest'
import { createdWorkshop, workshopInfo, type CreatedWorkshop } from '../../../shared/answers.ts'
import { ask, openHouse, type House } from './house.ts'
import { screens } from './screens.ts'
import { violations } from './violations.ts'

/** What the system asks for; the page follows it. */
const SCHEMES = {
  light: { colorScheme: 'light', contrast: 'no-preference' },
  dark: { colorScheme: 'dark', contrast: 'no-preference' },
  contrast: { colorScheme: 'light', contrast: 'more' },
} as const
export type Scheme = keyof typeof SCHEMES

const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

/** Opens a round as the facilitator's program, on some notes of the first board. */
const opensRoundOf = async (
  house: House,
  shop: CreatedWorkshop,
  method: object,
  question: string,
): Promise<string> => {
  const base = `${house.url}/api/workshops/${shop.id}`
  const { token } = shop
  const info = workshopInfo.parse(await (await ask(base, { method: 'GET', token })).json())
  const backup: { boards: { id: string; items: Record<string, { kind: string }> }[] } = await (
    await ask(`${base}/exports/board.json`, { method: 'GET', token })
  ).json()
  const board = info.boards[0]?.id ?? ''
  const items = Object.entries(backup.boards.find(({ id }) => id === board)?.items ?? {})
  const notes = items.filter(([, { kind }]) => kind === 'note').slice(0, 4)
  const answer = await ask(`${base}/rounds`, {
    token,
    body: { question, method, candidates: notes.map(([item]) => ({ board, item })) },
  })
  const { round }: { round: { id: string } } = await answer.json()
  return round.id
}

/** Waits until what is drawn follows the scheme, and nothing moves any more: judged is where things come to rest. */
const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    await frame()
    await frame()
    await Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => undefined)))
  })

const judge = async (page: Page, state: string, schemes: readonly Scheme[]): Promise<string[]> => {
  const found: string[] = []
  for (const scheme of schemes) {
    const media = SCHEMES[scheme]
    await page.emulateMedia(media)
    await settled(page)
    // What does not hang on colour is the same in each scheme, and judged once.
    for (const violation of await violations(page, scheme === 'light' ? undefined : COLOUR_RULES))
      found.push(`${state}, ${scheme}: ${violation}`)
  }
  return found
}

/** Walks through every screen and state, and expects axe to find nothing. */
export const judgesAll = async (device: 'desktop' | 'phone', schemes: readonly Scheme[]): Promise<void> => {
  const house = await openHouse()
  try {
    const made = await ask(`${house.url}/api/workshops`, {
      body: { title: 'A kitemark for co-production', template: 'example' },
    })
    // Filled: themes, notes, figures, a closed round, members and dates.
    const full = createdWorkshop.parse(await made.json())
    const empty = await house.workshop()
    const person = await house.visitor(device)
    const found: string[] = []
    const opensRound = (method: object, question: string) => opensRoundOf(house, full, method, question)
    for (const [state, go] of screens({ device, full, empty, opensRound })) {
      await go(person).catch((error: unknown) => {
        throw new Error(`${state}: ${String(error)}`)
      })
      found.push(...(await judge(person.page, state, schemes)))
    }
    expect(found).toEqual([])
    expect(house.troubles).toEqual([])
  } finally {
    await house.close()
  }
}
