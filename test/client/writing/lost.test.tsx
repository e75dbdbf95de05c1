// @vitest-environment happy-dom
/** Private writing whose key the server has lost: everybody is told in words what happened, and what is left. */
import { act, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { memoryBoard, memorySession } from '../../../bench/canvas/handles.ts'
import { useWriting } from '../../../client/app/useWriting.ts'
import { SessionProvider } from '../../../client/model/react.tsx'
import { createStore } from '../../../client/model/store.ts'
import type { Session } from '../../../client/model/types.ts'
import { FacilitateWords } from '../../../client/panels/facilitate/facilitateWords.tsx'
import { Writing } from '../../../client/panels/facilitate/Writing.tsx'
import { LateNotes } from '../../../client/panels/writing/LateNotes.tsx'
import { WritingWords } from '../../../client/panels/writing/writingWords.tsx'
import { LookProvider } from '../../../client/ui/look.tsx'
import { Notices } from '../../../client/ui/Notices.tsx'
import { WordsProvider } from '../../../client/ui/words.tsx'
import { facilitateWords } from '../../../shared/i18n/en/facilitate.ts'
import { ownWriting } from '../../../shared/i18n/en/ownWriting.ts'
import { createTranslate } from '../../../shared/i18n/translate.ts'
import { readStage, setMeta, type Stage } from '../../../shared/stage.ts'
import { BOARD, createBrowser, entered, NAME, SPELL, words } from './support.ts'

const t = createTranslate('en')

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const stageWith = (meta: Partial<Stage['meta']>): Stage => {
  const doc = new Y.Doc()
  setMeta(doc, { title: 'A day', ...meta })
  const stage = readStage(doc)
  return { ...stage, boards: [{ id: BOARD, title: 'Ideas', order: 'a', locked: false }] }
}
const sessionAt = (meta: Partial<Stage['meta']>) => ({
  ...memorySession(memoryBoard(new Y.Doc()), new Y.Doc()),
  stage: createStore(stageWith(meta)),
})

/** A page of somebody in a workshop. */
const Page = ({ session, children }: { readonly session: Session; readonly children: ReactNode }) => (
  <WordsProvider>
    <LookProvider storage={null}>
      <SessionProvider session={session}>
        <Notices>{children}</Notices>
      </SessionProvider>
    </LookProvider>
  </WordsProvider>
)

test.each([
  ['its key was lost', { writing: null, lostWriting: SPELL.id }, 'say.writing.lost'],
  ['it was stopped', { writing: null }, 'say.writing.over'],
] as const)('whoever is there when it ends is told that %s', async (_why, after, key) => {
  const session = sessionAt({ writing: SPELL })
  const Watching = () => {
    useWriting({ view: 'list', panel: null, onWrite: () => undefined, onShared: () => undefined })
    return null
  }
  const page = document.createElement('div')
  const root = createRoot(page)
  await act(async () =>
    root.render(
      <Page session={session}>
        <Watching />
      </Page>,
    ),
  )
  await act(async () => session.stage.set(stageWith(after)))
  expect(page.textContent).toContain(t(key))
  await act(async () => root.unmount())
})

test('whoever wrote finds their notes on the device, can share them, and reads why', () => {
  const browser = createBrowser()
  const { writing, synced, spell } = entered(browser)
  writing.add(spell, words('what I fear'))
  browser.say(null)
  synced.set(true)
  writing.refused(NAME, 0)
  const { late } = writing.mine.get()
  expect(late).toHaveLength(1)
  const shown = (lostWriting: string | null) =>
    renderToStaticMarkup(
      <Page session={sessionAt({ lostWriting })}>
        <WritingWords>
          <LateNotes late={late} />
        </WritingWords>
      </Page>,
    )
  for (const text of [shown(SPELL.id), shown(null)]) {
    expect(text).toContain('what I fear')
    expect(text).toContain(ownWriting['writing.late.share'])
  }
  expect(shown(SPELL.id)).toContain(ownWriting['writing.late.lost'])
  expect(shown(null)).not.toContain(ownWriting['writing.late.lost'])
})

test('a facilitator reads it where writing is led, until another begins', () => {
  const shown = (meta: Partial<Stage['meta']>) =>
    renderToStaticMarkup(
      <Page session={sessionAt(meta)}>
        <FacilitateWords>
          <Writing />
        </FacilitateWords>
      </Page>,
    )
  expect(shown({ lostWriting: SPELL.id })).toContain(facilitateWords['facilitate.writing.lost'])
  expect(shown({ writing: SPELL })).not.toContain(facilitateWords['facilitate.writing.lost'])
})
