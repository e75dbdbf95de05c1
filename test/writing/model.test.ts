/** Private writing against a model: any order of starting, writing, going offline, sharing, ending, crashing and prying. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { trash } from '../../shared/bin.ts'
import { draftDoc } from '../../shared/docs.ts'
import { readDraft } from '../../shared/draft.ts'
import { createMemoryKeys } from '../../server/storage/memoryKeys.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import type { Storage } from '../../server/storage/storage.ts'
import { NOTES_A_TURN } from '../../server/writing/plan.ts'
import { startServer } from '../server/harness.ts'
import { lookAt, openPen, writerOf, type Pen, type Writer, type WritingServer } from './support.ts'

const PEOPLE = 3
const who = fc.nat({ max: PEOPLE - 1 })
const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ type: fc.constant('start' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('write' as const),
      who,
      room: fc.boolean(),
      count: fc.constantFrom(1, 1, NOTES_A_TURN),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('bin' as const), who }) },
  /** Writes without a connection; what nobody shared until then is late, and shared by itself. */
  { weight: 2, arbitrary: fc.record({ type: fc.constant('late' as const), who }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('pry' as const), who, whose: who }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('reveal' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('cancel' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('crash' as const) }) },
  /** The disk goes away after so many more commits, while drafts are being shared; and then the server. */
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('crash while sharing' as const), commits: fc.nat({ max: 5 }) }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

/** What ought to be. */
interface Model {
  writing: string | null
  /** Texts of each person's draft, and which of them stay in the room. */
  readonly drafts: Map<string, boolean>[]
  /** What lies on the board, likewise. */
  readonly board: Map<string, boolean>
}

/** Storage that stops taking commits, for good, after so many. */
const withFuse = (storage: Storage) => {
  let left = Infinity
  return {
    burnAfter: (commits: number): void => void (left = commits),
    storage: {
      ...storage,
      async commit(writes) {
        if (left <= 0) throw new Error('the disk is gone')
        left -= 1
        return storage.commit(writes)
      },
    } satisfies Storage,
  }
}

const live = async (steps: readonly Step[]): Promise<void> => {
  const storage = createMemoryStorage()
  const keys = createMemoryKeys()
  let disk = withFuse(storage)
  let server: WritingServer = await startServer({ storage: disk.storage, keys })
  const workshop = await server.create()
  let look = await lookAt(server, workshop)
  const writers: Writer[] = []
  for (let index = 0; index < PEOPLE; index++)
    writers.push(writerOf((await server.join(workshop, 'participant')).body))
  const model: Model = { writing: null, drafts: writers.map(() => new Map()), board: new Map() }
  let pens = new Map<number, Pen>()
  let count = 0

  const penOf = async (index: number): Promise<Pen | null> => {
    const writer = writers[index]
    if (!writer || !model.writing) return null
    const known = pens.get(index)
    if (known) return known
    const pen = await openPen(server, workshop.id, writer, draftDoc(model.writing, writer.id))
    expect(pen.closed()).toBeNull()
    pens.set(index, pen)
    return pen
  }

  const close = (): void => {
    pens.forEach(({ client }) => client.close())
    pens = new Map()
  }

  /** The old server is left where it stands: all that the new one has is the storage and the keys. */
  const startAgain = async (): Promise<void> => {
    close()
    disk = withFuse(storage)
    server = await startServer({ storage: disk.storage, keys })
    look = await lookAt(server, workshop)
  }

  /** Everything that was written is on the board, and the writing is over. */
  const share = (): void => {
    for (const draft of model.drafts) {
      for (const [text, room] of draft) model.board.set(text, room)
      draft.clear()
    }
    model.writing = null
  }

  const take = async (now: Step): Promise<void> => {
    switch (now.type) {
      case 'start': {
        const { status, body } = await look.run<{ writing: { id: string } }>({
          type: 'writing.start',
          board: look.board,
          question: '',
        })
        expect(status).toBe(model.writing ? 409 : 200)
        if (status === 200) model.writing = body.writing.id
        return
      }
      case 'write': {
        const pen = await penOf(now.who)
        if (!pen) return
        const texts = Array.from({ length: now.count }, () => `note ${count++}`)
        pen.doc.transact(() => texts.forEach((text) => pen.note(text, now.room ? 'room' : null)))
        await pen.stored()
        for (const text of texts) model.drafts[now.who]?.set(text, now.room)
        return
      }
      case 'bin': {
        const pen = await penOf(now.who)
        const last = pen && readDraft(pen.doc).at(-1)
        if (!pen || !last) return
        trash(pen.doc, [last.id])
        await pen.stored()
        model.drafts[now.who]?.delete(last.text)
        return
      }
      case 'late': {
        const text = `late ${count++}`
        const { status } = await look.run(
          {
            type: 'writing.share',
            board: look.board,
            notes: [{ id: `late-${String(count).padStart(20, '0')}`, text }],
          },
          writers[now.who]?.token,
        )
        expect(status).toBe(200)
        model.board.set(text, false)
        return
      }
      case 'pry': {
        const [writer, author] = [writers[now.who], writers[now.whose]]
        if (!writer || !author || !model.writing || writer === author) return
        const pen = await openPen(server, workshop.id, writer, draftDoc(model.writing, author.id))
        expect([pen.closed(), readDraft(pen.doc)]).toEqual([4403, []])
        pen.client.close()
        return
      }
      case 'reveal':
      case 'cancel': {
        const writing = model.writing ?? workshop.id
        const answer = await look.run({ type: `writing.${now.type}`, writing })
        const written = model.drafts.flatMap((draft) => [...draft])
        if (!model.writing) return expect(answer.status).toBe(409)
        expect(answer.body).toEqual(now.type === 'reveal' ? { revealed: written.length } : {})
        if (now.type === 'cancel') for (const draft of model.drafts) draft.clear()
        share()
        return close()
      }
      case 'crash':
        return startAgain()
      case 'crash while sharing': {
        if (!model.writing) return
        disk.burnAfter(now.commits)
        const answer = await look.run({ type: 'writing.reveal', writing: model.writing })
        await startAgain()
        // Either nothing has come of it, or all.
        const isOver = look.stage().meta.writing === null
        if (answer.status === 200) expect(isOver).toBe(true)
        if (isOver) share()
        return
      }
      default:
        return now satisfies never
    }
  }

  const check = async (): Promise<void> => {
    expect(look.stage().meta.writing?.id ?? null).toBe(model.writing)
    expect((await keys.list()).map(({ writing }) => writing)).toEqual(model.writing ? [model.writing] : [])
    const notes = await look.notes()
    expect(notes.map(({ text }) => text).sort()).toEqual([...model.board.keys()].sort())
    for (const { id, text } of notes)
      expect(look.wrote().get(`${look.board}/${id}`)).toEqual({
        by: null,
        allows: model.board.get(text) ? 'room' : 'nameless',
      })
    for (const [index, draft] of model.drafts.entries()) {
      const pen = pens.get(index)
      if (pen) expect(readDraft(pen.doc).map(({ text }) => text)).toEqual([...draft.keys()])
    }
  }

  for (const each of steps) {
    await take(each)
    await check()
  }
  // Whoever comes back finds what they wrote.
  close()
  for (let index = 0; index < PEOPLE; index++) await penOf(index)
  await check()
  close()
}

test('drafts are read by nobody else, and all of each is on the board once it was shared, once', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), live), { numRuns: 16 })
}, 120_000)
