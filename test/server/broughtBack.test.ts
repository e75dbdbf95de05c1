/** Words that come back after older data were put back: nobody is called the author of what they did not write. */
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { REMOTE, type ChannelOptions } from '../../client/model/channel.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import type { Storage } from '../../server/storage/storage.ts'
import type { Joined } from '../../shared/answers.ts'
import { itemsOf } from '../../shared/board.ts'
import { addItem, addItems } from '../../shared/boardItems.ts'
import { replaceText, textOf } from '../../shared/boardTexts.ts'
import type { Consent } from '../../shared/consent.ts'
import { boardDoc } from '../../shared/docs.ts'
import { CLOSE, LIMITS } from '../../shared/protocol.ts'
import { openPage, openSocketOf, syncUrl, type AppPage } from '../support/appPage.ts'
import { startServer, until, type TestServer } from './harness.ts'

const copyOf = async (storage: Storage): Promise<Storage> => {
  const copy = createMemoryStorage()
  for await (const [key, value] of storage.list('')) await copy.commit([{ type: 'put', key, value }])
  return copy
}

/** A page, as far as one board goes. `own` are the client ids that it calls its own; null for an old page. */
const openBoard = (
  { local }: TestServer,
  workshop: string,
  board: string,
  token: string,
  doc: Y.Doc,
  own: ReadonlySet<number> | null = new Set([doc.clientID]),
  proofs?: ChannelOptions['proofs'],
): AppPage => {
  const page = openPage(
    {
      openSocket: (events) => openSocketOf(syncUrl(local, workshop), token, events),
      name: boardDoc(board),
      doc,
      // What it has may be lacking at the server: that waits as well.
      waiting: 1,
    },
    own ? { own, ...(proofs && { proofs }) } : {},
  )
  onTestFinished(page.close)
  return page
}

/** Whether a page has told the server what it has, and all of that is stored. */
const isSaved = (page: AppPage): boolean => page.waiting() === 0

/** A workshop in which A keeps all in the room and B gives their name, with a page of each. */
const startDay = async () => {
  const server = await startServer()
  const workshop = await server.create()
  const board = await server.firstBoard(workshop)
  const join = async (name: string, consent: Consent): Promise<Joined> => {
    const { body } = await server.join(workshop, 'participant', { name })
    await server.command(workshop, body.token, { type: 'consent', consent })
    return body
  }
  const people = { a: await join('A', 'room'), b: await join('B', 'named'), c: await join('C', 'named') }
  /** What proves that something is theirs, as each one's device keeps it. */
  const kept = { a: new Map<number, Uint8Array>(), b: new Map(), c: new Map() }
  const open = (at: TestServer, who: keyof typeof people, doc = new Y.Doc(), own?: Set<number> | null) =>
    openBoard(at, workshop.id, board, people[who].token, doc, own, {
      proofOf: (client) => kept[who].get(client),
      prove: (client, proof) => void kept[who].set(client, proof),
    })
  const pages = { a: open(server, 'a'), b: open(server, 'b') }
  const saved = () =>
    until(() => {
      const [a, b] = [pages.a.doc, pages.b.doc].map((doc) => Y.encodeStateVector(doc).join())
      return a === b && isSaved(pages.a) && isSaved(pages.b)
    })
  return {
    server,
    workshop,
    board,
    people,
    kept,
    pages,
    open,
    saved,
    /** Stops a server, and starts one on these data. */
    async startOn(storage: Storage, before: TestServer = server) {
      for (const page of Object.values(pages)) page.close()
      await before.stop()
      const after = await startServer({ storage })
      const found = await after.house.workshops.get(workshop.id)
      const { doc } = await after.house.sync.open(workshop.id, boardDoc(board))
      const { ledger } = after.house
      return {
        ...after,
        doc,
        consentOf: (item: string) => ledger.consentOf(found, board, item),
        authorsOf: (item: string) => ledger.authorsOf(found, board, item),
        wordsOf: (item: string) => textOf(doc, item, 'text')?.toString(),
        record: (item: string) => found.tables.wrote.get(`${board}/${item}`),
        /** Who has proven since that something is theirs. */
        finders: () => [...found.tables.found.values()],
        choose: (who: keyof typeof people, consent: Consent, item: string) =>
          after.command(workshop, people[who].token, { type: 'consent', consent, item: { board, item } }),
        exported: async (name: string) => {
          const { token } = workshop
          return (await after.ask('GET', `/workshops/${workshop.id}/exports/${name}`, undefined, { token }))
            .text
        },
      }
    },
  }
}

const write = ({ doc }: AppPage, text: string) => addItem(doc, { kind: 'note', at: [0, 0], text })

test('what others wrote after the copy comes back as nobody’s and stays in the room, until they are here and say otherwise', async () => {
  const { server, people, pages, open, saved, startOn } = await startDay()
  const shared = write(pages.b, 'Ramp')
  await saved()
  const older = await copyOf(server.storage)
  const secret = write(pages.a, 'What A told the room')
  const theirs = write(pages.b, 'What B stands for')
  await saved()
  replaceText(pages.a.doc, shared, 'text', 'Ramp, says A')
  // B types in what A made.
  replaceText(pages.b.doc, secret, 'text', 'What A told the room, and B')
  await saved()

  const after = await startOn(older)
  const b = open(after, 'b', pages.b.doc)
  await until(() => isSaved(b))
  expect([after.wordsOf(secret), after.wordsOf(shared)]).toEqual([
    'What A told the room, and B',
    'Ramp, says A',
  ])
  expect([secret, shared, theirs].map(after.consentOf)).toEqual(['room', 'room', 'named'])
  expect([secret, shared, theirs].map(after.authorsOf)).toEqual([[], [], ['B']])
  // It is written down who brought it; but they are not its author.
  const unknown = `unknown:${pages.a.doc.clientID}`
  const me = people.b.participant.id
  expect(after.record(secret)).toEqual({ by: unknown, also: [me], brought: [me] })
  expect(after.record(shared)).toEqual({ by: me, also: [unknown], brought: [me] })
  expect(after.record(theirs)).toEqual({ by: me })
  expect(await after.exported('workplan.json')).not.toContain('What A told')
  expect((await after.app.inject('/metrics')).body).toContain('kiteboard_strange_updates_total 1')

  // A is here again, with the page that was open all the while, and goes on under its id.
  const a = open(after, 'a', pages.a.doc)
  await until(() => isSaved(a))
  const more = write(a, 'More of A')
  replaceText(a.doc, secret, 'text', 'All that A told the room, and B')
  await until(() => isSaved(a) && after.wordsOf(more) === 'More of A')
  expect([...a.refused, ...b.refused]).toEqual([])
  expect(after.record(more)).toEqual({ by: people.a.participant.id })
  expect([secret, shared, more].map(after.consentOf)).toEqual(['room', 'room', 'room'])
  expect((await after.choose('a', 'named', secret)).status).toBe(200)
  expect((await after.choose('a', 'named', shared)).status).toBe(200)
  expect([secret, shared].map(after.consentOf)).toEqual(['named', 'named'])
  expect([secret, shared].map(after.authorsOf)).toEqual([
    ['A', 'B'],
    ['B', 'A'],
  ])
})

test('nobody else frees by a choice of theirs what came back, and it stays so over a restart', async () => {
  const { server, pages, open, saved, startOn } = await startDay()
  await saved()
  const older = await copyOf(server.storage)
  const secret = write(pages.a, 'What A told the room')
  await saved()
  const after = await startOn(older)
  const b = open(after, 'b', pages.b.doc)
  await until(() => isSaved(b))
  await after.choose('b', 'named', secret)
  await after.choose('c', 'named', secret)
  expect(after.consentOf(secret)).toBe('room')
  b.close()
  const again = await startOn(after.storage, after)
  expect(again.consentOf(secret)).toBe('room')
  const a = open(again, 'a', pages.a.doc)
  write(a, 'More')
  await until(() => isSaved(a))
  expect(a.refused).toEqual([])
  await again.choose('b', 'named', secret)
  expect(again.consentOf(secret)).toBe('room')
  await again.choose('a', 'nameless', secret)
  expect(again.consentOf(secret)).toBe('nameless')
})

test('much that comes back in one message, and what is deleted in it, is nobody’s to the last part', async () => {
  const { server, people, pages, open, saved, startOn } = await startDay()
  const before = addItems(
    pages.b.doc,
    Array.from({ length: 50 }, (_, n) => ({
      kind: 'note' as const,
      at: [n, 0] as const,
      text: `Before ${n}`,
    })),
  )
  await saved()
  const older = await copyOf(server.storage)
  const secrets = addItems(
    pages.a.doc,
    Array.from({ length: 200 }, (_, n) => ({
      kind: 'note' as const,
      at: [n, 1] as const,
      text: `Secret ${n}`,
    })),
  )
  for (const id of before) replaceText(pages.a.doc, id, 'text', 'A wrote this anew')
  await saved()

  const after = await startOn(older)
  const c = open(after, 'c')
  await until(() => itemsOf(c.doc).size === before.length)
  Y.applyUpdate(c.doc, Y.encodeStateAsUpdate(pages.b.doc), REMOTE)
  c.close()
  const back = open(after, 'c', c.doc)
  await until(() => isSaved(back))
  for (const id of [...before, ...secrets]) expect(after.consentOf(id)).toBe('room')
  for (const id of before) expect(after.record(id)?.by).toBe(people.b.participant.id)
  const helper = people.c.participant.id
  for (const id of [...before, ...secrets]) {
    const { by, also, brought } = after.record(id) ?? { by: helper }
    expect([by, ...(also ?? [])]).not.toContain(helper)
    expect(brought).toEqual([helper])
  }
})

test('whoever proves nothing gets nothing of it, whatever ids they call their own and however they go on', async () => {
  const { server, people, kept, pages, open, saved, startOn } = await startDay()
  await saved()
  const older = await copyOf(server.storage)
  const secret = write(pages.a, 'What A told the room')
  await saved()
  await until(() => kept.a.size === 1)
  const after = await startOn(older)
  const b = open(after, 'b', pages.b.doc)
  await until(() => isSaved(b))
  b.close()
  // C calls A's id their own, and writes under it too.
  const c = open(after, 'c', pages.a.doc)
  const beside = write(c, 'What C says')
  replaceText(c.doc, secret, 'text', 'What A told the room, says C')
  await until(() => isSaved(c) && after.wordsOf(beside) !== undefined)
  expect((await after.choose('c', 'named', secret)).status).toBe(200)
  expect([after.consentOf(secret), after.authorsOf(secret)]).toEqual(['room', []])
  expect(after.record(beside)).toEqual({ by: people.c.participant.id })
  expect([c.refused, kept.c.size]).toEqual([[], 0])
  c.close()
  // It is A's all the same.
  const a = open(after, 'a', pages.a.doc)
  await until(() => isSaved(a))
  expect(a.refused).toEqual([])
  await after.choose('a', 'nameless', secret)
  expect(after.consentOf(secret)).toBe('nameless')
})

test('whose proof got lost writes on; what was theirs stays in the room', async () => {
  const { server, people, kept, pages, open, saved, startOn } = await startDay()
  await saved()
  const older = await copyOf(server.storage)
  const secret = write(pages.a, 'What A told the room')
  await saved()
  const after = await startOn(older)
  const b = open(after, 'b', pages.b.doc)
  await until(() => isSaved(b))
  kept.a.clear()
  const a = open(after, 'a', pages.a.doc)
  await until(() => isSaved(a))
  const more = write(a, 'More of A')
  await until(() => isSaved(a) && after.wordsOf(more) === 'More of A')
  expect([a.refused, after.record(more)]).toEqual([[], { by: people.a.participant.id }])
  await after.choose('a', 'named', secret)
  expect(after.consentOf(secret)).toBe('room')
  await after.choose('a', 'named', more)
  expect(after.consentOf(more)).toBe('named')
})

test('on a day like any other nobody writes as nobody without being known to have', async () => {
  const { server, workshop, board, people, open, saved } = await startDay()
  await saved()
  const doc = new Y.Doc()
  const hidden = addItem(doc, { kind: 'note', at: [0, 0], text: 'Whoever said this' })
  const c = open(server, 'c', doc, new Set([1]))
  await until(() => isSaved(c))
  const { tables } = await server.house.workshops.get(workshop.id)
  expect(tables.wrote.get(`${board}/${hidden}`)).toEqual({
    by: `unknown:${doc.clientID}`,
    brought: [people.c.participant.id],
  })
})

test('a page that does not say which ids are its own is taken as ever', async () => {
  const { server, people, pages, open, saved, startOn } = await startDay()
  await saved()
  const older = await copyOf(server.storage)
  const secret = write(pages.a, 'What A told the room')
  await saved()
  const after = await startOn(older)
  const b = open(after, 'b', pages.b.doc, null)
  await until(() => isSaved(b))
  expect(after.record(secret)).toEqual({ by: people.b.participant.id })
})

test('whoever is first with another’s words, by calling their ids its own or none, is not their author once that other proves it', async () => {
  for (const isHandMade of [true, false]) {
    const { server, people, kept, pages, open, saved, startOn } = await startDay()
    await saved()
    const older = await copyOf(server.storage)
    const secret = write(pages.a, 'What A told the room')
    const theirs = write(pages.b, 'What B stands for')
    // More than are handed back in one turn.
    const many = Array.from({ length: isHandMade ? 1 : 210 }, (_, n) => ({
      kind: 'note' as const,
      at: [n, 1] as const,
      text: 'A',
    }))
    const others = addItems(pages.a.doc, many)
    await saved()
    replaceText(pages.b.doc, secret, 'text', 'What A told the room, and B')
    await saved()
    await until(() => kept.a.size === 1)
    kept.b.clear()

    const after = await startOn(older)
    const ids = [pages.a.doc.clientID, pages.b.doc.clientID]
    const b = open(after, 'b', pages.b.doc, isHandMade ? new Set(ids) : null)
    await until(() => isSaved(b))
    await until(() => kept.b.size === (isHandMade ? 2 : 0))
    await after.choose('b', 'named', secret)
    expect(after.authorsOf(secret)).toEqual(['B'])

    // Whom they lend the proof that they were given has nothing by it.
    kept.c = new Map(kept.b)
    const lent = open(after, 'c', new Y.Doc(), new Set(ids))
    write(lent, 'What C says')
    await until(() => isSaved(lent))
    expect(after.record(secret)).toEqual({ by: people.b.participant.id })

    const a = open(after, 'a', pages.a.doc)
    await until(() => after.finders().length === 1)
    const [me, other] = [people.a.participant.id, people.b.participant.id]
    const unknown = `unknown:${pages.a.doc.clientID}`
    expect([after.record(secret), after.record(theirs)]).toEqual([
      { by: unknown, also: [other], brought: [other] },
      { by: other },
    ])
    for (const item of others) expect(after.record(item)).toEqual({ by: unknown, brought: [other] })
    expect([after.consentOf(secret), after.authorsOf(secret)]).toEqual(['room', []])
    expect(await after.exported('workplan.json')).not.toContain('What A told')
    // Neither goes on under the id: what one of them wrote under it could be lost.
    write(a, 'More of A')
    await until(() => a.refused.length > 0)
    expect(a.refused).toEqual([CLOSE.foreignClient])
    await after.choose('a', 'named', secret)
    expect(after.authorsOf(secret)).toEqual(['A', 'B'])
    // It stays so over a restart, and whoever shows the other proof then.
    const again = await startOn(after.storage, after)
    const late = open(again, 'b', new Y.Doc(), new Set(ids))
    write(late, 'What B says later')
    await until(() => isSaved(late))
    expect([again.authorsOf(secret), again.record(secret)?.by]).toEqual([['A', 'B'], unknown])
    expect(again.finders()).toEqual([me])
  }
})

test('one device brings back what more people wrote than one message may hold', async () => {
  const { server, pages, open, saved, startOn } = await startDay()
  await saved()
  const older = await copyOf(server.storage)
  const after = await startOn(older)
  const { doc } = pages.b
  for (let n = 0; n < LIMITS.idsAtOnce + 50; n++) {
    const page = new Y.Doc()
    addItem(page, { kind: 'note', at: [n, 0], text: `Note ${n}` })
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(page))
  }
  const b = open(after, 'b', doc)
  await until(() => isSaved(b) || b.refused.length > 0)
  expect([b.refused, itemsOf(after.doc).size]).toEqual([[], LIMITS.idsAtOnce + 50])
})
