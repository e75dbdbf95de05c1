import { expect, test } from 'vitest'
import { addItem } from '../../shared/boardItems.ts'
import { trash } from '../../shared/bin.ts'
import { draftDoc, boardDoc } from '../../shared/docs.ts'
import { readDraft } from '../../shared/draft.ts'
import { newId } from '../../shared/ids.ts'
import { CLOSE, LIMITS } from '../../shared/protocol.ts'
import { overlaps, rectAt } from '../../shared/geometry.ts'
import { sizeOf } from '../../shared/kinds/registry.ts'
import { until } from '../server/harness.ts'
import { joinStock } from '../sync/harness.ts'
import { openPen, someone, startWriting, writerOf } from './support.ts'

test('what is written in private shows on the board once it is shared, nameless, and nowhere before', async () => {
  const { writers, pen, reveal, notes, stage, board, writing, wrote } = await startWriting()
  const pens = await Promise.all(writers.map((writer) => pen(writer)))
  pens.forEach((each, index) => each.note(`by ${index}`))
  for (const each of pens) await each.stored()
  expect(stage().meta.writing).toMatchObject({ id: writing, board, question: 'What helps?', progress: null })
  expect(await notes()).toEqual([])

  expect(await reveal()).toMatchObject({ status: 200, body: { revealed: 3 } })
  expect((await notes()).map(({ text }) => text).sort()).toEqual(['by 0', 'by 1', 'by 2'])
  expect([...wrote().values()]).toEqual(Array(3).fill({ by: null, allows: 'nameless' }))
  expect(stage().meta.writing).toBeNull()
  expect([...stage().credits.values()]).toEqual(Array(3).fill({ nameless: true }))
  for (const each of pens) {
    await until(() => each.closed() !== null)
    expect(each.closed()).toBe(CLOSE.forbidden)
    expect(each.reason()).toContain('shared')
  }
})

test('a stock client writes in its own draft, and is told when that is shared', async () => {
  const { server, workshop, writers, writing, reveal, notes } = await startWriting()
  const { id, token } = someone(writers)
  const client = joinStock(
    { url: server.local.replace('http', 'ws'), workshop: workshop.id },
    token,
    draftDoc(writing, id),
  )
  await client.synced()
  const item = client.note('from a stock client')
  const again = joinStock(
    { url: server.local.replace('http', 'ws'), workshop: workshop.id },
    token,
    draftDoc(writing, id),
  )
  await until(() => again.texts().length === 1)
  expect((await reveal()).body.revealed).toBe(1)
  expect(await notes()).toMatchObject([{ id: item, text: 'from a stock client' }])
  await until(() => client.codes.includes(CLOSE.forbidden) && again.codes.includes(CLOSE.forbidden))
  client.destroy()
  again.destroy()
})

test('nobody opens another’s draft, whatever their role, and a viewer none', async () => {
  const { server, workshop, writers, facilitator, pen } = await startWriting()
  const author = someone(writers)
  const mine = await pen(author)
  mine.note('mine alone')
  await mine.stored()
  const viewer = writerOf((await server.join(workshop, 'viewer')).body)
  for (const [who, whose] of [
    [facilitator, author],
    [writers[1] ?? author, author],
    [viewer, author],
    [viewer, viewer],
  ] as const) {
    const page = await pen(who, whose)
    expect(page.closed()).toBe(CLOSE.forbidden)
    expect(readDraft(page.doc)).toEqual([])
  }
  const facilitators = await pen(facilitator)
  facilitators.note('a facilitator writes too')
  await facilitators.stored()
  expect(facilitators.closed()).toBeNull()
})

test('a draft opens only while its writing is on', async () => {
  const { writers, pen, reveal, run, board, writing } = await startWriting()
  const author = someone(writers)
  expect((await pen(author, author, newId())).closed()).toBe(CLOSE.forbidden)
  await reveal()
  expect((await pen(author)).closed()).toBe(CLOSE.forbidden)
  for (const type of ['writing.reveal', 'writing.cancel'] as const)
    expect(await run({ type, writing })).toMatchObject({
      status: 409,
      body: { error: { code: 'writing-closed' } },
    })
  // Another one has drafts of its own.
  const next = await run<{ writing: { id: string } }>({ type: 'writing.start', board, question: '' })
  const page = await pen(author, author, next.body.writing.id)
  expect([page.closed(), readDraft(page.doc)]).toEqual([null, []])
})

test('there is one writing at a time, on a board that exists', async () => {
  const { run, board, reveal } = await startWriting()
  expect(await run({ type: 'writing.start', board, question: '' })).toMatchObject({
    status: 409,
    body: { error: { code: 'writing-open' } },
  })
  await reveal()
  expect((await run({ type: 'writing.start', board: newId(), question: '' })).status).toBe(404)
  const both = await Promise.all([
    run({ type: 'writing.start', board, question: '' }),
    run({ type: 'writing.start', board, question: '' }),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
})

test('ending a writing without sharing shows nothing', async () => {
  const { writers, pen, run, notes, stage, writing } = await startWriting()
  const mine = await pen(someone(writers))
  mine.note('kept to myself')
  await mine.stored()
  expect((await run({ type: 'writing.cancel', writing })).status).toBe(200)
  expect(await notes()).toEqual([])
  expect(stage().meta.writing).toBeNull()
  await until(() => mine.closed() !== null)
  expect(mine.reason()).toContain('stay on this device')
})

test('what is in the bin or empty is not shared, and all else of a note is', async () => {
  const { writers, pen, reveal, notes } = await startWriting()
  const { doc, note, stored } = await pen(someone(writers))
  trash(doc, [note('thrown away').item])
  note('   ')
  addItem(doc, {
    kind: 'note',
    at: [9, 9],
    text: 'whole',
    colour: 'leaf',
    principles: [1, 3],
    asks: 'barrier',
  })
  await stored()
  expect((await reveal()).body.revealed).toBe(1)
  expect(await notes()).toMatchObject([
    { text: 'whole', colour: 'leaf', principles: [1, 3], asks: 'barrier', theme: null, from: null },
  ])
})

test('shared notes lie clear of each other and of what was there', async () => {
  const { writers, pen, reveal, notes, room } = await startWriting()
  const board = await room()
  addItem(board, { kind: 'theme', at: [100, 100], title: 'There', size: [600, 400] })
  addItem(board, { kind: 'note', at: [150, 900], text: 'There too' })
  // Somebody's slip: nothing is laid beside it.
  addItem(board, { kind: 'note', at: [900_000, 900_000], text: 'Lost' })
  const before = (await notes()).map(({ id }) => id)
  for (const [index, writer] of writers.entries()) {
    const page = await pen(writer)
    for (let count = 0; count < 9; count++) page.note(`${index} ${'words '.repeat(count * 3)}`)
    await page.stored()
  }
  await reveal()
  const there = (await notes()).filter(({ id }) => before.includes(id))
  const fresh = (await notes()).filter(({ id }) => !before.includes(id))
  expect(fresh).toHaveLength(27)
  const rects = fresh.map((note) => rectAt(note.at, sizeOf(note)))
  for (const [index, rect] of rects.entries()) {
    expect(Math.abs(rect.x) + Math.abs(rect.y)).toBeLessThan(10_000)
    for (const other of [...rects.slice(0, index), ...there.map((note) => rectAt(note.at, sizeOf(note)))])
      expect(overlaps(rect, other)).toBe(false)
    expect(overlaps(rect, { x: 100, y: 100, width: 600, height: 400 })).toBe(false)
  }
})

test('nobody can use up a board: a draft holds so many notes, and what does not fit is not shared', async () => {
  const { server, writers, pen, reveal, room, notes, stage } = await startWriting({}, 1)
  const page = await pen(someone(writers))
  page.doc.transact(() => {
    for (let count = 0; count <= LIMITS.draftNotes; count++)
      addItem(page.doc, { kind: 'note', at: [0, 0], text: 'spam' })
  })
  await page.stored()
  expect(page.closed()).toBe(CLOSE.tooLarge)

  const again = await pen(someone(writers))
  again.note('fits')
  await again.stored()
  const board = await room()
  board.transact(() => {
    for (let count = 0; count < LIMITS.items; count++) board.getMap('items').set(`filling-${count}`, null)
  })
  await server.house.committer.settled()
  expect(await reveal()).toMatchObject({ status: 422, body: { error: { code: 'full' } } })
  expect(stage().meta.writing).not.toBeNull()
  expect(await notes()).toEqual([])
  const still = await pen(someone(writers))
  expect(readDraft(still.doc)).toMatchObject([{ text: 'fits' }])
})

test('a person who was removed meanwhile had written what they had written', async () => {
  const { writers, pen, reveal, run, notes } = await startWriting()
  const author = someone(writers)
  const page = await pen(author)
  page.note('before I went')
  await page.stored()
  await run({ type: 'person.remove', person: author.id })
  expect((await pen(author)).closed()).toBe(CLOSE.removed)
  expect((await reveal()).body.revealed).toBe(1)
  expect(await notes()).toMatchObject([{ text: 'before I went' }])
})

test('counts show how much is written once three have, every few seconds at the most', async () => {
  const { server, writers, pen, stage, facilitator, clock } = await startWriting()
  const progress = () => stage().meta.writing?.progress
  const people = [facilitator, ...writers]
  /** On a page of its own: to one that says nothing while the clock moves by a minute, nobody listens any more. */
  const write = async (index: number) => {
    const page = await pen(people[index] ?? facilitator)
    page.note('words')
    await page.stored()
  }
  await write(0)
  await write(1)
  await write(1)
  clock.advance(60_000)
  expect(progress()).toBeNull()
  await write(2)
  expect(progress()).toBeNull()
  clock.advance(60_000)
  expect(progress()).toEqual({ people: 3, notes: 4 })
  await write(3)
  clock.advance(1_000)
  expect(progress()).toEqual({ people: 3, notes: 4 })
  clock.advance(60_000)
  expect(progress()).toEqual({ people: 4, notes: 5 })
  await server.house.committer.settled()
})

test('a draft’s presence goes to its own person’s pages alone', async () => {
  const { server, workshop, writers, writing, pen, board, facilitator } = await startWriting()
  const author = someone(writers)
  const watching = await openPen(server, workshop.id, facilitator, boardDoc(board))
  const mine = joinStock(
    { url: server.local.replace('http', 'ws'), workshop: workshop.id },
    author.token,
    draftDoc(writing, author.id),
  )
  const second = await pen(author)
  await mine.synced()
  mine.provider.awareness.setLocalState({ writing: 'something' })
  await until(() =>
    second.client.messages.some(
      ({ type, ...rest }) =>
        type === 'presence' && 'body' in rest && Buffer.from(rest.body).includes('something'),
    ),
  )
  expect(
    watching.client.messages.some((each) => 'body' in each && Buffer.from(each.body).includes('something')),
  ).toBe(false)
  mine.destroy()
})

test('the log tells neither words nor items of a draft', async () => {
  const lines: unknown[] = []
  const keep = (...line: unknown[]) => void lines.push(line)
  const { writers, pen, reveal, run, board } = await startWriting({
    log: { debug: keep, info: keep, warn: keep, error: keep },
  })
  const author = someone(writers)
  const page = await pen(author)
  const { item, secret } = page.note('my own words')
  await page.stored()
  await reveal()
  await run({ type: 'receipt.consent', board, item, receipt: secret, consent: 'room' }, author.token)
  await run({ type: 'note.rewrite', board, item, text: 'other words' }, author.token)
  await run({ type: 'receipt.withdraw', board, item, receipt: secret }, author.token)
  const written = JSON.stringify(lines)
  expect(written).toContain('a writing was shared')
  for (const kept of [item, secret, 'my own words', 'other words']) expect(written).not.toContain(kept)
})
