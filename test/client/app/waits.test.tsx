// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { WaitsInside } from '../../../client/app/Unknown.tsx'
import { SessionProvider } from '../../../client/model/react.tsx'
import { createStore } from '../../../client/model/store.ts'
import { emptyDraft, keepDraft } from '../../../client/panels/item/draft.ts'
import { WordsProvider } from '../../../client/ui/words.tsx'
import { createFake } from '../outcome/fakeSession.ts'
import { pageOfEachTest } from '../page.ts'

const page = pageOfEachTest()
const KEPT = 'What you were writing is kept on this device.'

test('whoever is put out while they write hears that their words are kept, where they are', async () => {
  const { session, stage } = createFake()
  const board = { id: 'a-board', title: 'Board 1', order: 'a', locked: false }
  stage.set({ ...stage.get(), boards: [board] })
  const show = async (keeps: boolean): Promise<string | null | undefined> => {
    await page.render(
      <WordsProvider>
        <SessionProvider session={{ ...session, keeps: createStore(keeps) }}>
          <WaitsInside />
        </SessionProvider>
      </WordsProvider>,
    )
    return page.host?.textContent
  }
  expect(await show(true)).toBe('')
  keepDraft(session.device, session.workshop, board.id, { ...emptyDraft(), text: 'The receptionist…' })
  expect(await show(true)).toBe(KEPT)
  expect(await show(false)).toBe('')
})
