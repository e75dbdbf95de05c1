import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { colourChoices, principleChoices, themeChoices } from '../../client/model/boardChoices.ts'
import { BOARD_COMMANDS, commandForKeys, commandNamed } from '../../client/model/boardCommands.ts'
import { addNotes, MOST_ADDED } from '../../client/model/boardWork.ts'
import type { CommandContext, DeleteQuestion } from '../../client/model/commandContext.ts'
import { meansKey } from '../../client/model/keys.ts'
import { readBoard } from '../../shared/board.ts'
import { addItem } from '../../shared/boardItems.ts'
import { overlaps, rectAt } from '../../shared/geometry.ts'
import { createTranslate } from '../../shared/i18n/translate.ts'
import { sizeOf } from '../../shared/kinds/registry.ts'
import { memoryBoard } from '../../bench/canvas/handles.ts'

const keys = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})

const setUp = () => {
  const doc = new Y.Doc()
  const board = memoryBoard(doc)
  const said: { words: string; undo?: { run: () => void } }[] = []
  const written: string[] = []
  const asked: DeleteQuestion[] = []
  const mine = new Set<string>()
  let selected: readonly string[] = []
  const context = (): CommandContext => ({
    board,
    chosen: board.view.get().shown.filter((item) => selected.includes(item.id)),
    writable: true,
    isMine: (id) => mine.has(id),
    principles: [{ id: 2, label: 'My family and friends', text: '' }],
    t: createTranslate('en'),
    actions: {
      select: (ids) => (selected = ids),
      write: (id) => written.push(id),
      open: () => undefined,
      makeFigure: () => undefined,
      place: () => ({ at: [0, 0], theme: null }),
      sure: (question) => asked.push(question),
      say: (words, undo) => said.push({ words, ...(undo ? { undo } : {}) }),
    },
  })
  const run = (name: string) => commandNamed(name)?.run(context())
  return {
    doc,
    board,
    said,
    asked,
    mine,
    written,
    context,
    run,
    select: (...ids: string[]) => (selected = ids),
    chosen: () => selected,
  }
}

test('no two commands share a name, or a key for the same selection', () => {
  expect(new Set(BOARD_COMMANDS.map((command) => command.name)).size).toBe(BOARD_COMMANDS.length)
  const all = BOARD_COMMANDS.flatMap((command) => command.keys)
  expect(new Set(all).size).toBe(all.length)
})

test('a key fits with just the keys that are held with it', () => {
  expect(meansKey(keys('z', { ctrlKey: true }), 'mod+z')).toBe(true)
  expect(meansKey(keys('Z', { metaKey: true, shiftKey: true }), 'mod+shift+z')).toBe(true)
  expect(meansKey(keys('z', { ctrlKey: true, shiftKey: true }), 'mod+z')).toBe(false)
  expect(meansKey(keys('n', { altKey: true }), 'n')).toBe(false)
  expect(meansKey(keys(']', { shiftKey: true }), ']')).toBe(true)
})

test('a new note opens for writing', () => {
  const { run, written, board } = setUp()
  run('note.add')
  expect(board.view.get().shown.map((item) => item.id)).toEqual(written)
})

test('a deleted note says so, and comes back', () => {
  const { doc, select, run, said, board } = setUp()
  const id = addItem(doc, { kind: 'note', at: [0, 0], text: 'keep me' })
  select(id)
  run('delete')
  expect(board.view.get().shown).toHaveLength(0)
  expect(said[0]?.words).toBe('Note deleted.')
  said[0]?.undo?.run()
  expect(board.view.get().shown.map((item) => item.id)).toEqual([id])
})

test('undo takes back one command at a time', () => {
  const { doc, select, run, board, context } = setUp()
  const id = addItem(doc, { kind: 'note', at: [0, 0] })
  board.undo.stopCapturing()
  select(id)
  colourChoices(context())
    .find((choice) => choice.key === 'rose')
    ?.run()
  run('duplicate')
  expect(board.view.get().shown).toHaveLength(2)
  run('undo')
  expect(board.view.get().shown).toHaveLength(1)
  expect(board.view.get().shown[0]).toMatchObject({ colour: 'rose' })
  run('undo')
  expect(board.view.get().shown[0]).toMatchObject({ colour: 'straw' })
})

test('arrows move a theme with its notes, and a viewer moves nothing', () => {
  const { doc, select, context, board } = setUp()
  const theme = addItem(doc, { kind: 'theme', at: [0, 0] })
  const note = addItem(doc, { kind: 'note', at: [50, 60], theme })
  select(theme)
  commandForKeys(keys('ArrowRight', { shiftKey: true }), context())?.run(context())
  expect(board.view.get().items.get(theme)?.at).toEqual([32, 0])
  expect(board.view.get().items.get(note)?.at).toEqual([82, 60])
  expect(commandForKeys(keys('ArrowRight'), { ...context(), writable: false })).toBeUndefined()
})

test('a copy of a theme has copies of its notes in it', () => {
  const { doc, select, run, board } = setUp()
  const theme = addItem(doc, { kind: 'theme', at: [0, 0], title: 'T' })
  addItem(doc, { kind: 'note', at: [50, 60], theme, text: 'n' })
  select(theme)
  run('duplicate')
  const themes = board.view.get().shown.filter((item) => item.kind === 'theme')
  const notes = board.view.get().shown.filter((item) => item.kind === 'note')
  expect(themes).toHaveLength(2)
  expect(new Set(notes.map((item) => item.theme))).toEqual(new Set(themes.map((item) => item.id)))
})

test('two hundred pasted texts become notes in a grid in which none hides another', () => {
  const { context, doc, chosen } = setUp()
  addNotes(
    context(),
    Array.from({ length: 230 }, (_, index) => `idea number ${index} of the many `.repeat(index % 7 ? 1 : 9)),
  )
  const { shown } = readBoard(doc)
  expect(shown).toHaveLength(230)
  expect(chosen()).toHaveLength(230)
  const rects = shown.map((item) => rectAt(item.at, sizeOf(item)))
  rects.forEach((rect, index) =>
    rects.slice(index + 1).forEach((other) => expect(overlaps(rect, other)).toBe(false)),
  )
})

test('of more texts than one step adds, the rest is offered, and comes by a press', () => {
  const { context, doc } = setUp()
  const offers: (() => void)[] = []
  const now = context()
  addNotes(
    { ...now, actions: { ...now.actions, say: (_words, action) => action && offers.push(action.run) } },
    Array.from({ length: MOST_ADDED + 3 }, (_, index) => `idea ${index}`),
  )
  expect(readBoard(doc).shown).toHaveLength(MOST_ADDED)
  offers.shift()?.()
  expect(readBoard(doc).shown).toHaveLength(MOST_ADDED + 3)
  expect(offers).toEqual([])
})

describe('what is offered while a board may be changed, and pressed later', () => {
  const deleteMany = ({ doc, run, select }: ReturnType<typeof setUp>) => {
    select(...Array.from({ length: 12 }, () => addItem(doc, { kind: 'note', at: [0, 0] })))
    run('delete')
  }
  const count = (doc: Y.Doc) => readBoard(doc).shown.length

  test.each([
    ['locked', 'You cannot change this board now. Nothing was done.'],
    ['replaced', 'The board was loaded anew meanwhile. Nothing was done; please try again.'],
  ])('on a board that was %s is not done, and that is said', (how, words) => {
    const happens = ({ board, doc }: ReturnType<typeof setUp>) =>
      how === 'locked' ? board.writable.set(false) : doc.destroy()

    const asked = setUp()
    deleteMany(asked)
    happens(asked)
    asked.asked[0]?.yes()
    expect([count(asked.doc), asked.said.map((each) => each.words)]).toEqual([12, [words]])

    const undone = setUp()
    deleteMany(undone)
    undone.asked[0]?.yes()
    happens(undone)
    undone.said.at(-1)?.undo?.run()
    expect([count(undone.doc), undone.said.at(-1)?.words]).toEqual([0, words])

    const pasted = setUp()
    addNotes(
      pasted.context(),
      Array.from({ length: MOST_ADDED + 3 }, () => 'idea'),
    )
    happens(pasted)
    pasted.said.at(-1)?.undo?.run()
    expect([count(pasted.doc), pasted.said.at(-1)?.words]).toEqual([MOST_ADDED, words])
  })

  test('is offered again, and done once the board is open', () => {
    const { board, doc, said, context } = setUp()
    addNotes(
      context(),
      Array.from({ length: MOST_ADDED + 3 }, () => 'idea'),
    )
    board.writable.set(false)
    said.at(-1)?.undo?.run()
    board.writable.set(true)
    said.at(-1)?.undo?.run()
    expect(count(doc)).toBe(MOST_ADDED + 3)
  })
})

test('a principle is ticked and unticked, and the others stay', () => {
  const { doc, select, context, board } = setUp()
  const id = addItem(doc, { kind: 'note', at: [0, 0], principles: [5] })
  select(id)
  principleChoices(context())[0]?.run()
  expect(board.view.get().items.get(id)).toMatchObject({ principles: [2, 5] })
  expect(principleChoices(context())[0]?.chosen).toBe(true)
  principleChoices(context())[0]?.run()
  expect(board.view.get().items.get(id)).toMatchObject({ principles: [5] })
})

test('"Move to…" puts things in a theme, and offers the way out', () => {
  const { doc, select, context, board, said } = setUp()
  const theme = addItem(doc, { kind: 'theme', at: [0, 0], title: 'Being heard' })
  const id = addItem(doc, { kind: 'note', at: [2000, 0] })
  select(id)
  expect(themeChoices(context()).map(({ key, chosen }) => [key, chosen])).toEqual([
    [theme, false],
    ['none', true],
  ])
  themeChoices(context())[0]?.run()
  expect(board.view.get().items.get(id)?.theme).toBe(theme)
  expect(said.at(-1)?.words).toBe('Moved to Being heard.')
  themeChoices(context()).at(-1)?.run()
  expect(board.view.get().items.get(id)?.theme).toBeNull()
})

test('many things are deleted only after a question, unless all of them are mine; few at once', () => {
  const { doc, board, run, select, asked, mine } = setUp()
  const ids = Array.from({ length: 12 }, (_, n) => addItem(doc, { kind: 'note', at: [n * 200, 0] }))
  ids.slice(0, 4).forEach((id) => mine.add(id))
  select(...ids.slice(0, 10))
  run('delete')
  expect(board.view.get().bin).toHaveLength(10)
  run('undo')
  select(...ids)
  run('delete')
  expect(board.view.get().bin).toHaveLength(0)
  expect(asked.map(({ count, others }) => [count, others])).toEqual([[12, 8]])
  asked[0]?.yes()
  expect(board.view.get().bin).toHaveLength(12)
  run('undo')
  ids.forEach((id) => mine.add(id))
  select(...ids)
  run('delete')
  expect(board.view.get().bin).toHaveLength(12)
  expect(asked).toHaveLength(1)
})
