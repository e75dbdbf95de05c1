import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { itemsOf, readBoard } from '../../shared/board.ts'
import { addItem, copyItems, moveItems, pasteItems, setFields } from '../../shared/boardItems.ts'
import { replaceText } from '../../shared/boardTexts.ts'
import type { Joined } from '../../shared/answers.ts'
import { CONSENTS, type Consent } from '../../shared/consent.ts'
import { boardDoc } from '../../shared/docs.ts'
import { newId } from '../../shared/ids.ts'
import { readStage } from '../../shared/stage.ts'
import { createIntake } from '../../server/sync/room/intake.ts'
import { startServer, until } from './harness.ts'

const setUp = async (people = 3) => {
  const server = await startServer()
  const workshop = await server.create()
  const board = await server.firstBoard(workshop)
  const found = await server.house.workshops.get(workshop.id)
  const persons: Joined[] = []
  for (let index = 0; index < people; index++)
    persons.push((await server.join(workshop, 'participant', { name: `P${index}` })).body)
  const person = (index: number) => {
    const chosen = persons[index]
    if (!chosen) throw new Error(`no person ${index}`)
    return chosen
  }
  return {
    ...server,
    workshop,
    board,
    person,
    write: (index: number, work: (doc: Y.Doc) => void) =>
      server.write(workshop, boardDoc(board), person(index).participant.id, work),
    allow: async (index: number, consent: Consent, item?: string) => {
      const answer = await server.command(workshop, person(index).token, {
        type: 'consent',
        consent,
        ...(item && { item: { board, item } }),
      })
      expect(answer.status).toBe(200)
    },
    consentOf: (item: string) => server.house.ledger.consentOf(found, board, item),
    authorsOf: (item: string) => server.house.ledger.authorsOf(found, board, item),
    credit: (item: string) => readStage(found.stage).credits.get(item),
    records: () => found.tables.wrote,
  }
}

test('an item is nameless until its author has answered, then as they wish', async () => {
  const { write, allow, consentOf, authorsOf, credit, person } = await setUp()
  const id = newId()
  await write(0, (doc) => addItem(doc, { kind: 'note', id, at: [0, 0], text: 'mine' }))
  expect([consentOf(id), authorsOf(id), credit(id)]).toEqual(['nameless', [], undefined])
  await allow(0, 'named')
  expect([consentOf(id), authorsOf(id), credit(id)]).toEqual([
    'named',
    ['P0'],
    { person: person(0).participant.id },
  ])
  await allow(0, 'room', id)
  expect([consentOf(id), authorsOf(id), credit(id)]).toEqual(['room', [], { room: true }])
})

test('moving and colouring are not writing; typing is, and the strictest wish holds', async () => {
  const { write, allow, consentOf, authorsOf } = await setUp()
  const id = newId()
  await allow(0, 'named')
  await allow(1, 'room')
  await allow(2, 'named')
  await write(0, (doc) => addItem(doc, { kind: 'note', id, at: [0, 0], text: 'mine' }))
  await write(1, (doc) => {
    moveItems(doc, new Map([[id, [5, 5]]]))
    setFields(doc, 'note', [id], { colour: 'sky', principles: [1], asks: 'evidence' })
  })
  expect(consentOf(id)).toBe('named')
  await write(2, (doc) => replaceText(doc, id, 'text', 'ours'))
  expect(authorsOf(id)).toEqual(['P0', 'P2'])
  await write(1, (doc) => replaceText(doc, id, 'text', 'all of us'))
  expect([consentOf(id), authorsOf(id)]).toEqual(['room', []])
})

test('whoever types in an item, or tells where it comes from, is written down, also when all of it comes at once', async () => {
  const { house, workshop, board, records, person } = await setUp()
  const room = await house.sync.open(workshop.id, boardDoc(board))
  const found = await house.workshops.get(workshop.id)
  const sender = (index: number) => ({
    person: person(index).participant.id,
    waits() {},
    fail(error: unknown) {
      throw error
    },
  })
  const intake = createIntake<ReturnType<typeof sender>>({
    doc: room.doc,
    isHere: () => true,
    onApplied: (changes, from) => house.ledger.applied(found, room, changes, from.person),
    onAccepted() {},
  })
  const page = new Y.Doc()
  const [id, origin] = [newId(), newId()]
  const send = (index: number, work: () => void): void => {
    // Each person has a page of their own.
    page.clientID = index + 1
    const before = Y.encodeStateVector(page)
    page.transact(work)
    const update = Y.encodeStateAsUpdate(page, before)
    const from = sender(index)
    intake.submit(from, update.byteLength, () => {
      intake.apply(update, [index + 1], from)
    })
  }
  send(0, () => addItem(page, { kind: 'note', id, at: [0, 0], text: 'mine' }))
  send(1, () => replaceText(page, id, 'text', 'ours'))
  send(0, () => void itemsOf(page).get(id)?.set('from', origin))
  send(2, () => void itemsOf(page).get(id)?.set('colour', 'sky'))
  intake.drain()
  expect(records().get(`${board}/${id}`)).toEqual({
    by: person(0).participant.id,
    also: [person(1).participant.id],
    from: [origin],
  })
})

test('a copy inherits, also when its source is withdrawn later', async () => {
  const { write, allow, consentOf, credit, house, workshop, board } = await setUp()
  const id = newId()
  await allow(0, 'named')
  await allow(1, 'named')
  await write(0, (doc) => addItem(doc, { kind: 'note', id, at: [0, 0], text: 'mine' }))
  await write(1, (doc) => void pasteItems(doc, copyItems(doc, [id]), [10, 10]))
  const { doc } = await house.sync.open(workshop.id, boardDoc(board))
  const copy = readBoard(doc).shown.find((item) => item.from === id)?.id ?? ''
  expect(consentOf(copy)).toBe('named')
  await allow(0, 'room')
  expect([consentOf(copy), credit(copy)]).toEqual(['room', { room: true }])
})

test('whoever takes an id that is there already does not become its author', async () => {
  const { write, records, board, person, consentOf, allow } = await setUp()
  const id = newId()
  await allow(0, 'room')
  await allow(1, 'named')
  await write(0, (doc) => addItem(doc, { kind: 'note', id, at: [0, 0], text: 'mine' }))
  await write(1, (doc) => addItem(doc, { kind: 'note', id, at: [0, 0], text: 'taken' }))
  expect(records().get(`${board}/${id}`)).toMatchObject({
    by: person(0).participant.id,
    also: [person(1).participant.id],
  })
  expect(consentOf(id)).toBe('room')
})

test('an origin that was once told cannot be taken back, and circles do no harm', async () => {
  const { write, allow, consentOf } = await setUp()
  const [a, b] = [newId(), newId()]
  await allow(0, 'room')
  await allow(1, 'named')
  await write(0, (doc) => addItem(doc, { kind: 'note', id: a, at: [0, 0], text: 'a', from: b }))
  await write(1, (doc) => addItem(doc, { kind: 'note', id: b, at: [0, 0], text: 'b', from: a }))
  await write(1, (doc) => void itemsOf(doc).get(b)?.delete('from'))
  expect(consentOf(b)).toBe('room')
})

type Act =
  | { readonly type: 'write'; readonly who: number; readonly item: number }
  | { readonly type: 'copy'; readonly who: number; readonly item: number; readonly source: number }
  | { readonly type: 'allow'; readonly who: number; readonly consent: Consent; readonly item: number | null }

const ITEMS = 5
const who = fc.nat(2)
const item = fc.nat(ITEMS - 1)
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ type: fc.constant('write' as const), who, item }),
  fc.record({ type: fc.constant('copy' as const), who, item, source: item }),
  fc.record({
    type: fc.constant('allow' as const),
    who,
    consent: fc.constantFrom(...CONSENTS),
    item: fc.option(item),
  }),
)

test('whatever is written, copied and allowed, the strictest wish of all concerned holds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 14 }), async (acts) => {
      const server = await setUp()
      const ids = Array.from({ length: ITEMS }, () => newId())
      const idOf = (index: number): string => ids[index] ?? ''
      // The model: who wrote what, from where, and what they allow.
      const writers = new Map<number, Set<number>>()
      const sources = new Map<number, Set<number>>()
      const general = new Map<number, Consent>()
      const single = new Map<string, Consent>()
      const add = (map: Map<number, Set<number>>, key: number, value: number) =>
        void map.set(key, (map.get(key) ?? new Set()).add(value))
      for (const step of acts) {
        if (step.type === 'allow') {
          await server.allow(step.who, step.consent, step.item === null ? undefined : idOf(step.item))
          if (step.item === null) general.set(step.who, step.consent)
          else single.set(`${step.who}/${step.item}`, step.consent)
          continue
        }
        const from = step.type === 'copy' && step.source !== step.item ? step.source : null
        if (writers.has(step.item))
          await server.write(step.who, (doc) => replaceText(doc, idOf(step.item), 'text', newId()))
        else {
          await server.write(step.who, (doc) =>
            addItem(doc, {
              kind: 'note',
              id: idOf(step.item),
              at: [0, 0],
              text: 'x',
              ...(from !== null && { from: idOf(from) }),
            }),
          )
          if (from !== null) add(sources, step.item, from)
        }
        add(writers, step.item, step.who)
      }
      const family = (start: number, found = new Set<number>()): Set<number> => {
        if (found.has(start)) return found
        found.add(start)
        for (const source of sources.get(start) ?? []) family(source, found)
        return found
      }
      for (const index of writers.keys()) {
        const wishes = [...family(index)].flatMap((member) =>
          [...(writers.get(member) ?? [])].map(
            (writer) => single.get(`${writer}/${member}`) ?? general.get(writer) ?? 'nameless',
          ),
        )
        const expected = CONSENTS.find((consent) => wishes.includes(consent)) ?? 'nameless'
        expect(server.consentOf(idOf(index))).toBe(expected)
        const credit = server.credit(idOf(index))
        expect([Boolean(credit?.room), Boolean(credit?.person)]).toEqual([
          expected === 'room',
          expected === 'named',
        ])
      }
      await server.stop()
    }),
    { numRuns: 25 },
  )
})

test('an item under an id that no ledger can hold stays in the room', async () => {
  const { consentOf, allow, write } = await setUp()
  await allow(0, 'named')
  await write(0, (doc) => addItem(doc, { kind: 'note', id: 'short', at: [0, 0], text: 'whose?' }))
  expect(consentOf('short')).toBe('room')
})

/** A board's worth of items that each name the one before, as one update from one person. */
const writeRow = async (length: number) => {
  const server = await setUp()
  const found = await server.house.workshops.get(server.workshop.id)
  const ids = Array.from({ length }, () => newId())
  await server.allow(0, 'named')
  await server.write(0, (doc) =>
    doc.transact(() =>
      ids.forEach((id, index) => {
        const fields: [string, unknown][] = [['kind', 'note']]
        const source = ids[index - 1]
        if (source) fields.push(['from', source])
        itemsOf(doc).set(id, new Y.Map(fields))
      }),
    ),
  )
  return { ...server, found, ids, first: ids[0] ?? '', last: ids.at(-1) ?? '' }
}

test('a long row of copies asks for each wish once, also when somebody types in its first later', async () => {
  const LENGTH = 1_500
  const { found, ids, first, last, write, allow, consentOf, credit } = await writeRow(LENGTH)
  expect([consentOf(last), found.tables.wrote.size]).toEqual(['named', LENGTH])
  const asked = vi.spyOn(found.tables.person, 'get')
  await write(1, (doc) => void itemsOf(doc).get(first)?.set('text', new Y.Text('also mine')))
  expect(asked.mock.calls.length).toBeLessThan(20)
  expect(consentOf(last)).toBe('nameless')
  await allow(1, 'room')
  for (const id of ids) expect(consentOf(id)).toBe('room')
  expect(asked.mock.calls.length).toBeLessThan(100)
  await until(() => ids.every((id) => credit(id)?.room))
})

test('what is told of many items leaves in parts, and what a crash left untold is told at the next start', async () => {
  const LENGTH = 1_500
  const { found, house, storage, workshop, last, allow, credit, person, board } = await writeRow(LENGTH)
  await until(() => readStage(found.stage).credits.size === LENGTH)
  await house.committer.settled()
  const parts: number[] = []
  found.stage.getMap('credits').observe(({ keys }) => parts.push(keys.size))
  await allow(0, 'room')
  // Exports obey at once, whatever the stage was told so far.
  expect(house.ledger.consentOf(found, board, last)).toBe('room')
  expect(credit(last)).toEqual({ person: person(0).participant.id })
  house.workshops.drop([workshop.id])
  await house.committer.settled()
  const after = await startServer({ storage })
  const again = await after.house.workshops.get(workshop.id)
  await until(() => [...readStage(again.stage).credits.values()].every(({ room }) => room))
  expect(readStage(again.stage).credits.size).toBe(LENGTH)
  expect(Math.max(...parts)).toBeLessThan(LENGTH / 2)
})

test('an item that was copied from more than sixteen stays in the room for good, and its record grows no further', async () => {
  const { write, allow, consentOf, records, board, credit } = await setUp()
  const id = newId()
  await allow(0, 'named')
  await write(0, (doc) => addItem(doc, { kind: 'note', id, at: [0, 0], text: 'mine' }))
  const say = (doc: Y.Doc) => void itemsOf(doc).get(id)?.set('from', newId())
  for (let origin = 0; origin < 16; origin++) await write(0, say)
  expect([consentOf(id), credit(id)?.room]).toEqual(['named', undefined])
  await write(0, say)
  expect([consentOf(id), credit(id)]).toEqual(['room', { room: true }])
  const record = records().get(`${board}/${id}`)
  expect(record?.from).toHaveLength(16)
  for (let origin = 0; origin < 5; origin++) await write(0, say)
  expect(records().get(`${board}/${id}`)).toBe(record)
  await allow(0, 'room')
  await allow(0, 'named')
  expect(consentOf(id)).toBe('room')
})
