/**
 * Binds a field to a shared text. What is typed becomes the least edit of the text; what others write appears in the field, and my
 * caret, selection and scroll stay with the letters they were at. While an input method composes, the field is left alone, and the
 * composed words are put in once they are settled.
 */
import * as Y from 'yjs'
import { LOCAL } from '../../shared/boardChange.ts'
import { editText } from '../../shared/boardTexts.ts'
import { diff } from '../../shared/diff.ts'

/** As much of an input or a textarea as a binding needs. */
export interface TextField {
  value: string
  readonly selectionStart: number | null
  readonly selectionEnd: number | null
  readonly selectionDirection: string | null
  scrollTop: number
  setSelectionRange(start: number, end: number, direction?: 'forward' | 'backward' | 'none'): void
  addEventListener(type: string, listener: (event: Event) => void): void
  removeEventListener(type: string, listener: (event: Event) => void): void
}

type Delta = readonly { readonly insert?: unknown; readonly delete?: number; readonly retain?: number }[]

const lengthOf = (insert: unknown): number => (typeof insert === 'string' ? insert.length : 1)

/** Where a caret at `index` stands after a change. What is inserted just there comes after it. */
const moved = (index: number, delta: Delta): number => {
  let at = 0
  let result = index
  for (const part of delta) {
    if (part.retain !== undefined) at += part.retain
    else if (part.delete !== undefined) result -= Math.max(0, Math.min(part.delete, result - at))
    else {
      const length = lengthOf(part.insert)
      if (at < result) result += length
      at += length
    }
  }
  return result
}

/** Follows the letters of a text through changes: for each letter now, the index it had at the start, or −1 for a new one. */
const follow = (trace: readonly number[], delta: Delta): number[] => {
  const next: number[] = []
  let at = 0
  for (const part of delta) {
    if (part.retain !== undefined) {
      next.push(...trace.slice(at, at + part.retain))
      at += part.retain
    } else if (part.delete !== undefined) at += part.delete
    else for (let i = lengthOf(part.insert); i > 0; i--) next.push(-1)
  }
  next.push(...trace.slice(at))
  return next
}

/** The text as a field can show it, letter for letter: fields swallow line breaks of other kinds. */
const shownAs = (text: string, multiline: boolean): string =>
  multiline ? text.replaceAll('\r\n', ' \n').replaceAll('\r', '\n') : text.replace(/[\r\n]/g, ' ')

export interface Binding {
  close(): void
}

/** Binds until `close`. `focused` tells whether the field has the focus: only then may its selection be set. */
export const bindText = ({
  text,
  field,
  multiline,
  focused,
  onShown,
}: {
  readonly text: Y.Text
  readonly field: TextField
  readonly multiline: boolean
  readonly focused: () => boolean
  /** The field shows something new. */
  readonly onShown?: () => void
}): Binding => {
  // Undo inside the field takes back what I typed here; the browser's own would take others' words with it.
  const undo = new Y.UndoManager(text, { trackedOrigins: new Set([LOCAL]), captureTimeout: 500 })
  let known = shownAs(text.toString(), multiline)
  let writing = false
  /** While an input method composes: the text's letters by their place when it began. */
  let composing: number[] | null = null

  const show = (value: string, caret: readonly [number, number] | null) => {
    known = value
    if (field.value !== value) {
      const { scrollTop } = field
      const direction = field.selectionDirection
      field.value = value
      if (caret && focused())
        field.setSelectionRange(
          caret[0],
          caret[1],
          direction === 'forward' || direction === 'backward' ? direction : 'none',
        )
      field.scrollTop = scrollTop
    }
    onShown?.()
  }

  const write = (work: () => void) => {
    writing = true
    try {
      work()
    } finally {
      writing = false
    }
  }

  const onText = (event: Y.YTextEvent) => {
    if (writing) return
    const delta: Delta = event.delta
    if (composing) {
      composing = follow(composing, delta)
      return
    }
    const { selectionStart, selectionEnd } = field
    const caret =
      selectionStart === null || selectionEnd === null
        ? null
        : ([moved(selectionStart, delta), moved(selectionEnd, delta)] as const)
    show(shownAs(text.toString(), multiline), caret)
  }

  const onInput = () => {
    if (composing) {
      onShown?.()
      return
    }
    const edit = diff(known, field.value, field.selectionEnd ?? undefined)
    if (!edit) return
    known = field.value
    write(() => editText(text, edit.index, edit.removed, edit.inserted))
    onShown?.()
  }

  const onCompositionStart = () => {
    composing = Array.from({ length: text.length }, (_, index) => index)
  }

  /** Puts the composed words where their neighbours are now, and takes away only what was there when composing began. */
  const onCompositionEnd = () => {
    const trace = composing
    composing = null
    if (!trace) return
    const edit = diff(known, field.value, field.selectionEnd ?? undefined)
    let caret: readonly [number, number] | null = null
    if (edit) {
      const { index, removed, inserted } = edit
      let at = 0
      trace.forEach((origin, place) => {
        if (origin >= 0 && origin < index) at = place + 1
      })
      write(() =>
        text.doc?.transact(() => {
          for (let place = trace.length - 1; place >= 0; place--) {
            const origin = trace[place] ?? -1
            if (origin >= index && origin < index + removed) editText(text, place, 1, '')
          }
          if (inserted) editText(text, at, 0, inserted)
        }, LOCAL),
      )
      const end = at + Math.min(inserted.length, Math.max(0, (field.selectionEnd ?? 0) - index))
      caret = [end, end]
    }
    show(shownAs(text.toString(), multiline), caret)
  }

  const onBeforeInput = (event: Event) => {
    const type = 'inputType' in event ? event.inputType : ''
    if (type !== 'historyUndo' && type !== 'historyRedo') return
    event.preventDefault()
    if (type === 'historyUndo') undo.undo()
    else undo.redo()
  }

  const onKeyDown = (event: Event) => {
    if (!(event instanceof KeyboardEvent) || event.altKey || !(event.ctrlKey || event.metaKey)) return
    const key = event.key.toLowerCase()
    const redo = key === 'y' || (key === 'z' && event.shiftKey)
    if (!redo && key !== 'z') return
    event.preventDefault()
    event.stopPropagation()
    if (redo) undo.redo()
    else undo.undo()
  }

  const listeners: readonly (readonly [string, (event: Event) => void])[] = [
    ['input', onInput],
    ['compositionstart', onCompositionStart],
    ['compositionend', onCompositionEnd],
    ['beforeinput', onBeforeInput],
    ['keydown', onKeyDown],
  ]
  for (const [type, listener] of listeners) field.addEventListener(type, listener)
  text.observe(onText)
  // Another text may have come under a hand that writes: then the caret stays where it was among the letters.
  const change = focused() ? diff(field.value, known) : null
  const at = (place: number | null): number =>
    !change || place === null || place <= change.index
      ? (place ?? known.length)
      : change.index + change.inserted.length + Math.max(0, place - change.index - change.removed)
  show(known, [at(field.selectionStart), at(field.selectionEnd)])

  return {
    close() {
      // What was being composed is not lost when the field goes.
      onCompositionEnd()
      for (const [type, listener] of listeners) field.removeEventListener(type, listener)
      text.unobserve(onText)
      undo.destroy()
    },
  }
}
