import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createMemory } from '../../../client/model/memory.ts'
import { createOwnCredits } from '../../../client/model/ownCredits.ts'
import { createOwnIds } from '../../../client/model/ownIds.ts'
import { createStore } from '../../../client/model/store.ts'
import { addItem, setFields } from '../../../shared/boardItems.ts'
import type { Consent } from '../../../shared/consent.ts'
import { readStage, type Credit, type Stage } from '../../../shared/stage.ts'

const ME = { id: 'me', name: 'Ada', colour: 0, role: 'participant' as const }

const setUp = (consent: Consent | null) => {
  const stage = createStore<Stage>(readStage(new Y.Doc()))
  const info = createStore({ consent, participant: ME })
  const own = createOwnCredits({ stage, info })
  const doc = new Y.Doc()
  const ids = createOwnIds(doc, createMemory(null).ownIds('workshop', 'board:one', ME.id))
  own.follow(doc, ids.all)
  return {
    own,
    ids,
    info,
    doc,
    adds: () => addItem(doc, { kind: 'note', at: [0, 0] }),
    tells: (item: string, credit: Credit | null) =>
      stage.set({ ...stage.get(), credits: new Map(credit ? [[item, credit]] : []) }),
    shown: (item: string) => own.stage.get().credits.get(item) ?? null,
  }
}

test.each([
  ['named', { person: 'me' }],
  ['room', { room: true }],
  ['nameless', null],
  [null, null],
] as const)('before the server has heard of my new note, it shows what I chose: %s', (consent, credit) => {
  const { adds, shown } = setUp(consent)
  expect(shown(adds())).toEqual(credit)
})

test('what was wished of that note goes before what was chosen in general, also when it is wished first', () => {
  const { own, adds, shown, doc } = setUp('named')
  own.wish('a'.repeat(21), 'nameless')
  addItem(doc, { kind: 'note', at: [0, 0], id: 'a'.repeat(21) })
  expect(shown('a'.repeat(21))).toBeNull()
  const other = adds()
  own.wish(other, 'room')
  expect(shown(other)).toEqual({ room: true })
  own.wish(other, null)
  expect(shown(other)).toEqual({ person: 'me' })
})

test('once the server has told of a note, only the server tells', () => {
  const { adds, shown, tells } = setUp('named')
  const item = adds()
  tells(item, { person: 'me' })
  tells(item, null)
  expect(shown(item)).toBeNull()
})

test('what I write again for somebody else is not shown as mine', () => {
  const { ids, adds, shown } = setUp('named')
  let theirs = ''
  ids.asNobody(() => {
    theirs = adds()
  })
  expect([theirs, adds()].map(shown)).toEqual([null, { person: 'me' }])
})

test('what I make is shown as mine also after chance took my client id away', () => {
  const { doc, adds, shown } = setUp('named')
  adds()
  doc.clientID = new Y.Doc().clientID
  expect(shown(adds())).toEqual({ person: 'me' })
})

test("others' notes, copies and what I merely change are not shown as mine", () => {
  const { own, doc, shown, adds } = setUp('named')
  const theirs = new Y.Doc()
  const item = addItem(theirs, { kind: 'note', at: [0, 0] })
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(theirs))
  setFields(doc, 'note', [item], { colour: 'sky' })
  const copy = addItem(doc, { kind: 'note', at: [0, 0], from: item })
  expect([item, copy].map(shown)).toEqual([null, null])
  own.close()
  const late = adds()
  expect(own.stage.get().credits.has(late)).toBe(false)
})
