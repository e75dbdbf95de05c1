/** Every screen and state, in an order in which one can walk through them. */
import { atTheDoor, toPage, type Step, type Visit } from './doorScreens.ts'
import type { Person } from './house.ts'
import {
  answersConsent,
  button,
  choosesFor,
  choosesFromMenu,
  dialog,
  inside,
  sees,
  seesNoMore,
} from './people.ts'

const closes = async ({ page, press }: Person): Promise<void> => {
  const top = page.getByRole('dialog').last()
  await press(top.getByRole('button', { name: /^(Close|Back)$/ }).first())
  await top.waitFor({ state: 'hidden' })
}

const opensPanel =
  (entry: string, title: string) =>
  async (person: Person): Promise<void> => {
    await choosesFromMenu(person, entry)
    await sees(dialog(person.page, title))
  }

const insideSteps = ({ full, empty, device, opensRound }: Visit): readonly Step[] => {
  const words = `A door for the ${device}`
  return [
    [
      'board with items',
      async (person) => {
        await answersConsent(person, 'Ask me later')
        await inside(person)
        await person.page.goto(`/w/${full.id}/board`)
        await sees(person.page.getByRole('application', { name: 'The board' }))
        await inside(person)
      },
    ],
    [
      'board, something chosen',
      async ({ page }) => {
        await page.getByRole('application', { name: 'The board' }).focus()
        await page.keyboard.press('Tab')
        if (device === 'desktop') await sees(page.getByRole('toolbar', { name: 'What you can do with it' }))
      },
    ],
    [
      'board, writing in place',
      async ({ page }) => {
        await page.keyboard.press('n')
        await sees(page.getByRole('textbox', { name: 'Your words' }))
        await page.keyboard.type(words)
      },
    ],
    [
      'list',
      toPage(
        () => `/w/${full.id}/list`,
        (page) => sees(button(page, /^More for: /)),
      ),
    ],
    [
      'list, finding words',
      async ({ page, press }) => {
        await press(button(page, 'Find words'))
        await page.getByRole('searchbox').fill('zzz')
        await sees(page.getByText('Nothing has these words.'))
      },
    ],
    [
      'list, choosing several',
      async ({ page, press }) => {
        await press(button(page, 'Show everything again'))
        await press(button(page, 'More to do on this board'))
        await press(page.getByRole('menuitem', { name: 'Choose several' }))
        await press(button(page, 'Choose all'))
      },
    ],
    [
      'list, a row’s menu',
      async ({ page, press }) => {
        await press(button(page, 'Done'))
        await press(button(page, `More for: ${words}`))
        await sees(page.getByRole('menu'))
      },
    ],
    [
      'list, moving',
      async ({ page, press }) => {
        await press(page.getByRole('menuitem', { name: 'Move to…' }))
        await sees(dialog(page, 'Move to which theme?'))
      },
    ],
    [
      'list, what a note is for',
      async (person) => {
        await closes(person)
        await choosesFor(person, words, 'What is it for?')
        await sees(dialog(person.page, 'What is this for?'))
      },
    ],
    [
      'a note’s sheet',
      async (person) => {
        await closes(person)
        await choosesFor(person, words, 'Write')
        await sees(dialog(person.page, 'Note'))
      },
    ],
    [
      'writing a new note',
      async (person) => {
        const { page, press } = person
        await press(button(page, 'Done'))
        await seesNoMore(dialog(page, 'Note'))
        await press(button(page, 'Add a note'))
        await press(dialog(page, 'A new note').getByText('It is…').first())
      },
    ],
    [
      'figure maker',
      async (person) => {
        const { page, press } = person
        await closes(person)
        await press(button(page, 'More to do on this board'))
        await press(page.getByRole('menuitem', { name: 'Add a figure' }))
        await sees(dialog(page, /figure/))
        await press(button(page, 'Stripes, glad'))
        await sees(page.getByRole('tab', { name: 'Body' }))
      },
    ],
    [
      'figure maker, words',
      async ({ page, press }) => {
        await press(page.getByRole('tab', { name: 'Words' }))
        await sees(page.getByRole('textbox', { name: 'What does it stand for?' }))
      },
    ],
    [
      'a new theme',
      async (person) => {
        const { page, press } = person
        await closes(person)
        await press(button(page, 'More to do on this board'))
        await press(page.getByRole('menuitem', { name: 'Add a theme' }))
        await sees(dialog(page, 'A new theme'))
      },
    ],
    ['people', async (person) => (await closes(person), await opensPanel('People', 'People')(person))],
    [
      'invite',
      async (person) => (await closes(person), await opensPanel('Invite people', 'Invite people')(person)),
    ],
    [
      'facilitate',
      async (person) => (await closes(person), await opensPanel('Facilitate', 'Facilitate')(person)),
    ],
    [
      'facilitate, private writing',
      async ({ page, press }) => {
        await press(page.getByRole('radio', { name: 'Private' }))
        await page.getByRole('textbox', { name: 'The question to write about' }).fill('What frightens you?')
        await press(button(page, 'Start private writing'))
        await sees(button(page, 'Stop without sharing'))
      },
    ],
    [
      'a private note',
      async (person) => {
        await closes(person)
        await person.press(button(person.page, 'Write in private'))
        await dialog(person.page, 'A private note').getByRole('textbox', { name: 'Your words' }).fill(words)
      },
    ],
    [
      'my private notes',
      async ({ page, press }) => {
        await press(button(page, 'Keep this note'))
        await sees(button(page, `Change: ${words}`))
      },
    ],
    [
      'private notes that were not shared',
      async (person) => {
        const { page, press } = person
        await closes(person)
        await opensPanel('Facilitate', 'Facilitate')(person)
        await press(button(page, 'Stop without sharing'))
        const sure = dialog(page, 'Stop without sharing?')
        await press(sure.getByRole('button', { name: 'Stop' }))
        await seesNoMore(sure)
        await closes(person)
        await press(button(page, 'Look at it'))
        await sees(button(page, `Share now: ${words}`))
      },
    ],
    [
      'settings',
      async (person) => (
        await closes(person),
        await opensPanel('Look and calm', 'How it looks and sounds')(person)
      ),
    ],
    ['help', async (person) => (await closes(person), await opensPanel('Help and keys', 'Help')(person))],
    [
      'votes',
      toPage(
        () => `/w/${full.id}/vote`,
        (page) => sees(button(page, /^See the result/)),
      ),
    ],
    [
      'opening a vote',
      async ({ page, press }) => {
        await press(button(page, 'Start a vote'))
        await press(page.getByRole('radio', { name: 'Dots' }))
        await sees(button(page, 'Dots each, one more'))
      },
    ],
    [
      'result',
      async ({ page, press }) => {
        await page.goto(`/w/${full.id}/vote`)
        await press(button(page, /^See the result/).first())
        await press(button(page, 'Show all numbers in a table'))
        await sees(page.getByRole('table'))
      },
    ],
    [
      'voting by score',
      async ({ page, press }) => {
        const round = await opensRound({ type: 'score' }, 'What first?')
        await page.goto(`/w/${full.id}/vote/${round}`)
        await press(page.getByRole('radio', { name: '4' }).first())
        await sees(page.getByText('1 of 4 scored'))
      },
    ],
    [
      'voting by dots',
      async ({ page, press }) => {
        const round = await opensRound({ type: 'dots', budget: 3, cap: 2 }, 'What next?')
        await page.goto(`/w/${full.id}/vote/${round}`)
        await press(button(page, /one more$/).first())
        await sees(page.getByText('You have 2 dots left', { exact: true }))
      },
    ],
    [
      'voted',
      async ({ page, press }) => {
        await press(button(page, "I'm done voting"))
        await sees(page.getByText('You can change it until voting closes.'))
      },
    ],
    [
      'outcome, table',
      toPage(
        () => `/w/${full.id}/outcome`,
        (page) => sees(page.getByRole('tab', { name: 'Table' })),
      ),
    ],
    ...(['By status', 'Kitemark', 'Principles', 'Project board'] as const).map((tab): Step => [
      `outcome, ${tab}`,
      async ({ page, press }) => {
        await press(page.getByRole('tab', { name: tab }))
        await page.getByRole('tabpanel', { name: tab }).waitFor()
      },
    ]),
    [
      'signing up',
      async ({ page, press }) => {
        await press(button(page, 'Sign up'))
        await sees(dialog(page, 'Sign up for the project board'))
      },
    ],
    [
      'an action',
      async (person) => {
        const { page, press } = person
        await closes(person)
        await press(page.getByRole('tab', { name: 'Table' }))
        await press(button(page, /^See all/).first())
        await sees(dialog(page, 'Action'))
      },
    ],
    [
      'taking it away',
      async (person) => {
        await closes(person)
        await person.press(button(person.page, 'Take it away'))
        await sees(dialog(person.page, 'Take the workplan with you'))
      },
    ],
    [
      'hall',
      toPage(
        () => `/w/${full.id}/hall`,
        (page) => sees(page.getByText('Join at')),
      ),
    ],
    [
      'board, empty',
      async (person) => {
        const { page, press } = person
        await page.goto(empty.links.facilitator)
        await press(button(page, 'Join without a name'))
        await answersConsent(person, 'Ask me later')
        await page.goto(`/w/${empty.id}/board`)
        await sees(button(page, 'Tap anywhere to write your first idea'))
      },
    ],
    [
      'list, empty',
      toPage(
        () => `/w/${empty.id}/list`,
        (page) => sees(page.getByText('Nothing here yet. Yours can be the first.')),
      ),
    ],
    [
      'outcome, empty',
      toPage(
        () => `/w/${empty.id}/outcome`,
        (page) =>
          sees(page.getByText('No workplan yet').or(page.getByText(/The workplan is made from a vote/))),
      ),
    ],
  ]
}

/** All of them, from the first page to an empty workshop. */
export const screens = (visit: Visit): readonly Step[] => [...atTheDoor(visit), ...insideSteps(visit)]
