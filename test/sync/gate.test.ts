/** What the gate lets through, and what it refuses whoever sends it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { createUndo } from '../../shared/bin.ts'
import { readBoard } from '../../shared/board.ts'
import { addItem, moveItems } from '../../shared/boardItems.ts'
import { textOf } from '../../shared/boardTexts.ts'
import { CLOSE, LIMITS } from '../../shared/protocol.ts'
import { judge } from '../../server/sync/gate/gate.ts'
import { ANYBODY } from './anybody.ts'
import {
  after,
  board,
  codeOf,
  handmade,
  id,
  itemIn,
  items,
  manyValues,
  note,
  textIn,
  varUint,
  withNote,
} from './updatesByHand.ts'

describe('what the kinds do not use is refused', () => {
  const attacks: Record<string, [code: number, (doc: Y.Doc) => void]> = {
    'a document in an item': [4422, (doc) => itemIn(doc).set('d', new Y.Doc())],
    'bytes in an item': [4422, (doc) => itemIn(doc).set('b', Uint8Array.of(1, 2))],
    'a list in an item': [4422, (doc) => itemIn(doc).set('l', new Y.Array())],
    'XML in an item': [4422, (doc) => itemIn(doc).set('x', new Y.XmlFragment())],
    'an element in an item': [4422, (doc) => itemIn(doc).set('x', new Y.XmlElement('script'))],
    'an XML text in an item': [4422, (doc) => itemIn(doc).set('x', new Y.XmlText('words'))],
    'a plain value in place of an item': [4422, (doc) => items(doc).set(id(2), 'words')],
    'a text in place of an item': [4422, (doc) => items(doc).set(id(2), new Y.Text('words'))],
    'an embed in a text': [4422, (doc) => textIn(doc).insertEmbed(0, { image: 'x' })],
    'a format in a text': [4422, (doc) => textIn(doc).format(0, 2, { bold: true })],
    'an attribute of a text': [4422, (doc) => textIn(doc).setAttribute('a', 1)],
    'another part of the document': [4422, (doc) => doc.getMap('elsewhere').set('a', 1)],
    'a list in place of the items': [4422, (doc) => doc.getArray('items').push([1])],
    'a name that is too long': [4413, (doc) => itemIn(doc).set('k'.repeat(LIMITS.key + 1), 1)],
    'an id that is too long': [4413, (doc) => items(doc).set('k'.repeat(LIMITS.key + 1), note('a'))],
    'a value that is too large': [4413, (doc) => itemIn(doc).set('s', 'x'.repeat(LIMITS.value + 1))],
    'a value of too many parts': [4413, (doc) => itemIn(doc).set('s', Array(LIMITS.value + 1).fill(0))],
    'a value that lies too deep': [
      4413,
      (doc) => itemIn(doc).set('s', JSON.parse('['.repeat(20) + ']'.repeat(20))),
    ],
    'a text that is too long': [4413, (doc) => textIn(doc).insert(0, 'x'.repeat(LIMITS.textStored))],
    'a new text that is too long': [
      4413,
      (doc) => items(doc).set(id(2), note('x'.repeat(LIMITS.textStored + 1))),
    ],
    'too many fields': [
      4413,
      (doc) => {
        for (let field = 0; field < LIMITS.fields; field++) itemIn(doc).set(`f${field}`, 1)
      },
    ],
  }
  test.each(Object.entries(attacks))('%s', (_name, [code, work]) => {
    const server = withNote()
    const before = Y.encodeStateAsUpdate(server)
    expect(after(server, work)).toBe(code)
    expect(Y.encodeStateAsUpdate(server)).toEqual(before)
  })

  test('a board that is full takes no more, but changes to what lies there', () => {
    const server = withNote()
    server.transact(() => {
      for (let n = 2; n <= LIMITS.items; n++) items(server).set(id(n), new Y.Map())
    })
    expect(after(server, (doc) => items(doc).set(id(0), note('one more')))).toBe(4413)
    expect(after(server, (doc) => itemIn(doc).set('at', [5, 5]))).toBe('new')
    items(server).delete(id(7))
    expect(after(server, (doc) => items(doc).set(id(0), note('one more')))).toBe('new')
  })

  test('a long text may be replaced by another as long', () => {
    const server = withNote('x'.repeat(LIMITS.textStored))
    const replaced = after(server, (doc) => {
      textIn(doc).delete(0, LIMITS.textStored)
      textIn(doc).insert(0, 'y'.repeat(LIMITS.textStored))
    })
    expect(replaced).toBe('new')
  })
})

describe('all that one field holds counts together', () => {
  const server = new Y.Doc()
  const verdictOn = (update: Uint8Array): number | string => codeOf(judge(server, board, update, ANYBODY))
  const empties = Array.from({ length: LIMITS.value + 1 }, () => ({}))

  test('many small values in one field are one that is too large', () => {
    expect(verdictOn(manyValues(empties))).toBe(4413)
    expect(verdictOn(manyValues(Array(3).fill('x'.repeat(LIMITS.value / 2))))).toBe(4413)
    expect(verdictOn(manyValues(empties.slice(1)))).toBe('new')
  })

  test('what is deleted as it comes is not kept, and may have been as much', () => {
    const update = manyValues(empties, true)
    expect(verdictOn(update)).toBe('new')
    const copy = new Y.Doc()
    Y.applyUpdate(copy, update)
    expect(Y.encodeStateAsUpdate(copy).byteLength).toBeLessThan(50)
  })

  test('somebody who changed one field often, and could undo it, sends all of that as one part', () => {
    const page = new Y.Doc()
    const undo = createUndo(page)
    const note = addItem(page, { kind: 'note', at: [0, 0], text: 'words' })
    for (let n = 0; n < LIMITS.value / 4; n++) moveItems(page, new Map([[note, [n, n]]]))
    const update = Y.encodeStateAsUpdate(page)
    expect(Y.decodeUpdate(update).structs.some(({ length }) => length > LIMITS.value / 8)).toBe(true)
    expect(verdictOn(update)).toBe('new')
    undo.destroy()
  })
})

describe('updates that Yjs does not write are refused', () => {
  const parent = [1, 5, ...Buffer.from('items')]
  /** A map under a root key of one letter. */
  const map = (key: string): number[] => [0x27, ...parent, 1, key.charCodeAt(0), 1]

  test('two rows of one client, of which Yjs would apply only the last', () => {
    const update = handmade([
      { client: 9, clock: 0, structs: [map('a')] },
      { client: 8, clock: 0, structs: [map('b')] },
      { client: 9, clock: 0, structs: [map('c')] },
    ])
    expect(codeOf(judge(new Y.Doc(), board, update, ANYBODY))).toBe(4400)
  })

  test('more client ids at once than a device has pages', () => {
    const sections = Array.from({ length: LIMITS.idsAtOnce + 1 }, (_, n) => ({
      client: 5_000 - n,
      clock: 0,
      structs: [[0, 1]],
    }))
    expect(codeOf(judge(new Y.Doc(), board, handmade(sections), ANYBODY))).toBe(4413)
    expect(codeOf(judge(new Y.Doc(), board, handmade(sections.slice(1)), ANYBODY))).toBe('new')
  })

  test('a clock that no hand could reach', () => {
    for (const length of [LIMITS.leap + 1, LIMITS.clock + 1, 2 ** 40]) {
      const update = handmade([{ client: 9, clock: 0, structs: [[0, ...varUint(length)]] }])
      expect(codeOf(judge(new Y.Doc(), board, update, ANYBODY))).toBe(4422)
    }
  })

  test('a client id that Yjs does not give, since no such one could be retired', () => {
    for (const [client, verdict] of [
      [2 ** 32 - 1, 'new'],
      [2 ** 32, 4422],
      [2 ** 32 + 9, 4422],
    ] as const) {
      const update = handmade([{ client, clock: 0, structs: [map('a')] }])
      expect(codeOf(judge(new Y.Doc(), board, update, ANYBODY))).toBe(verdict)
    }
  })

  test('a part that lies in something that holds no parts', () => {
    const server = new Y.Doc()
    server.clientID = 5
    items(server).set(id(1), new Y.Map([['kind', 'note']]))
    // Clock 0 is the item, clock 1 its field.
    const inside = (clock: number): Uint8Array =>
      handmade([{ client: 9, clock: 0, structs: [[0x28, 0, 5, clock, 1, 97, 1, 126]] }])
    expect(codeOf(judge(server, board, inside(0), ANYBODY))).toBe('new')
    expect(codeOf(judge(server, board, inside(1), ANYBODY))).toBe(4422)
    expect(codeOf(judge(server, board, inside(2), ANYBODY))).toBe('gap')
  })

  test('a part of a root that does not exist, also beside what is known', () => {
    const update = handmade([{ client: 9, clock: 0, structs: [[0x27, 1, 1, 122, 1, 97, 1]] }])
    expect(codeOf(judge(new Y.Doc(), board, update, ANYBODY))).toBe(4422)
  })
})

test('no bytes whatever make the gate throw, or change the document', () => {
  const server = withNote()
  const sound = [...Y.encodeStateAsUpdate(server)]
  const mutated = fc
    .array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 })
    .map((changes) => {
      const bytes = Uint8Array.from(sound)
      for (const [at, value] of changes) bytes[at] = value
      return bytes
    })
  const before = Y.encodeStateAsUpdate(server)
  fc.assert(
    fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 80 })), (update) => {
      const verdict = judge(server, board, update, ANYBODY)
      expect(Y.encodeStateAsUpdate(server)).toEqual(before)
      if (verdict.type !== 'new') return
      // What it passes fits: nothing is left waiting, and what came is under the client ids that it says.
      const copy = new Y.Doc()
      Y.applyUpdate(copy, before)
      Y.applyUpdate(copy, update)
      expect([copy.store.pendingStructs, copy.store.pendingDs]).toEqual([null, null])
      for (const client of copy.store.clients.keys())
        if (Y.getState(copy.store, client) > Y.getState(server.store, client))
          expect(verdict.clients).toContain(client)
    }),
    { numRuns: 2_000 },
  )
})

test('something known that comes with another container than it has is refused, lest Yjs wait for that', () => {
  const server = new Y.Doc()
  server.clientID = 300
  addItem(server, { kind: 'note', at: [0, 0], text: 'words' })
  const mine = new Y.Doc()
  Y.applyUpdate(mine, Y.encodeStateAsUpdate(server))
  // The whole state again, and a letter more.
  mine.clientID = server.clientID
  for (const { id: note } of readBoard(mine).shown) textOf(mine, note, 'text')?.insert(0, '!')
  const state = Y.encodeStateAsUpdate(mine)
  expect(judge(server, board, state, ANYBODY).type).toBe('new')
  // In Yjs's bytes, a field that lies in an item of client 300; forged to lie in one of client 301, whom nobody knows.
  const at = Buffer.from(state).indexOf(Buffer.from([40, 0, 172, 2]))
  const forged = Uint8Array.from(state)
  forged[at + 2] = 173
  expect(at).toBeGreaterThan(0)
  expect(judge(server, board, forged, ANYBODY)).toMatchObject({ type: 'refused', code: CLOSE.unacceptable })
})
