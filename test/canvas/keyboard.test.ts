// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createKeyboard } from '../../client/canvas/keyboard.ts'
import { createCanvasState } from '../../client/canvas/state.ts'
import { readBoard } from '../../shared/board.ts'
import { addItem } from '../../shared/boardItems.ts'
import { rectAt } from '../../shared/geometry.ts'
import { sizeOf } from '../../shared/kinds/registry.ts'

/** A board with two notes, and keys pressed on it; each press says whether the board kept the key to itself. */
const board = () => {
  const doc = new Y.Doc()
  addItem(doc, { kind: 'note', at: [0, 0] })
  addItem(doc, { kind: 'note', at: [400, 0] })
  const view = readBoard(doc)
  const state = createCanvasState()
  const host = document.createElement('div')
  host.tabIndex = 0
  const keyboard = createKeyboard({
    host,
    state,
    layouts: { rect: (item) => rectAt(item.at, sizeOf(item)) },
    view: () => view,
    rtl: () => false,
    context: () => {
      throw new Error('these keys are no command')
    },
    select: (selected) => state.change({ selected }),
    showAll: () => undefined,
    zoomBy: () => undefined,
    cancel: () => undefined,
    toBar: () => state.get().selected.length > 0,
  })
  host.addEventListener('keydown', keyboard.onKeyDown)
  const press = (key: string, shiftKey = false): boolean =>
    !host.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, cancelable: true }))
  /** Takes a tool, if one is given. @returns the one that is held */
  const tool = (next = state.get().tool) => {
    state.change({ tool: next })
    return state.get().tool
  }
  return { host, keyboard, press, tool, chosen: () => state.get().selected.length }
}

test('Tab goes from thing to thing, and leaves the board after the last', () => {
  const { press } = board()
  expect([press('Tab'), press('Tab'), press('Tab')]).toEqual([true, true, false])
})

test('Escape twice, then Tab, leaves the board, whatever else lies on it; once only lets go', () => {
  const { press, chosen } = board()
  press('Tab')
  expect(press('Escape')).toBe(true)
  expect(chosen()).toBe(0)
  press('Escape')
  expect(press('Tab')).toBe(false)
  expect(press('Tab')).toBe(true)
})

test('Shift and F10 lead to the bar of what is chosen, if anything is', () => {
  const { press } = board()
  expect(press('F10', true)).toBe(false)
  press('Tab')
  expect(press('F10', true)).toBe(true)
  expect(press('ContextMenu')).toBe(true)
})

test('a letter that is pressed on the page around it is meant for the board; in a field, or with Ctrl, it is not', () => {
  const { host, keyboard, tool } = board()
  const page = document.createElement('main')
  const field = document.createElement('input')
  page.append(host, field)
  document.body.append(page)
  page.addEventListener('keydown', keyboard.onPageKeyDown)
  const press = (on: HTMLElement, key: string, ctrlKey = false) =>
    on.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true }))
  tool('note')
  press(field, 'h')
  press(page, 'h', true)
  expect(tool()).toBe('note')
  press(page, 'h')
  expect(tool()).toBe('hand')
  expect(document.activeElement).toBe(host)
  page.remove()
})
