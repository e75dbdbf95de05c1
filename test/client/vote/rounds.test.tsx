// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { addItem } from '../../../shared/boardItems.ts'
import { SessionProvider } from '../../../client/model/react.tsx'
import { VoteScreen } from '../../../client/panels/vote/VoteScreen.tsx'
import { Notices } from '../../../client/ui/Notices.tsx'
import { WordsProvider } from '../../../client/ui/words.tsx'
import { en } from '../../../shared/i18n/en.ts'
import { voteWords } from '../../../shared/i18n/en/vote.ts'
import { createSpeaker } from '../../../shared/i18n/translate.ts'
import { createFake, type Fake } from '../outcome/fakeSession.ts'
import { pageOfEachTest } from '../page.ts'

const t = createSpeaker('en', { ...en, ...voteWords })
const page = pageOfEachTest()
afterEach(() => sessionStorage.clear())

const show = (fake: Fake) =>
  page.render(
    <WordsProvider>
      <Notices>
        <SessionProvider session={fake.session}>
          <VoteScreen asked={0} onShowing={() => undefined} onClose={() => undefined} />
        </SessionProvider>
      </Notices>
    </WordsProvider>,
  )

const button = (name: string): HTMLElement => {
  const found = [...document.querySelectorAll('button')].find(
    (each) => (each.getAttribute('aria-label') ?? each.textContent) === name,
  )
  if (!found) throw new Error(`no button is called ${name}`)
  return found
}
const press = (element: HTMLElement | null) => act(async () => element?.click())
const choice = (label: string): HTMLElement | null =>
  [...document.querySelectorAll('label')].find((each) => each.textContent.startsWith(label)) ?? null
const ticks = () => [...document.querySelectorAll<HTMLInputElement>('input[type=checkbox]')]

test('what was ticked for a vote is there again after the form was closed, until the vote is started', async () => {
  const opened: unknown[] = []
  const fake = createFake()
  const api: Fake['session']['api'] = {
    ...fake.session.api,
    openRound(round) {
      opened.push(round.candidates)
      const [first] = fake.stage.get().rounds
      if (!first) throw new Error('there is no round')
      return Promise.resolve({ round: first })
    },
  }
  const told = { ...fake, session: { ...fake.session, api } }
  addItem(fake.session.board('board-1-board-1-board').doc, { kind: 'note', at: [0, 200], text: 'Another' })
  await show(told)
  await press(button(t('vote.start')))
  await press(choice(t('vote.form.what.ticked')))
  await press(ticks()[0] ?? null)
  await page.render(null)
  await show(told)
  await press(button(t('vote.start')))
  expect(ticks().map(({ checked }) => checked)).toEqual([true, false, false])
  await press(button(t('vote.form.open')))
  expect(opened).toEqual([[expect.anything()]])
  await page.render(null)
  await show(told)
  await press(button(t('vote.start')))
  expect(ticks()).toHaveLength(1)
})

test('an open vote can be closed where all votes stand, and its result is shown', async () => {
  const fake = createFake()
  const [round] = fake.stage.get().rounds
  if (!round) throw new Error('there is no round')
  fake.stage.set({ ...fake.stage.get(), rounds: [{ ...round, closedAt: null, result: null }] })
  const closed: string[] = []
  const closeRound = (id: string) => {
    closed.push(id)
    fake.stage.set({ ...fake.stage.get(), rounds: [round] })
    return Promise.resolve()
  }
  const api = { ...fake.session.api, closeRound }
  await show({ ...fake, session: { ...fake.session, api } })
  await press(button(`${t('vote.close')}: ${round.question}`))
  await press(button(t('vote.close')))
  expect(closed).toEqual([round.id])
  expect(document.body.textContent).toContain('Ask first')
})
