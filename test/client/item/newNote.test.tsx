// @vitest-environment happy-dom
import { act } from 'react'
import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { memoryBoard, memorySession } from '../../../bench/canvas/handles.ts'
import { createMemory } from '../../../client/model/memory.ts'
import { createPageStorage } from '../../../client/model/pageStorage.ts'
import { SessionProvider } from '../../../client/model/react.tsx'
import { createStore } from '../../../client/model/store.ts'
import type { Session } from '../../../client/model/types.ts'
import { NewNote } from '../../../client/panels/item/NewNote.tsx'
import { Notices } from '../../../client/ui/Notices.tsx'
import { WordsProvider } from '../../../client/ui/words.tsx'
import type { Consent } from '../../../shared/consent.ts'
import { readStage } from '../../../shared/stage.ts'
import { pageOfEachTest } from '../page.ts'

const page = pageOfEachTest()

/** Opens a note, for somebody who chose so in general. */
const opens = async (consent: Consent | null, { device = createPageStorage(), muted = false } = {}) => {
  const board = memoryBoard(new Y.Doc())
  board.writable.set(!muted)
  const stage = new Y.Doc()
  const session = memorySession(board, stage)
  const { id } = session.info.get().participant
  stage.getMap('people').set(id, { id, name: 'Bo', role: 'participant', colour: 0, muted })
  const mine: Session = {
    ...session,
    stage: createStore(readStage(stage)),
    device,
    info: createStore({ ...session.info.get(), consent }),
  }
  const nothing = () => undefined
  await page.render(
    <WordsProvider>
      <Notices>
        <SessionProvider session={mine}>
          <NewNote board={board} theme={null} onClose={nothing} onMade={nothing} />
        </SessionProvider>
      </Notices>
    </WordsProvider>,
  )
  return board
}
const said = () => document.body.textContent
const UNSET = 'Until you choose, your words may be used without your name.'

test('whoever chose nothing is not told that they chose, until they do so for this note', async () => {
  await opens(null)
  expect(said()).toContain(UNSET)
  expect(said()).not.toContain('Your choice:')
  const room = [...document.querySelectorAll<HTMLInputElement>('input[role=switch]')].at(-1)
  await act(async () => room?.click())
  expect(said()).toContain('Your choice: Keep them in this room.')
  expect(said()).not.toContain(UNSET)
})

test('whoever chose in general is told what', async () => {
  await opens('nameless')
  expect(said()).toContain('Your choice: Use them without my name.')
  expect(said()).not.toContain(UNSET)
})

test('where the browser forbids to keep anything, a note can be written, and waits as long as the page is there', async () => {
  const forbidden = vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
    throw new DOMException('forbidden', 'SecurityError')
  })
  const device = createMemory(null).device
  await opens('nameless', { device })
  await act(async () => {
    const area = document.querySelector('textarea')
    const owner = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')
    owner?.set?.call(area, 'The door is too heavy')
    area?.dispatchEvent(new Event('input', { bubbles: true }))
  })
  await page.render(null)
  expect(document.querySelector('textarea')).toBeNull()
  await opens('nameless', { device })
  expect(document.querySelector('textarea')?.value).toBe('The door is too heavy')
  forbidden.mockRestore()
})

test('whose writing is paused hears that, and not that the board rests', async () => {
  await opens('nameless', { muted: true })
  expect(said()).toContain('The facilitator has asked you to watch for now. Your draft is kept here.')
  expect(said()).not.toContain('The board is resting.')
})

test('of several lines that are pasted, a note of each is offered', async () => {
  const board = await opens('nameless')
  await act(async () => {
    const area = document.querySelector('textarea')
    const owner = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')
    owner?.set?.call(area, '- Ask first\n- Listen\n\n- Come back')
    area?.dispatchEvent(new Event('input', { bubbles: true }))
  })
  const offer = [...document.querySelectorAll('button')].find(
    ({ textContent }) => textContent === 'Make 3 notes of them',
  )
  await act(async () => offer?.click())
  const notes = board.view.get().shown.flatMap((item) => (item.kind === 'note' ? [item] : []))
  expect(new Set(notes.map(({ text }) => text))).toEqual(new Set(['Ask first', 'Listen', 'Come back']))
  expect(new Set(notes.map(({ at }) => at.join())).size).toBe(3)
  expect(said()).toContain('3 notes added.')
})
