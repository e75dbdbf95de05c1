/** Whether any byte that was ever stored tells whose a shared note is. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { readBoard } from '../../shared/board.ts'
import { boardDoc } from '../../shared/docs.ts'
import { newId } from '../../shared/ids.ts'
import { note } from '../../shared/kinds/note/note.ts'
import { newReceipt } from '../../shared/receipts.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import type { Storage, Write } from '../../server/storage/storage.ts'
import { arrange, putNameless } from '../../server/writing/put.ts'
import { openPen, startWriting } from './support.ts'

/** A storage that keeps all it was ever told to write, as a log that is never compacted does. */
const createSpy = () => {
  const storage = createMemoryStorage()
  const writes: Write[] = []
  return {
    writes,
    storage: {
      ...storage,
      async commit(all) {
        writes.push(
          ...all.map((write) => (write.type === 'put' ? { ...write, value: write.value.slice() } : write)),
        )
        await storage.commit(all)
      },
    } satisfies Storage,
  }
}

interface Suspects {
  readonly persons: readonly string[]
  /** Under which they wrote, wherever. */
  readonly clients: ReadonlySet<number>
}

const some = (texts: readonly string[], bytes: string): boolean => texts.some((text) => bytes.includes(text))

/** Structs of an update that name one of the traces (an id, words), with the client ids that they are under. */
const clientsThatName = (update: Uint8Array, traces: readonly string[]): readonly number[] =>
  Y.decodeUpdate(update).structs.flatMap((struct) => {
    if (!(struct instanceof Y.Item)) return []
    const { parentSub, content, id } = struct
    const said =
      content instanceof Y.ContentString
        ? content.str
        : content instanceof Y.ContentAny
          ? JSON.stringify(content.arr)
          : ''
    return some(traces, `${parentSub ?? ''} ${said}`) ? [id.client] : []
  })

/** Values in an update that name a trace and a person in one. */
const valuesThatLink = (update: Uint8Array, traces: readonly string[], persons: readonly string[]): number =>
  Y.decodeUpdate(update).structs.filter((struct) => {
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentAny)) return false
    const said = `${struct.parentSub ?? ''} ${JSON.stringify(struct.content.arr)}`
    return some(traces, said) && some(persons, said)
  }).length

/** Where what was written links the traces of an item to a person. */
const linksIn = (
  writes: readonly Write[],
  traces: readonly string[],
  { persons, clients }: Suspects,
): readonly string[] => {
  const links: string[] = []
  for (const write of writes) {
    const value = write.type === 'put' ? write.value : new Uint8Array()
    if (/^doc\/[^/]+\/(board:[^/]+|stage|plan)\/[js]\//.test(write.key)) {
      if (clientsThatName(value, traces).some((client) => clients.has(client))) links.push(write.key)
      if (valuesThatLink(value, traces, persons)) links.push(write.key)
      continue
    }
    const entry = `${write.key} ${Buffer.from(value).toString('latin1')}`
    const named = some(persons, entry) || some([...clients].map(String), entry)
    if (some(traces, entry) && named) links.push(write.key)
  }
  return links
}

test('no byte that was ever stored links a shared note to a person or to what they write under', async () => {
  const spy = createSpy()
  const { server, workshop, writers, pen, reveal, run, board, house } = await startWriting({
    storage: spy.storage,
  })
  const clients = new Set<number>()
  const traces: string[] = []
  const pens = await Promise.all(writers.map((writer) => pen(writer)))
  const receipts = pens.flatMap((page, index) => {
    clients.add(page.doc.clientID)
    return ['alpha', 'beta'].map((word) => {
      const text = `${word} as written by ${index}`
      const receipt = page.note(text)
      traces.push(receipt.item, text)
      return receipt
    })
  })
  for (const page of pens) await page.stored()
  // The same people write under their names as well.
  const ordinary: { readonly item: string; readonly index: number }[] = []
  for (const [index, writer] of writers.entries()) {
    const page = await openPen(server, workshop.id, writer, boardDoc(board))
    clients.add(page.doc.clientID)
    ordinary.push({ item: page.note(`openly by ${index}`).item, index })
    await page.stored()
  }
  expect((await reveal()).body.revealed).toBe(6)
  const [first] = writers
  const [one, two] = receipts
  const late = newReceipt()
  traces.push(late.item, 'much too late')
  const notes = [{ id: late.item, text: 'much too late' }]
  await run({ type: 'writing.share', board, notes }, first?.token)
  for (const { secret } of receipts) traces.push(secret)
  if (one && two) {
    const shown = { board, item: one.item, receipt: one.secret }
    await run({ type: 'receipt.consent', ...shown, consent: 'room' }, first?.token)
    await run({ type: 'note.rewrite', board, item: one.item, text: 'alpha, reworded' }, first?.token)
    await run({ type: 'receipt.withdraw', board, item: two.item, receipt: two.secret }, first?.token)
  }
  traces.push('reworded')
  await run({ type: 'consent', consent: 'named' }, first?.token)
  await house.committer.settled()

  const suspects = { persons: writers.map(({ id }) => id), clients }
  // It would be seen: of what they wrote openly, the bytes tell whose it is.
  for (const { item } of ordinary) expect(linksIn(spy.writes, [item], suspects)).not.toEqual([])
  expect(linksIn(spy.writes, traces, suspects)).toEqual([])

  // And what was written before it was shared tells nothing at all, to whoever has no key.
  const drafts = spy.writes.filter(({ key }) => key.includes('/draft:'))
  expect(drafts.length).toBeGreaterThan(0)
  for (const write of drafts) {
    const entry = write.key + (write.type === 'put' ? Buffer.from(write.value).toString('latin1') : '')
    expect(some([...traces, ...suspects.persons, 'items', 'note'], entry)).toBe(false)
  }
  const left: string[] = []
  for await (const [key] of spy.storage.list('')) if (key.includes('/draft:')) left.push(key)
  expect(left).toEqual([])
})

test('the order in which notes are shared is chance’s alone, whoever wrote which', async () => {
  const { house, workshop, room } = await startWriting({}, 0)
  const found = await house.workshops.get(workshop.id)
  const board = newId()
  const notes = Array.from({ length: 9 }, (_, index) => ({
    ...note.parse({}),
    id: newReceipt().item,
    text: `note ${index}`,
    consent: 'nameless' as const,
  }))
  const ledger = { ...house.ledger, knows: () => false }
  const put = (given: typeof notes): readonly string[] => {
    // The same chance each time.
    let chance = 7
    const random = (below: number): number => (chance = (chance * 48_271) % 2_147_483_647) % below
    const doc = new Y.Doc()
    putNameless({ ledger }, found, { board, doc }, arrange(random, given, []))
    return readBoard(doc).shown.map(({ id, at }) => `${id} ${at.join()}`)
  }
  const order = put(notes)
  expect(new Set(order).size).toBe(9)
  for (const shift of [1, 4, 8]) expect(put([...notes.slice(shift), ...notes.slice(0, shift)])).toEqual(order)
  expect(put([...notes].reverse())).toEqual(order)
  expect(readBoard(await room()).shown).toEqual([])
})

test('by chance, each note may come at each place', async () => {
  const seen = new Set<string>()
  for (let round = 0; round < 40 && seen.size < 9; round++) {
    const { writers, pen, reveal, notes } = await startWriting()
    for (const [index, writer] of writers.entries()) {
      const page = await pen(writer)
      page.note(`${index}`)
      await page.stored()
    }
    await reveal()
    for (const [place, { text }] of (await notes()).entries()) seen.add(`${text} at ${place}`)
  }
  expect(seen.size).toBe(9)
})
