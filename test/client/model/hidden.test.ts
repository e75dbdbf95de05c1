import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { hideItems, withoutHidden } from '../../../client/model/hidden.ts'
import type { Command } from '../../../shared/commands.ts'
import { readBoard } from '../../../shared/board.ts'
import { addItem } from '../../../shared/boardItems.ts'
import { trash } from '../../../shared/bin.ts'
import { Refusal } from '../../../shared/errors.ts'
import { createTranslate } from '../../../shared/i18n/translate.ts'

const t = createTranslate('en')

test('what is hidden is nowhere: neither on the board, nor in the bin, nor by its id', () => {
  const doc = new Y.Doc()
  const open = addItem(doc, { kind: 'note', at: [0, 0], text: 'open' })
  const hidden = addItem(doc, { kind: 'note', at: [0, 0], text: 'hidden' })
  const binned = addItem(doc, { kind: 'note', at: [0, 0], text: 'hidden, in the bin' })
  trash(doc, [binned])
  const whole = readBoard(doc)
  const seen = withoutHidden(whole, new Set([hidden, binned]))
  expect([...seen.items.keys()]).toEqual([open])
  expect(seen.shown).toEqual([whole.items.get(open)])
  expect(seen.bin).toEqual([])
  expect(whole.items.size).toBe(3)
})

test('a board of which nothing is hidden stays the same object', () => {
  const doc = new Y.Doc()
  addItem(doc, { kind: 'note', at: [0, 0] })
  const view = readBoard(doc)
  expect(withoutHidden(view, new Set())).toBe(view)
  expect(withoutHidden(view, new Set(['on-another-board']))).toBe(view)
})

const setUp = (refusal?: Refusal) => {
  const commands: Command[] = []
  const said: { words: string; undo?: { label: string; run: () => void } }[] = []
  const deps = {
    api: {
      command: (command: Command) => {
        commands.push(command)
        return refusal ? Promise.reject(refusal) : Promise.resolve({})
      },
    },
    board: 'b',
    t,
    say: (words: string, undo?: { label: string; run: () => void }) =>
      said.push({ words, ...(undo ? { undo } : {}) }),
  }
  return { commands, said, deps }
}

test('hiding says so, and offers to show it again', async () => {
  const { commands, said, deps } = setUp()
  await hideItems(deps, ['one', 'two'])
  expect(commands.map((command) => command.type === 'note.hide' && [command.item, command.hidden])).toEqual([
    ['one', true],
    ['two', true],
  ])
  expect(said.map(({ words }) => words)).toEqual(['2 things hidden.'])
  said[0]?.undo?.run()
  await expect.poll(() => commands.length).toBe(4)
  expect(commands.slice(2)).toMatchObject([{ hidden: false }, { hidden: false }])
})

test('what the server will not hide is told in its words', async () => {
  const { said, deps } = setUp(new Refusal('not-found', 'There is no such thing here.'))
  await hideItems(deps, ['one'])
  expect(said).toEqual([{ words: 'There is no such thing here.' }])
})
