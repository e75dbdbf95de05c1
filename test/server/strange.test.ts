/** What the ledger says where an update holds what several people wrote. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { itemsOf } from '../../shared/board.ts'
import { addItem, moveItems } from '../../shared/boardItems.ts'
import { textOf } from '../../shared/boardTexts.ts'
import { boardDoc } from '../../shared/docs.ts'
import { newId } from '../../shared/ids.ts'
import type { Changed } from '../../server/sync/contract.ts'
import { createIntake } from '../../server/sync/room/intake.ts'
import { writtenUnder } from '../../server/sync/room/strange.ts'
import { startServer } from './harness.ts'

const PAGES = 4
const page = fc.nat(PAGES - 1)
const act = fc.record({
  type: fc.constantFrom('make', 'type', 'move', 'hear', 'hear'),
  page,
  which: fc.nat(9),
  from: page,
})
type Act = typeof act extends fc.Arbitrary<infer Each> ? Each : never

/** People write, and hear of each other. @returns their documents, and by item which pages wrote its words, its maker first */
const liveThrough = (acts: readonly Act[]) => {
  const docs = Array.from({ length: PAGES }, () => new Y.Doc())
  const writers = new Map<string, Set<number>>()
  const ids: string[] = []
  for (const { type, page, which, from } of acts) {
    const doc = docs[page]
    const other = docs[from]
    if (!doc || !other) continue
    const id = [...itemsOf(doc).keys()].sort((a, b) => ids.indexOf(a) - ids.indexOf(b)).at(which % 3)
    if (type === 'make') {
      const made = addItem(doc, { kind: 'note', at: [0, 0], text: 'made' })
      ids.push(made)
      writers.set(made, new Set([page]))
    } else if (type === 'hear') Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)))
    else if (id !== undefined && type === 'move') moveItems(doc, new Map([[id, [which, which]]]))
    else if (id !== undefined) {
      textOf(doc, id, 'text')?.insert(1, 'typed')
      writers.get(id)?.add(page)
    }
  }
  return { docs, writers }
}

/** A workshop, and people in it who give their names. */
const startDay = async () => {
  const server = await startServer()
  const workshop = await server.create()
  const found = await server.house.workshops.get(workshop.id)
  const people: string[] = []
  for (let n = 0; n < PAGES; n++) {
    const { body } = await server.join(workshop, 'participant', { name: `P${n}` })
    await server.command(workshop, body.token, { type: 'consent', consent: 'named' })
    people.push(body.participant.id)
  }
  return { server, workshop, found, people, ledger: server.house.ledger }
}

/** Under which client ids an item's words were written, that of its maker first. */
const clientsIn = (doc: Y.Doc, item: string): readonly number[] => {
  const made = itemsOf(doc).get(item)
  const clients = [made instanceof Y.Map ? (made._item?.id.client ?? 0) : 0]
  for (let at = textOf(doc, item, 'text')?._start; at; at = at.right) clients.push(at.id.client)
  return clients
}

test('whoever brings what back, of each item all are written down who wrote in it, and nobody else', async () => {
  const { server, workshop, found, people, ledger } = await startDay()
  const order = fc.shuffledSubarray(
    Array.from({ length: PAGES }, (_, n) => n),
    { minLength: 1 },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 10, maxLength: 60 }), order, async (acts, order) => {
      const board = newId()
      const { doc, ...room } = await server.house.sync.open(workshop.id, boardDoc(board))
      const { docs, writers } = liveThrough(acts)
      const clientOf = (page: number): number => docs[page]?.clientID ?? 0
      const personOf = (page: number): string => people[page] ?? ''
      const pageOf = (client: number): number => docs.findIndex(({ clientID }) => clientID === client)
      const intake = createIntake<{ person: string; waits(): void; fail(error: unknown): void }>({
        doc,
        isHere: () => true,
        onApplied: (changes, from) => ledger.applied(found, { ...room, doc }, changes, from.person),
        onAccepted() {},
      })
      /** Pages of which somebody else brought something. */
      const brought = new Set<number>()
      const here = new Set<number>()
      for (const page of order) {
        const source = docs[page]
        if (!source) continue
        here.add(page)
        if (brought.has(page)) ledger.found(found, board, clientOf(page), personOf(page))
        const clients = [...source.store.clients.keys()].filter(
          (client) => Y.getState(source.store, client) > Y.getState(doc.store, client),
        )
        const strange = clients.filter((client) => !here.has(pageOf(client)))
        for (const client of strange) brought.add(pageOf(client))
        const from = {
          person: personOf(page),
          waits() {},
          fail(error: unknown) {
            throw error
          },
        }
        const update = Y.encodeStateAsUpdate(source, Y.encodeStateVector(doc))
        intake.submit(from, 1, () => {
          intake.apply(update, clients, from, strange)
        })
        intake.drain()
        for (const item of itemsOf(doc).keys()) {
          const { by, also = [] } = found.tables.wrote.get(`${board}/${item}`) ?? { by: '' }
          const pages = [by, ...also].map((writer) =>
            writer?.startsWith('unknown:')
              ? pageOf(Number(writer.slice('unknown:'.length)))
              : people.indexOf(writer ?? ''),
          )
          const [maker] = writers.get(item) ?? []
          const there = new Set([maker])
          for (let at = textOf(doc, item, 'text')?._start; at; at = at.right) there.add(pageOf(at.id.client))
          expect(pages[0]).toBe(maker)
          expect(new Set(pages)).toEqual(there)
          const known = [by, ...also].every((writer) => writer && people.includes(writer))
          expect(ledger.consentOf(found, board, item)).toBe(known ? 'named' : 'room')
        }
      }
    }),
    { numRuns: 60 },
  )
})

test('whose words another was first with, of each item all are written down who wrote in it, as soon as they prove it', async () => {
  const { server, workshop, found, people, ledger } = await startDay()
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 10, maxLength: 60 }), page, async (acts, first) => {
      const board = newId()
      const room = await server.house.sync.open(workshop.id, boardDoc(board))
      const { doc } = room
      const { docs } = liveThrough(acts)
      const pageOf = (client: number): number => docs.findIndex(({ clientID }) => clientID === client)
      const source = docs[first] ?? new Y.Doc()
      const claimant = people[first] ?? ''
      const changes: Changed[] = []
      doc.once('afterTransaction', ({ changed }: Y.Transaction) => changes.push(changed))
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(source))
      for (const changed of changes) ledger.applied(found, room, { changed }, claimant)
      /** Whose the ids are that are claimed, as far as that is known. */
      const proven = new Set([first])
      const check = () => {
        for (const item of itemsOf(doc).keys()) {
          const { by, also = [] } = found.tables.wrote.get(`${board}/${item}`) ?? { by: '' }
          const pages = [by, ...also].map((writer) => pageOf(Number(writer?.replace('unknown:', ''))))
          const writers = [by, ...also].map((writer, at) =>
            pages[at] === -1 ? people.indexOf(writer ?? '') : pages[at],
          )
          const there = clientsIn(doc, item)
            .map(pageOf)
            .map((each) => (proven.has(each) ? each : first))
          expect(writers[0]).toBe(there[0])
          expect(new Set(writers)).toEqual(new Set(there))
          expect(writers.length).toBe(new Set(there).size)
          const isAll = there.every((each) => each === first)
          expect(ledger.consentOf(found, board, item)).toBe(isAll ? 'named' : 'room')
        }
      }
      const records = () => [...itemsOf(doc).keys()].map((item) => found.tables.wrote.get(`${board}/${item}`))
      check()
      const claimed = new Set([...doc.store.clients.keys()])
      for (const [at, { clientID: client }] of docs.entries()) {
        if (at === first || !claimed.has(client)) continue
        claimed.delete(client)
        const isClaimants = (other: number) => other !== client && claimed.has(other)
        const mistaken = { client, claimant, written: writtenUnder(doc, client), isClaimants }
        for (const _ of ledger.handBack(found, room, mistaken, people[at] ?? ''));
        proven.add(at)
        check()
        const before = records()
        for (const _ of ledger.handBack(found, room, mistaken, people[at] ?? ''));
        expect(records()).toEqual(before)
      }
    }),
    { numRuns: 60 },
  )
})
