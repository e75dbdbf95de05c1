// @vitest-environment happy-dom
import { act } from 'react'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { memoryBoard, memorySession } from '../../../bench/canvas/handles.ts'
import { SessionProvider } from '../../../client/model/react.tsx'
import { createStore } from '../../../client/model/store.ts'
import type { Session } from '../../../client/model/types.ts'
import { WriteNote } from '../../../client/panels/writing/WriteNote.tsx'
import { WritingWords } from '../../../client/panels/writing/writingWords.tsx'
import { Notices } from '../../../client/ui/Notices.tsx'
import { WordsProvider } from '../../../client/ui/words.tsx'
import type { Consent } from '../../../shared/consent.ts'
import { SPELL } from './support.ts'
import { pageOfEachTest } from '../page.ts'

const page = pageOfEachTest()

/** Opens an empty private note, for somebody who chose so in general. */
const opens = async (consent: Consent | null) => {
  const session = memorySession(memoryBoard(new Y.Doc()), new Y.Doc())
  const mine: Session = { ...session, info: createStore({ ...session.info.get(), consent }) }
  const spell = { ...SPELL, person: mine.info.get().participant.id, unfinished: null, unsaved: false }
  await page.render(
    <WordsProvider>
      <Notices>
        <SessionProvider session={mine}>
          <WritingWords>
            <WriteNote spell={spell} own={null} onDone={() => undefined} />
          </WritingWords>
        </SessionProvider>
      </Notices>
    </WordsProvider>,
  )
}
const WARNING = 'If few choose that, people may guess'
const room = () => document.querySelector<HTMLInputElement>('input[role=switch]')

test('whoever keeps a note in the room is told that everyone sees so, also by a general choice', async () => {
  await opens('room')
  expect(room()?.checked).toBe(true)
  expect(document.body.textContent).toContain(WARNING)
})

test('the warning stands only where it applies', async () => {
  await opens('nameless')
  expect(document.body.textContent).not.toContain(WARNING)
  await act(async () => room()?.click())
  expect(document.body.textContent).toContain(WARNING)
})
