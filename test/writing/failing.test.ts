/** Private writing over failing disks and crashes: at each step of what it does to storage and keys. */
import { describe, expect, test } from 'vitest'
import { draftDoc } from '../../shared/docs.ts'
import { readDraft } from '../../shared/draft.ts'
import { CLOSE } from '../../shared/protocol.ts'
import { createMemoryKeys } from '../../server/storage/memoryKeys.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import type { Keys } from '../../server/storage/keys.ts'
import type { Storage } from '../../server/storage/storage.ts'
import { NOTES_A_TURN } from '../../server/writing/plan.ts'
import { startServer, until } from '../server/harness.ts'
import { lookAt, openPen, someone, startWriting, writerOf } from './support.ts'

/** What happens at the step that is to fail. */
const HOWS = ['is not done', 'is done, and said not to be'] as const
/** What happens after it. */
const THENS = ['all works again', 'the server is gone'] as const

interface Plan {
  /** Counted from the moment of arming. */
  readonly step: number
  readonly how: (typeof HOWS)[number]
  readonly then: (typeof THENS)[number]
}

/** Storage and keys that fail by plan. */
const createFailing = () => {
  const storage = createMemoryStorage()
  const keys = createMemoryKeys()
  let plan: Plan | null = null
  let steps = 0
  const guarded =
    <Args extends unknown[], Result>(work: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      if (!plan) return work(...args)
      const step = steps++
      if (step === plan.step && plan.how === 'is done, and said not to be') await work(...args)
      if (step === plan.step || (step > plan.step && plan.then === 'the server is gone'))
        throw new Error('the disk failed')
      return work(...args)
    }
  return {
    storage,
    keys,
    arm(next: Plan) {
      plan = next
      steps = 0
    },
    /** @returns whether the plan's step was reached */
    disarm(): boolean {
      const reached = plan !== null && steps > plan.step
      plan = null
      return reached
    },
    failingStorage: {
      ...storage,
      commit: guarded(storage.commit),
      async *list(prefix) {
        // Nothing is done by reading.
        if (plan?.how === 'is not done') await guarded(async () => {})()
        yield* storage.list(prefix)
      },
    } satisfies Storage,
    failingKeys: { ...keys, make: guarded(keys.make), destroy: guarded(keys.destroy) } satisfies Keys,
  }
}

/** Does something at each step in turn, until there is no such step any more. */
const atEachStep = (
  title: string,
  work: (plan: Plan, disk: ReturnType<typeof createFailing>) => Promise<boolean>,
): void => {
  describe(title, () => {
    for (const how of HOWS)
      for (const then of THENS)
        test(`one step ${how}, then ${then}`, async () => {
          let step = 0
          while (await work({ step, how, then }, createFailing())) step += 1
          expect(step).toBeGreaterThanOrEqual(2)
        })
  })
}

/** Opens a workshop as it is after the failure: in a new server when the old one is gone. */
const afterwards = async (
  { then }: Plan,
  { storage, keys }: ReturnType<typeof createFailing>,
  started: Awaited<ReturnType<typeof startWriting>>,
) => {
  const server = then === 'the server is gone' ? await startServer({ storage, keys }) : started.server
  // What a failed commit has thrown out of memory is read again.
  await until(async () => (await server.info(started.workshop, started.workshop.token)).status === 200)
  return { server, look: await lookAt(server, started.workshop) }
}

atEachStep('sharing loses nothing and doubles nothing', async (plan, disk) => {
  const started = await startWriting({ storage: disk.failingStorage, keys: disk.failingKeys }, 1)
  const { writers, writing, workshop } = started
  const writer = someone(writers)
  // They come on the board in three parts.
  const texts = Array.from({ length: NOTES_A_TURN * 2 + 5 }, (_, index) => `note ${100 + index}`)
  const first = await started.pen(writer)
  first.doc.transact(() => texts.forEach((text) => first.note(text)))
  await first.stored()
  disk.arm(plan)
  const answer = await started.reveal()
  await started.house.committer.settled().catch(() => {})
  const reached = disk.disarm()
  const { server, look } = await afterwards(plan, disk, started)
  const open = look.stage().meta.writing
  const shown = async () => (await look.notes()).map(({ text }) => text).sort()
  if (answer.status === 200) expect(open).toBeNull()
  if (open) {
    expect(open.id).toBe(writing)
    expect(await disk.keys.list()).toEqual([{ workshop: workshop.id, writing }])
    const page = await openPen(server, workshop.id, writer, draftDoc(writing, writer.id))
    // Drafts are open and nothing of them is shown; or the end has begun, and they will never be open again.
    if (page.closed() === null) {
      expect(await shown()).toEqual([])
      expect(readDraft(page.doc).map(({ text }) => text)).toEqual(texts)
    } else expect([page.closed(), plan.then]).toEqual([CLOSE.forbidden, 'all works again'])
    const again = await look.run<{ revealed: number }>({ type: 'writing.reveal', writing })
    expect(again).toMatchObject({ status: 200, body: { revealed: texts.length } })
  } else if (plan.then === 'the server is gone' && answer.status === 200)
    expect(await disk.keys.list()).toEqual([])
  expect(await shown()).toEqual(texts)
  expect([...look.wrote().values()]).toEqual(texts.map(() => ({ by: null, allows: 'nameless' })))
  // At the latest, the next start destroys the key and with it all that the drafts have left.
  const last = await startServer({ storage: disk.storage, keys: disk.keys })
  expect(await disk.keys.list()).toEqual([])
  expect((await (await lookAt(last, workshop)).notes()).map(({ text }) => text).sort()).toEqual(texts)
  for await (const [key] of disk.storage.list('doc/')) expect(key).not.toContain('/draft:')
  return reached
})

atEachStep('a writing is started wholly or not at all', async (plan, disk) => {
  const server = await startServer({ storage: disk.failingStorage, keys: disk.failingKeys })
  const workshop = await server.create()
  const writer = writerOf((await server.join(workshop, 'participant')).body)
  const board = await server.firstBoard(workshop)
  disk.arm(plan)
  const start = { type: 'writing.start', board, question: '' } as const
  const answer = await server.command<{ writing: { id: string } }>(workshop, workshop.token, start)
  await server.house.committer.settled().catch(() => {})
  const reached = disk.disarm()
  const next =
    plan.then === 'the server is gone'
      ? await startServer({ storage: disk.storage, keys: disk.keys })
      : server
  await until(async () => (await next.info(workshop, workshop.token)).status === 200)
  const look = await lookAt(next, workshop)
  const open = look.stage().meta.writing
  if (answer.status === 200) expect(open?.id).toBe(answer.body.writing.id)
  expect(await disk.keys.list()).toEqual(open ? [{ workshop: workshop.id, writing: open.id }] : [])
  const writing = open?.id ?? (await look.run<typeof answer.body>(start)).body.writing.id
  const page = await openPen(next, workshop.id, writer, draftDoc(writing, writer.id))
  page.note('all is well')
  await page.stored()
  expect((await look.run({ type: 'writing.reveal', writing })).body).toEqual({ revealed: 1 })
  return reached
})

test('drafts whose key is lost leave a workshop that works, and no writing open', async () => {
  const { storage, keys } = createFailing()
  const started = await startWriting({ storage, keys }, 1)
  const page = await started.pen(someone(started.writers))
  page.note('unreadable from now on')
  await page.stored()
  await started.server.stop()
  const server = await startServer({ storage, keys: createMemoryKeys() })
  const look = await lookAt(server, started.workshop)
  // Everybody is told why it ended, until another begins.
  expect(look.stage().meta).toMatchObject({ writing: null, lostWriting: started.writing })
  expect((await look.run({ type: 'writing.start', board: look.board, question: '' })).status).toBe(200)
  expect(look.stage().meta.lostWriting).toBeNull()
})

test('a clean stop and start keeps drafts, and counts them again', async () => {
  const { storage, keys } = createFailing()
  const started = await startWriting({ storage, keys })
  for (const writer of started.writers) {
    const page = await started.pen(writer)
    page.note('still mine')
    await page.stored()
  }
  await started.server.stop()
  const server = await startServer({ storage, keys })
  const look = await lookAt(server, started.workshop)
  server.clock.advance(60_000)
  expect(look.stage().meta.writing?.progress).toEqual({ people: 3, notes: 3 })
  const answer = await look.run({ type: 'writing.reveal', writing: started.writing })
  expect(answer.body).toEqual({ revealed: 3 })
})
