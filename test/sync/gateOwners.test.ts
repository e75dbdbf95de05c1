/** What the gate refuses since it belongs to somebody else: another's client id, and what the server derived. */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { addRow, setRow, writeDerived, trashRow } from '../../shared/plan.ts'
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
  note,
  plan,
  textIn,
  varUint,
  withNote,
} from './updatesByHand.ts'

describe('a client id belongs to whoever wrote under it first', () => {
  test('what is beyond the server’s state is refused under another’s id, what is known passes', () => {
    const server = withNote()
    const owner = server.clientID
    const known = Y.encodeStateAsUpdate(server)
    const isMine = (client: number): boolean => client !== owner
    expect(codeOf(judge(server, board, known, { ...ANYBODY, isMine }))).toBe('known')
    const forged = new Y.Doc()
    Y.applyUpdate(forged, known)
    const before = Y.encodeStateVector(forged)
    forged.clientID = owner
    textIn(forged).insert(0, 'not my words')
    expect(codeOf(judge(server, board, Y.encodeStateAsUpdate(forged, before), { ...ANYBODY, isMine }))).toBe(
      4409,
    )
    expect(codeOf(judge(server, board, Y.encodeStateAsUpdate(forged), { ...ANYBODY, isMine }))).toBe(4409)
    expect(after(server, (doc) => textIn(doc).insert(0, 'mine'), { isMine })).toBe('new')
    expect(after(server, (doc) => textIn(doc).delete(0, 3), { isMine })).toBe('new')
  })

  test('somebody else’s words may travel with mine, as far as they are known', () => {
    const server = withNote()
    const owner = server.clientID
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(server))
    items(doc).set(id(2), note('mine'))
    expect(
      codeOf(
        judge(server, board, Y.encodeStateAsUpdate(doc), {
          ...ANYBODY,
          isMine: (client) => client !== owner,
        }),
      ),
    ).toBe('new')
  })

  test('what its owner had deleted before sending it passes, though nothing but its length is left', () => {
    const server = withNote()
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(server))
    items(doc).set(id(2), note('never mind'))
    items(doc).delete(id(2))
    textIn(doc).insert(0, 'kept ')
    const update = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server))
    expect(Y.decodeUpdate(update).structs.some((struct) => struct instanceof Y.GC)).toBe(true)
    expect(
      codeOf(judge(server, board, update, { ...ANYBODY, isMine: (client) => client === doc.clientID })),
    ).toBe('new')
  })

  test('words written into what others removed for good meanwhile pass', () => {
    const server = withNote()
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(server))
    const before = Y.encodeStateVector(doc)
    textIn(doc).insert(2, 'late')
    itemIn(doc).set('colour', 'sky')
    items(server).delete(id(1))
    expect(codeOf(judge(server, board, Y.encodeStateAsUpdate(doc, before), ANYBODY))).toBe('new')
  })
})

describe('what the server derived in the plan is its own', () => {
  const derived = (): Y.Doc => {
    const server = new Y.Doc()
    writeDerived(server, 'actions', new Map([['action:r:i', { action: 'Open the door' }]]))
    return server
  }
  const row = (doc: Y.Doc): Y.Map<unknown> => {
    const found = doc.getMap('actions').get('action:r:i')
    if (!(found instanceof Y.Map)) throw new Error('no row')
    return found
  }
  const inPlan = (work: (doc: Y.Doc) => void): number | string => after(derived(), work, { name: plan })

  test('nobody writes it, deletes it, or replaces its row', () => {
    expect(inPlan((doc) => row(doc).set('derived.action', 'Close the door'))).toBe(4422)
    expect(inPlan((doc) => row(doc).set('derived.lead', 'me'))).toBe(4422)
    expect(inPlan((doc) => row(doc).delete('derived.action'))).toBe(4422)
    expect(inPlan((doc) => doc.getMap('actions').delete('action:r:i'))).toBe(4422)
    expect(inPlan((doc) => doc.getMap('actions').set('action:r:i', new Y.Map()))).toBe(4422)
    expect(
      inPlan((doc) => doc.getMap('actions').set('action:r:j', new Y.Map([['derived.action', 'mine']]))),
    ).toBe(4422)
  })

  test('nobody slips past by naming a neighbour only', () => {
    const server = derived()
    const target = row(server)._map.get('derived.action')
    if (!target) throw new Error('nothing derived')
    const { client, clock } = target.id
    for (const info of [0x88, 0x48]) {
      const update = handmade([
        { client: 9, clock: 0, structs: [[info, ...varUint(client), ...varUint(clock), 1, 126]] },
      ])
      expect(codeOf(judge(server, plan, update, ANYBODY))).toBe(4422)
    }
  })

  test('people write their own fields, add rows, put rows in the bin, and may delete rows of their own', () => {
    expect(inPlan((doc) => setRow(doc, 'actions', 'action:r:i', { action: 'Open it wide' }))).toBe('new')
    expect(inPlan((doc) => trashRow(doc, 'actions', 'action:r:i'))).toBe('new')
    expect(inPlan((doc) => void addRow(doc, 'actions', { action: 'Mine' }))).toBe('new')
    const server = derived()
    const own = addRow(server, 'actions', { action: 'Mine' })
    expect(after(server, (doc) => doc.getMap('actions').delete(own), { name: plan })).toBe('new')
  })
})
