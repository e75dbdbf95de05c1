// @vitest-environment happy-dom
import { act } from 'react'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { memoryBoard, memorySession } from '../../../bench/canvas/handles.ts'
import { MuchDeleted } from '../../../client/app/MuchDeleted.tsx'
import { SessionProvider } from '../../../client/model/react.tsx'
import { Notices } from '../../../client/ui/Notices.tsx'
import { WordsProvider } from '../../../client/ui/words.tsx'
import { restore, trash } from '../../../shared/bin.ts'
import { addItems } from '../../../shared/boardItems.ts'
import { pageOfEachTest } from '../page.ts'

const page = pageOfEachTest()
const said = (): string => document.body.textContent

/** A board of twelve notes that somebody else made, and what that person does there. */
const open = async () => {
  const theirs = new Y.Doc()
  const notes = addItems(
    theirs,
    Array.from({ length: 12 }, (_, index) => ({ kind: 'note' as const, at: [index, 0] as const })),
  )
  const doc = new Y.Doc()
  const board = memoryBoard(doc)
  const does = (work: (there: Y.Doc) => void) =>
    act(async () => {
      work(theirs)
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(theirs))
    })
  await does(() => undefined)
  await page.render(
    <WordsProvider>
      <Notices>
        <SessionProvider session={memorySession(board, new Y.Doc())}>
          <MuchDeleted board={board} />
        </SessionProvider>
      </Notices>
    </WordsProvider>,
  )
  return { doc, notes, does }
}

test('when somebody else deletes much, all hear of it, until it is there again', async () => {
  const { notes, does } = await open()
  await does((there) => trash(there, notes.slice(0, 11)))
  expect(said()).toContain('11 things were deleted. They are in the bin.')
  await does((there) => trash(there, notes.slice(11)))
  expect(said()).toContain('11 things were deleted.')
  await does((there) => restore(there, notes))
  expect(said()).not.toContain('were deleted')
})

test('few things go without a word, and what I delete is told elsewhere', async () => {
  const { doc, notes, does } = await open()
  await does((there) => trash(there, notes.slice(0, 9)))
  expect(said()).not.toContain('were deleted')
  await does((there) => restore(there, notes))
  await act(async () => trash(doc, notes))
  expect(said()).not.toContain('were deleted')
})
