/** The screens before one is in, and how one comes from one to the next. */
import type { Page } from 'playwright'
import type { CreatedWorkshop } from '../../../shared/answers.ts'
import type { Person } from './house.ts'
import { button, heading, sees } from './people.ts'

/** Who walks, and through what. */
export interface Visit {
  readonly device: 'desktop' | 'phone'
  /** Filled: themes, notes, figures, a closed round, members and dates. */
  readonly full: CreatedWorkshop
  readonly empty: CreatedWorkshop
  /** Opens a round on four notes of the full workshop. @returns its id */
  readonly opensRound: (method: object, question: string) => Promise<string>
}

/** A state of a screen, and how one comes there from the one before. */
export type Step = readonly [state: string, go: (person: Person) => Promise<void>]

/** Opens an address, and waits for what it shows. */
export const toPage =
  (path: () => string, shown: (page: Page) => Promise<void>) =>
  async ({ page }: Person): Promise<void> => {
    await page.goto(path())
    await shown(page)
  }

/** From the landing to the question of consent, and the page for programs. */
export const atTheDoor = ({ full }: Visit): readonly Step[] => [
  [
    'interface',
    toPage(
      () => '/api',
      (page) => sees(heading(page, 'How programs speak with Kiteboard')),
    ),
  ],
  [
    'landing',
    toPage(
      () => '/',
      (page) => sees(heading(page, 'Think together, with your hands')),
    ),
  ],
  [
    'start',
    toPage(
      () => '/start',
      (page) => sees(heading(page, 'Start a workshop')),
    ),
  ],
  [
    'start, nothing filled in',
    async ({ page, press }) => {
      await press(button(page, 'Start the workshop'))
      await sees(page.getByText('A few words are enough.'))
    },
  ],
  [
    'code',
    toPage(
      () => '/join',
      (page) => sees(heading(page, 'Join a workshop')),
    ),
  ],
  [
    'code, wrong',
    async ({ page, press }) => {
      await page.getByRole('textbox').fill('ZZZZZZ')
      await press(button(page, 'Go on'))
      await sees(page.getByRole('alert'))
    },
  ],
  [
    'no such page',
    toPage(
      () => '/nowhere',
      (page) => sees(heading(page, 'There is no page here')),
    ),
  ],
  [
    'link ended',
    toPage(
      () => `/w/${full.id}#${'a'.repeat(22)}`,
      (page) => sees(heading(page, 'This link has ended')),
    ),
  ],
  [
    'not in yet',
    toPage(
      () => `/w/${full.id}/list`,
      (page) => sees(heading(page, 'This device is not in this workshop')),
    ),
  ],
  [
    'join',
    toPage(
      () => full.links.facilitator,
      (page) => sees(heading(page, /You are joining/)),
    ),
  ],
  [
    'consent',
    async ({ page, press }) => {
      await press(button(page, 'Join without a name'))
      await sees(heading(page, 'What may we keep?'))
    },
  ],
]
