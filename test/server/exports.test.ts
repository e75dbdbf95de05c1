import { expect, test, vi } from 'vitest'
import * as threads from '../../server/thread.ts'
import { itemsOf } from '../../shared/board.ts'
import { addItems } from '../../shared/boardItems.ts'
import { boardDoc } from '../../shared/docs.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { workplanSchema } from '../../shared/outcome/workplanSchema.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import type { Storage } from '../../server/storage/storage.ts'
import { startServer, until } from './harness.ts'

vi.mock(import('../../server/thread.ts'), async (original) => {
  const real = await original()
  return { ...real, startThread: vi.fn(real.startThread) }
})

const NOTES = 1_000

const setUp = async (storage?: Storage) => {
  const server = await startServer(storage && { storage })
  const workshop = await server.create('A large day')
  const board = await server.firstBoard(workshop)
  await server.write(workshop, boardDoc(board), workshop.participant.id, (doc) => {
    addItems(
      doc,
      Array.from(
        { length: NOTES },
        (_, index) => ({ kind: 'note', at: [0, 0], text: `Note ${index}` }) as const,
      ),
    )
  })
  const path = (name: string) => `/api/workshops/${workshop.id}/exports/${name}`
  return {
    ...server,
    workshop,
    board,
    take: (name: string, token = workshop.token, signal?: AbortSignal) =>
      server.app.inject({
        url: path(name),
        headers: { authorization: `Bearer ${token}` },
        ...(signal && { signal }),
      }),
  }
}

/** Watches the threads that render. Before each answer of theirs is heard, `meanwhile` is done. */
const watchThreads = async (meanwhile: () => Promise<void>) => {
  const { startThread } = await vi.importActual<typeof threads>('../../server/thread.ts')
  const seen = { started: 0, underWay: 0, most: 0 }
  vi.mocked(threads.startThread).mockImplementation((module, data) => {
    const thread = startThread(module, data)
    if (!module.href.endsWith('/renderThread.ts')) return thread
    seen.started += 1
    seen.underWay += 1
    seen.most = Math.max(seen.most, seen.underWay)
    const on = thread.on.bind(thread)
    let told = Promise.resolve()
    return Object.assign(thread, {
      // A thread that has ended meanwhile has no listeners any more: each is called by itself, in the order in which it was to be.
      on(event: string, listener: (...of: unknown[]) => void) {
        return on(event, (...of: unknown[]) => {
          told = told.then(async () => {
            if (event === 'message') {
              await meanwhile()
              seen.underWay -= 1
            }
            listener(...of)
          })
        })
      },
    })
  })
  return seen
}

test('large workplans are rendered in a thread, one after the other, each whole, and others are served meanwhile', async () => {
  const { take, app } = await setUp()
  const served: number[] = []
  const seen = await watchThreads(async () => {
    served.push((await app.inject('/healthz')).statusCode)
  })
  const [md, json] = await Promise.all(['workplan.md', 'workplan.json'].map((name) => take(name)))
  expect(seen).toEqual({ started: 2, underWay: 0, most: 1 })
  expect(served).toEqual([200, 200])
  expect([md?.statusCode, json?.statusCode]).toEqual([200, 200])
  expect(md?.body).toContain(`- Note ${NOTES - 1}\n`)
  const { notes } = workplanSchema.parse(json?.json())
  expect(notes.flatMap((group) => group.notes)).toHaveLength(NOTES)
}, 60_000)

test('an export that holds what could not be stored is not given out, however long it took to render', async () => {
  const storage = createMemoryStorage()
  let fail: (() => void) | null = null
  let slow = false
  const { take, house, workshop, board, write } = await setUp({
    ...storage,
    async commit(writes) {
      if (slow) await new Promise<never>((_, reject) => (fail = () => reject(new Error('no space left'))))
      await storage.commit(writes)
    },
  })
  const seen = await watchThreads(async () => {
    slow = false
    fail?.()
    await house.committer.settled().catch(() => {})
  })
  // It is read from the storage only once nothing is under way.
  await house.sync.open(workshop.id, 'plan')
  slow = true
  const lost = write(workshop, boardDoc(board), workshop.participant.id, (doc) => {
    addItems(doc, [{ kind: 'note', at: [0, 0], text: 'Never stored' }])
  }).catch(() => 'lost')
  await until(() => fail !== null)
  const answer = await take('workplan.md')
  expect([await lost, answer.statusCode, seen.started]).toEqual(['lost', 503, 1])
  expect(answer.body).not.toContain('Never stored')
})

test('who is sent out while their export is made does not get it, and others do', async () => {
  const { take, join, command, workshop } = await setUp()
  const { token, participant } = (await join(workshop, 'participant')).body
  await watchThreads(async () => {
    await command(workshop, workshop.token, { type: 'person.remove', person: participant.id })
  })
  const [theirs, own] = await Promise.all([take('workplan.md', token), take('workplan.md')])
  expect([theirs.statusCode, own.statusCode]).toEqual([401, 200])
  expect(theirs.body).not.toContain('Note 1')
}, 60_000)

test('who asks for one export many times has it made twice, and the next of another person comes before their others', async () => {
  const { take, join, workshop } = await setUp()
  const { token } = (await join(workshop, 'participant')).body
  const seen = await watchThreads(async () => {})
  const order: string[] = []
  const asked = async (name: string, by?: string) => {
    const { statusCode } = await take(name, by)
    order.push(by ? name : `facilitator's ${name}`)
    return statusCode
  }
  const first = asked('workplan.csv', token)
  await until(() => seen.started === 1)
  const many = Array.from({ length: 30 }, () => asked('workplan.csv', token))
  const others = ['workplan.md', 'meetings.ics'].map((name) => asked(name, token))
  const own = asked('workplan.json')
  expect(new Set(await Promise.all([first, ...many, ...others, own]))).toEqual(new Set([200]))
  expect(seen).toEqual({ started: 5, underWay: 0, most: 1 })
  expect(order.indexOf("facilitator's workplan.json")).toBeLessThan(order.indexOf('workplan.md'))
}, 60_000)

test('one person takes so many exports at once, and others go on taking theirs', async () => {
  const { take, join, workshop } = await setUp()
  const { token } = (await join(workshop, 'participant')).body
  const schema = 'workplan.schema.json'
  const all = await Promise.all(
    Array.from({ length: LIMITS.exports.burst + 1 }, async () => (await take(schema, token)).statusCode),
  )
  expect(all.filter((status) => status !== 200)).toEqual([429])
  expect((await take(schema)).statusCode).toBe(200)
})

test('what is kept in the room is in none of the exports that a thread makes', async () => {
  const { take, command, workshop, board, house } = await setUp()
  const item = [...(await house.planner.open(await house.workshops.get(workshop.id))).boards.values()]
    .flatMap(({ doc }) => [...itemsOf(doc).keys()])
    .at(-1)
  const kept = { type: 'consent', consent: 'room', item: { board, item: item ?? '' } } as const
  expect((await command(workshop, workshop.token, kept)).status).toBe(200)
  const seen = await watchThreads(async () => {})
  const plan = workplanSchema.parse((await take('workplan.json')).json())
  expect(plan.kept).toBe(1)
  expect(plan.notes.flatMap((group) => group.notes)).toHaveLength(NOTES - 1)
  expect((await take('board.json')).body.match(/"kept": /g)).toHaveLength(1)
  expect(seen.started).toBe(2)
}, 60_000)
