import { expect, test } from 'vitest'
import { readItem } from '../../shared/board.ts'
import { moveItems } from '../../shared/boardItems.ts'
import { replaceText } from '../../shared/boardTexts.ts'
import { boardDoc } from '../../shared/docs.ts'
import { newReceipt } from '../../shared/receipts.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import { until } from '../server/harness.ts'
import { openPen, someone, startWriting, type Writer } from './support.ts'

test('notes follow their author’s consent of the moment, or what was said of the note itself', async () => {
  const { writers, pen, reveal, run, notes, stage, house, workshop, board } = await startWriting()
  const consents = ['room', 'nameless', 'named'] as const
  for (const [index, consent] of consents.entries()) {
    const writer = writers[index] ?? someone(writers)
    const page = await pen(writer)
    page.note(consent)
    page.note(`${consent}, but this one stays`, 'room')
    await page.stored()
    await run({ type: 'consent', consent }, writer.token)
  }
  await reveal()
  const found = await house.workshops.get(workshop.id)
  const kept = new Map(
    (await notes()).map(({ id, text }) => [text, house.ledger.consentOf(found, board, id)]),
  )
  expect(kept.get('room')).toBe('room')
  expect(kept.get('nameless')).toBe('nameless')
  expect(kept.get('named')).toBe('nameless')
  for (const consent of consents) expect(kept.get(`${consent}, but this one stays`)).toBe('room')
  expect([...stage().credits.values()].filter(({ room }) => room)).toHaveLength(4)
  expect([...stage().credits.values()].some(({ person }) => person !== undefined)).toBe(false)
  for (const { id } of await notes()) expect(house.ledger.authorsOf(found, board, id)).toEqual([])
})

test('nobody’s own choice about a nameless note is written down, neither before it is shared nor after', async () => {
  const { writers, pen, reveal, run, board, house, workshop } = await startWriting()
  const author = someone(writers)
  const page = await pen(author)
  const { item } = page.note('mine')
  await page.stored()
  const choose = () => run({ type: 'consent', consent: 'room', item: { board, item } }, author.token)
  expect((await choose()).status).toBe(422)
  await reveal()
  expect((await choose()).status).toBe(422)
  const found = await house.workshops.get(workshop.id)
  expect(found.tables.choice.size).toBe(0)
})

test('a choice that is made while drafts are being shared links nobody to their note', async () => {
  const storage = createMemoryStorage()
  let reading = false
  let go = () => {}
  const gate = new Promise<void>((resolve) => (go = resolve))
  let armed = false
  const slow = {
    ...storage,
    async *list(...asked: Parameters<typeof storage.list>) {
      // Drafts are closed by then, and their notes not yet on the board.
      if (armed && asked[0].includes('/draft:')) {
        reading = true
        await gate
      }
      yield* storage.list(...asked)
    },
  }
  const { writers, pen, reveal, run, board, house, workshop } = await startWriting({ storage: slow })
  const author = someone(writers)
  const page = await pen(author)
  const { item } = page.note('mine')
  await page.stored()
  armed = true
  const revealed = reveal()
  await until(() => reading)
  let done = false
  const chosen = run({ type: 'consent', consent: 'room', item: { board, item } }, author.token)
  void chosen.finally(() => (done = true))
  // A choice of another's passes meanwhile, so this one had all the time to.
  for (let times = 0; times < 20 && !done; times++)
    await run({ type: 'consent', consent: 'nameless' }, someone(writers.slice(1)).token)
  go()
  expect((await revealed).status).toBe(200)
  expect((await chosen).status).toBe(422)
  expect((await house.workshops.get(workshop.id)).tables.choice.size).toBe(0)
})

test('a choice about an id that nothing had yet is forgotten when a nameless note comes to have it', async () => {
  const { writers, reveal, run, board, house, workshop } = await startWriting()
  const author = someone(writers)
  const { item } = newReceipt()
  const other = newReceipt().item
  for (const id of [item, other])
    await run({ type: 'consent', consent: 'room', item: { board, item: id } }, author.token)
  const { choice } = (await house.workshops.get(workshop.id)).tables
  expect(choice.size).toBe(2)
  await reveal()
  const notes = [{ id: item, text: 'late' }]
  expect((await run({ type: 'writing.share', board, notes }, author.token)).status).toBe(200)
  expect([...choice.keys()]).toEqual([`${author.id}/${board}/${other}`])
})

test('who types in a shared note is a contributor, and its author still is not known', async () => {
  const { server, writers, pen, reveal, board, house, workshop } = await startWriting()
  const page = await pen(someone(writers))
  const { item } = page.note('mine')
  await page.stored()
  await reveal()
  const other = writers[1] ?? someone(writers)
  const onBoard = await openPen(server, workshop.id, other, boardDoc(board))
  moveItems(onBoard.doc, new Map([[item, [5, 5]]]))
  await onBoard.stored()
  const found = await house.workshops.get(workshop.id)
  expect(found.tables.wrote.get(`${board}/${item}`)).toEqual({ by: null, allows: 'nameless' })
  replaceText(onBoard.doc, item, 'text', 'ours')
  await onBoard.stored()
  expect(found.tables.wrote.get(`${board}/${item}`)).toEqual({
    by: null,
    allows: 'nameless',
    also: [other.id],
  })
  await server.command(workshop, other.token, { type: 'consent', consent: 'room', item: { board, item } })
  expect(house.ledger.consentOf(found, board, item)).toBe('room')
})

test('a receipt lets its holder say what is kept, and take the note back; nothing else does', async () => {
  const { writers, pen, reveal, run, board, notes, house, workshop, ask, room } = await startWriting()
  const [author = someone(writers), other = someone(writers)] = writers
  const page = await pen(author)
  const receipt = page.note('mine')
  await page.stored()
  await reveal()
  const { item, secret } = receipt
  const found = await house.workshops.get(workshop.id)
  const consent = (consent: 'room' | 'nameless', as = secret, token = author.token) =>
    run({ type: 'receipt.consent', board, item, receipt: as, consent }, token)
  expect((await consent('room', newReceipt().secret)).status).toBe(403)
  expect(house.ledger.consentOf(found, board, item)).toBe('nameless')
  // Whoever holds it may: nothing is compared with who asks.
  expect((await consent('room', secret, other.token)).status).toBe(200)
  expect(house.ledger.consentOf(found, board, item)).toBe('room')
  expect((await consent('nameless')).status).toBe(200)
  expect(house.ledger.consentOf(found, board, item)).toBe('nameless')

  const opened = await ask<{ round: { id: string } }>(
    'POST',
    `/workshops/${workshop.id}/rounds`,
    { question: 'Which?', method: { type: 'score' }, candidates: [{ board, item }] },
    { token: workshop.token },
  )
  expect(opened.status).toBe(201)
  const withdraw = (as: string) => run({ type: 'receipt.withdraw', board, item, receipt: as }, author.token)
  expect((await withdraw(newReceipt().secret)).status).toBe(403)
  expect((await withdraw(secret)).status).toBe(200)
  expect(await notes()).toEqual([])
  expect(readItem(await room(), item)).toBeNull()
  expect((await withdraw(secret)).status).toBe(404)
  expect((await consent('nameless')).status).toBe(404)
  expect(house.ledger.consentOf(found, board, item)).toBe('room')
  expect(JSON.stringify(found.stage.toJSON())).not.toContain('mine')
  // Its place stays empty.
  const late = [{ id: item, text: 'another' }]
  expect((await run({ type: 'writing.share', board, notes: late }, other.token)).status).toBe(422)
})

test('a receipt is worth nothing for a note that has an author', async () => {
  const { server, writers, board, workshop, run } = await startWriting()
  const author = someone(writers)
  const page = await openPen(server, workshop.id, author, boardDoc(board))
  const { item, secret } = page.note('under my name')
  await page.stored()
  for (const command of [
    { type: 'receipt.consent', board, item, receipt: secret, consent: 'room' },
    { type: 'receipt.withdraw', board, item, receipt: secret },
    { type: 'note.rewrite', board, item, text: 'other' },
  ] as const)
    expect((await run(command, author.token)).status).toBe(422)
})

test('a nameless note is reworded for nobody in particular, except while the board rests', async () => {
  const { writers, pen, reveal, run, board, notes, wrote, facilitator } = await startWriting()
  const author = someone(writers)
  const page = await pen(author)
  const { item } = page.note('befor')
  await page.stored()
  await reveal()
  const rewrite = (text: string, { token }: Writer) => run({ type: 'note.rewrite', board, item, text }, token)
  expect((await rewrite('before', author)).status).toBe(200)
  expect((await notes())[0]?.text).toBe('before')
  await run({ type: 'lock', locked: true })
  expect((await rewrite('after', author)).status).toBe(409)
  expect((await rewrite('after', facilitator)).status).toBe(200)
  expect((await notes())[0]?.text).toBe('after')
  expect([...wrote().values()]).toEqual([{ by: null, allows: 'nameless' }])
})

test('late notes are shared without a name as well, each once', async () => {
  const { writers, reveal, run, board, notes, wrote, house, workshop } = await startWriting()
  const author = someone(writers)
  await reveal()
  await run({ type: 'consent', consent: 'room' }, author.token)
  const [one, two] = [newReceipt(), newReceipt()]
  const late = [
    { id: one.item, text: 'late', colour: 'sky' as const },
    { id: two.item, text: 'later', consent: 'nameless' as const },
  ]
  expect(await run({ type: 'writing.share', board, notes: late }, author.token)).toMatchObject({
    status: 200,
    body: { shared: 2 },
  })
  expect((await notes()).map(({ id, text, colour }) => [id, text, colour]).sort()).toEqual(
    [
      [one.item, 'late', 'sky'],
      [two.item, 'later', 'straw'],
    ].sort(),
  )
  expect([...wrote().values()].every(({ by }) => by === null)).toBe(true)
  const found = await house.workshops.get(workshop.id)
  expect(house.ledger.consentOf(found, board, one.item)).toBe('room')
  expect(house.ledger.consentOf(found, board, two.item)).toBe('nameless')
  expect((await run({ type: 'writing.share', board, notes: late }, author.token)).status).toBe(422)
  const twice = { id: newReceipt().item, text: 'twice' }
  expect((await run({ type: 'writing.share', board, notes: [twice, twice] }, author.token)).status).toBe(422)
  await run({ type: 'lock', locked: true })
  expect((await run({ type: 'writing.share', board, notes: [twice] }, author.token)).status).toBe(409)
  expect(await notes()).toHaveLength(2)
})
