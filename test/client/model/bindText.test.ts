import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { bindText, type TextField } from '../../../client/model/bindText.ts'
import { diff } from '../../../shared/diff.ts'

/** A field without a browser: a value, a selection, and listeners. */
class FakeField extends EventTarget implements TextField {
  value = ''
  selectionStart = 0
  selectionEnd = 0
  selectionDirection: string | null = 'none'
  scrollTop = 0
  setSelectionRange(start: number, end: number) {
    this.selectionStart = start
    this.selectionEnd = end
  }
  /** As a person who selects `[start, end)` and types or pastes over it. */
  type(start: number, end: number, inserted: string, tell = true) {
    this.value = this.value.slice(0, start) + inserted + this.value.slice(end)
    this.setSelectionRange(start + inserted.length, start + inserted.length)
    if (tell) this.dispatchEvent(new Event('input'))
  }
}

const pair = () => {
  const docs = [new Y.Doc(), new Y.Doc()] as const
  const texts = [docs[0].getText('t'), docs[1].getText('t')] as const
  const fields = [new FakeField(), new FakeField()] as const
  const queues: [Uint8Array[], Uint8Array[]] = [[], []]
  docs[0].on('update', (update, origin) => origin === 'net' || queues[1].push(update))
  docs[1].on('update', (update, origin) => origin === 'net' || queues[0].push(update))
  const deliver = (to: 0 | 1, count = Infinity) => {
    for (const update of queues[to].splice(0, count)) Y.applyUpdate(docs[to], update, 'net')
  }
  const bindings = ([0, 1] as const).map((side) =>
    bindText({ text: texts[side], field: fields[side], multiline: true, focused: () => true }),
  )
  const settle = () => {
    while (queues[0].length + queues[1].length) {
      deliver(0)
      deliver(1)
    }
  }
  return { docs, texts, fields, deliver, settle, bindings }
}

describe('diff', () => {
  test('a letter typed among its like goes where the caret says', () => {
    expect(diff('aaa', 'aaaa', 2)).toEqual({ index: 1, removed: 0, inserted: 'a' })
    expect(diff('aaa', 'aa', 1)).toEqual({ index: 1, removed: 1, inserted: '' })
    expect(diff('aaa', 'aa', 0)).toEqual({ index: 0, removed: 1, inserted: '' })
  })

  test('an edit never splits a surrogate pair', () => {
    const edit = diff('a😀b', 'a😁b', 3)
    expect(edit).toEqual({ index: 1, removed: 2, inserted: '😁' })
  })

  test('any edit, applied, gives the new text, and typing is found exactly where it was made', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 12 }),
        fc.nat(12),
        fc.nat(4),
        fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 4 }),
        (before, from, length, inserted) => {
          const start = Math.min(from, before.length)
          const end = Math.min(start + length, before.length)
          const after = before.slice(0, start) + inserted + before.slice(end)
          const edit = diff(before, after, start + inserted.length)
          if (!edit) {
            expect(after).toBe(before)
            return
          }
          expect(before.slice(0, edit.index) + edit.inserted + before.slice(edit.index + edit.removed)).toBe(
            after,
          )
          if (start === end) expect(edit).toEqual({ index: start, removed: 0, inserted })
          if (!inserted) expect(edit).toEqual({ index: start, removed: end - start, inserted: '' })
        },
      ),
    ))
})

describe('two people in one text', () => {
  test('both type a whole word at the same place, letter by letter, and both words stay whole', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom('type0', 'type1', 'get0', 'get1'), { maxLength: 60 }), (steps) => {
        const { fields, deliver, settle, texts } = pair()
        fields[0].type(0, 0, '()')
        settle()
        fields[0].setSelectionRange(1, 1)
        fields[1].setSelectionRange(1, 1)
        const words = ['abcdefgh', 'ABCDEFGH'] as const
        const typed = [0, 0]
        const type = (side: 0 | 1) => {
          const letter = words[side][typed[side] ?? 0]
          if (!letter) return
          typed[side] = (typed[side] ?? 0) + 1
          const caret = fields[side].selectionStart
          fields[side].type(caret, caret, letter)
        }
        for (const step of steps) {
          if (step === 'type0') type(0)
          else if (step === 'type1') type(1)
          else deliver(step === 'get0' ? 0 : 1, 1)
        }
        for (let i = 0; i < 8; i++) {
          type(0)
          type(1)
        }
        settle()
        expect(['(abcdefghABCDEFGH)', '(ABCDEFGHabcdefgh)']).toContain(texts[0].toString())
        expect(fields[0].value).toBe(texts[0].toString())
        expect(fields[1].value).toBe(texts[0].toString())
        // Each caret stands behind the last letter that its person typed.
        expect(fields[0].value[fields[0].selectionStart - 1]).toBe('h')
        expect(fields[1].value[fields[1].selectionStart - 1]).toBe('H')
      }),
    ))

  const step = fc.record({
    side: fc.constantFrom<0 | 1>(0, 1),
    act: fc.constantFrom('type', 'deliver', 'compose', 'composed', 'select'),
    from: fc.nat(20),
    length: fc.nat(3),
    words: fc.string({ unit: fc.constantFrom('a', 'b', '😀', '😁', '\n'), maxLength: 4 }),
  })

  test('whatever both do, fields and texts end alike, and nothing that was typed is doubled or lost', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { fields, deliver, settle, texts } = pair()
        const composing = [false, false]
        const snap = (value: string, at: number) => {
          const code = value.charCodeAt(at)
          return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at
        }
        for (const { side, act, from, length, words } of steps) {
          const field = fields[side]
          const start = snap(field.value, Math.min(from, field.value.length))
          const end = Math.max(start, snap(field.value, Math.min(start + length, field.value.length)))
          if (act === 'type' && !composing[side]) field.type(start, end, words)
          if (act === 'select' && !composing[side]) field.setSelectionRange(start, end)
          if (act === 'deliver') deliver(side, 1)
          if (act === 'compose' && !composing[side]) {
            composing[side] = true
            field.dispatchEvent(new Event('compositionstart'))
            field.type(start, end, words)
          }
          if (act === 'composed' && composing[side]) {
            composing[side] = false
            field.dispatchEvent(new Event('compositionend'))
          }
        }
        for (const side of [0, 1] as const)
          if (composing[side]) fields[side].dispatchEvent(new Event('compositionend'))
        settle()
        expect(texts[0].toString()).toBe(texts[1].toString())
        expect(fields[0].value).toBe(texts[0].toString())
        expect(fields[1].value).toBe(texts[1].toString())
        expect(texts[0].toString()).not.toContain('\ufffd')
      }),
    ))

  test('a remote change leaves my selection on the same letters and my scroll where it was', () =>
    fc.assert(
      fc.property(fc.nat(10), fc.nat(10), fc.nat(10), fc.nat(3), (a, b, at, cut) => {
        const { fields, settle } = pair()
        fields[0].type(0, 0, '0123456789')
        settle()
        const [start, end] = [Math.min(a, b), Math.max(a, b)]
        fields[0].setSelectionRange(start, end)
        fields[0].scrollTop = 37
        const chosen = [...'0123456789'.slice(start, end)]
        fields[1].type(at, Math.min(10, at + cut), 'xy')
        settle()
        const now = fields[0].value.slice(fields[0].selectionStart, fields[0].selectionEnd)
        const gone = new Set('0123456789'.slice(at, Math.min(10, at + cut)))
        expect([...now].filter((letter) => letter !== 'x' && letter !== 'y')).toEqual(
          chosen.filter((letter) => !gone.has(letter)),
        )
        expect(fields[0].scrollTop).toBe(37)
      }),
    ))

  test('a text that takes the place of another under a hand that writes leaves the caret among its letters', () => {
    const { texts, fields, bindings } = pair()
    const [field] = fields
    field.type(0, 0, 'Yes: The door is heavy, says Marlow')
    field.setSelectionRange(5, 5)
    bindings[0]?.close()
    const after = new Y.Doc().getText('t')
    after.insert(0, 'Yes: The door is heavy')
    bindText({ text: after, field, multiline: true, focused: () => true })
    expect(field.value).toBe('Yes: The door is heavy')
    expect([field.selectionStart, field.selectionEnd]).toEqual([5, 5])
    field.type(5, 5, 'indeed, ')
    expect(after.toString()).toBe('Yes: indeed, The door is heavy')
    expect(texts[0].toString()).toBe('Yes: The door is heavy, says Marlow')
  })

  test('words that were being composed when the field goes are kept', () => {
    const { fields, texts, bindings, settle } = pair()
    fields[0].dispatchEvent(new Event('compositionstart'))
    fields[0].type(0, 0, 'かな')
    fields[1].type(0, 0, 'also ')
    settle()
    bindings[0]?.close()
    settle()
    expect(texts[1].toString()).toContain('かな')
    expect(texts[1].toString()).toContain('also ')
  })

  test('line breaks that a field cannot hold do not shift what is typed after them', () => {
    const doc = new Y.Doc()
    const text = doc.getText('t')
    text.insert(0, 'a\r\nb')
    const field = new FakeField()
    bindText({ text, field, multiline: true, focused: () => true })
    expect(field.value).toBe('a \nb')
    field.type(4, 4, 'c')
    expect(text.toString()).toBe('a\r\nbc')
  })
})
