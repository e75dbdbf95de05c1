// @vitest-environment happy-dom
/** Whoever is in trouble reads what it is, that nothing is lost, and what to tell whoever helps. */
import { act, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { memoryBoard, memorySession } from '../../../bench/canvas/handles.ts'
import { StatusLine } from '../../../client/app/StatusLine.tsx'
import { Trouble } from '../../../client/app/Trouble.tsx'
import { useHelpless } from '../../../client/app/useHelpless.ts'
import { BARRED } from '../../../client/model/connection.ts'
import { SessionProvider } from '../../../client/model/react.tsx'
import { createStore } from '../../../client/model/store.ts'
import type { SyncStatus } from '../../../client/model/types.ts'
import { LookProvider } from '../../../client/ui/look.tsx'
import { Notices } from '../../../client/ui/Notices.tsx'
import { WordsProvider } from '../../../client/ui/words.tsx'
import { createTranslate, type MessageKey } from '../../../shared/i18n/translate.ts'

const t = createTranslate('en')
const WELL: SyncStatus = { state: 'online', waiting: 0, back: false, trouble: null, closed: null }

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const Page = ({ children }: { readonly children: ReactNode }) => (
  <WordsProvider>
    <LookProvider storage={null}>
      <Notices>{children}</Notices>
    </LookProvider>
  </WordsProvider>
)

const Watching = () => {
  useHelpless()
  return <StatusLine />
}

const troubles: readonly (readonly [
  what: string,
  status: SyncStatus,
  line: MessageKey,
  notice: MessageKey,
  button: string | null,
])[] = [
  [
    'no socket comes through',
    { ...WELL, state: 'offline', closed: BARRED },
    'status.barred',
    'status.barred.told',
    null,
  ],
  [
    'the copy is mixed',
    { ...WELL, trouble: 'mixed' },
    'status.mixed',
    'status.mixed.told',
    t('status.mixed.go'),
  ],
]

test.each(troubles)('%s: the page says so until it is over', async (_what, trouble, line, notice, button) => {
  const status = createStore(WELL)
  const session = { ...memorySession(memoryBoard(new Y.Doc()), new Y.Doc()), status }
  const page = document.createElement('div')
  const root = createRoot(page)
  await act(async () =>
    root.render(
      <Page>
        <SessionProvider session={session}>
          <Watching />
        </SessionProvider>
      </Page>,
    ),
  )
  expect(page.textContent).toBe(t('status.saved'))
  await act(async () => status.set(trouble))
  const told = `${t('ui.help')} ${session.reference.get()}`
  for (const words of [t(line), t(notice), told]) expect(page.textContent).toContain(words)
  const buttons = [...page.querySelectorAll('button')].map(({ textContent }) => textContent)
  if (button !== null) expect(buttons).toContain(button)
  await act(async () => status.set(WELL))
  expect(page.textContent).toBe(t('status.saved'))
  await act(async () => root.unmount())
})

test('a screen of trouble has the word to tell, with a button that copies it; none where the server knows of none', () => {
  const shown = (reference: string | null) =>
    renderToStaticMarkup(
      <Page>
        <Trouble kind="link-ended" reference={reference} />
      </Page>,
    )
  for (const words of [t('ui.help'), '7F3K-2P', t('ui.help.copy', { reference: '7F3K-2P' })])
    expect(shown('7F3K-2P')).toContain(words)
  expect(shown(null)).not.toContain(t('ui.help'))
})
