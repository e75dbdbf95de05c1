import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import type { WorkshopInfo } from '../../shared/answers.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import { StorageUnavailable, type Storage } from '../../server/storage/storage.ts'
import { readBoard } from '../../shared/board.ts'
import { addItem } from '../../shared/boardItems.ts'
import { boardDoc } from '../../shared/docs.ts'
import { createSay } from '../../server/say.ts'
import { openSession } from '../../server/auth/sessions.ts'
import { setMeta } from '../../shared/stage.ts'
import { openMux } from '../sync/muxClient.ts'
import { startServer, until } from './harness.ts'

/** A storage whose disk can be full, or take its time until it is told how that ends. */
const createFailing = () => {
  const storage = createMemoryStorage()
  const disk = { full: false, slow: false, end: null as ((full: boolean) => void) | null }
  return {
    disk,
    storage: {
      ...storage,
      async commit(writes) {
        if (disk.slow) disk.full = await new Promise<boolean>((resolve) => (disk.end = resolve))
        disk.end = null
        if (disk.full) throw new Error('no space left')
        await storage.commit(writes)
      },
    } satisfies Storage,
  }
}

test('what could not be stored is not told, and is not there afterwards', async () => {
  const { disk, storage } = createFailing()
  const { create, command, info, join, ask } = await startServer({ storage })
  const workshop = await create()
  disk.full = true
  expect(await command(workshop, workshop.token, { type: 'board.add', title: 'Lost' })).toMatchObject({
    status: 503,
    body: { error: { code: 'storage-failed', message: createSay('en')('server.storage-failed') } },
  })
  const refused = await join(workshop, 'participant')
  expect(refused.status).toBe(503)
  expect(refused.headers['set-cookie']).toBeUndefined()
  disk.full = false
  const after = await info(workshop, workshop.token)
  expect(after.body.boards.map(({ title }) => title)).toEqual(['Board 1'])
  expect((await command(workshop, workshop.token, { type: 'board.add', title: 'Kept' })).status).toBe(200)
  expect((await join(workshop, 'participant')).body.participant.colour).toBe(1)
  const { body } = await ask<WorkshopInfo>('GET', `/workshops/${workshop.id}`, undefined, {
    token: workshop.token,
  })
  expect(body.boards).toHaveLength(2)
})

test('no answer builds on what could not be stored, also where it waited for something else meanwhile', async () => {
  const { disk, storage } = createFailing()
  const looking: { go: (() => void) | null } = { go: null }
  const server = await startServer({
    storage: {
      ...storage,
      async get(key) {
        if (disk.slow && key.startsWith('code/')) await new Promise<void>((resolve) => (looking.go = resolve))
        return storage.get(key)
      },
    },
  })
  const { create, house, ask } = server
  const workshop = await create()
  const found = await house.workshops.get(workshop.id)
  disk.slow = true
  const token = openSession(house.workshops, found, workshop.participant.id)
  const answer = ask('POST', `/workshops/${workshop.id}/devices`, undefined, { token })
  await until(() => disk.end !== null && looking.go !== null)
  disk.slow = false
  disk.end?.(true)
  await house.committer.settled().catch(() => {})
  disk.full = false
  looking.go?.()
  expect(await answer).toMatchObject({ status: 503, body: { error: { code: 'storage-failed' } } })
})

test('a refusal waits until what it tells of is stored, and is taken back when that fails', async () => {
  const { disk, storage } = createFailing()
  const { create, house, join } = await startServer({ storage })
  const workshop = await create()
  for (const full of [false, true]) {
    const found = await house.workshops.get(workshop.id)
    house.workshops.act(found, (stage) => setMeta(stage, { doors: 'open' }))
    await house.committer.settled()
    disk.slow = true
    house.workshops.act(found, (stage) => setMeta(stage, { doors: 'closed' }))
    let told = false
    const answer = join(workshop, 'participant').finally(() => (told = true))
    await until(() => disk.end !== null)
    await new Promise((resolve) => setImmediate(resolve))
    expect(told).toBe(false)
    disk.slow = false
    disk.end?.(full)
    expect((await answer).status).toBe(full ? 503 : 403)
    disk.full = false
  }
})

test('who was told that the storage failed may write again on the same socket, once there is room', async () => {
  const { disk, storage } = createFailing()
  const server = await startServer({ storage })
  const workshop = await server.create()
  const name = boardDoc(await server.firstBoard(workshop))
  const { body } = await server.join(workshop, 'participant')
  const mux = await openMux({ url: server.local.replace('http', 'ws'), workshop: workshop.id }, body.token)
  onTestFinished(() => mux.close())
  mux.open(name)
  await until(() => mux.messages.some(({ type }) => type === 'step2'))
  const doc = new Y.Doc()
  addItem(doc, { kind: 'note', at: [0, 0], text: 'Written while the disk was full' })
  disk.full = true
  mux.stepTwo(name, Y.encodeStateAsUpdate(doc))
  await until(() => mux.closed(name) !== null)
  expect(mux.closed(name)).toBe(4503)

  disk.full = false
  mux.open(name)
  mux.stepTwo(name, Y.encodeStateAsUpdate(doc))
  await until(() => mux.acked(name) === 1)
  expect(mux.messages.filter(({ type }) => type === 'closed')).toHaveLength(1)
  const room = await server.house.sync.open(workshop.id, name)
  expect(readBoard(room.doc).shown).toHaveLength(1)
})

test('while the storage can neither be written nor read, everybody is told so in words, and with room again all works', async () => {
  const { disk, storage } = createFailing()
  const check = () => {
    if (disk.full) throw new StorageUnavailable('no room to open the folder')
  }
  const lines: object[] = []
  const keep = (facts: object) => void lines.push(facts)
  const server = await startServer({
    log: { debug() {}, info: keep, warn: keep, error() {} },
    storage: {
      ...storage,
      async get(key) {
        check()
        return storage.get(key)
      },
      async *list(prefix) {
        check()
        yield* storage.list(prefix)
      },
    },
  })
  const { create, command, ask, join } = server
  const workshop = await create()
  const board = await server.firstBoard(workshop)
  const start = { type: 'writing.start', board, question: '' } as const
  const calls = [
    () => ask('POST', '/workshops', { title: 'A day' }),
    () => command(workshop, workshop.token, { type: 'board.add', title: 'One more' }),
    () => command(workshop, workshop.token, start),
    () => join(workshop, 'participant'),
    () => ask('POST', '/sessions', { code: workshop.code }),
    () => ask('POST', '/codes', { code: workshop.code }),
    () => ask('POST', `/workshops/${workshop.id}/devices`, {}, workshop),
    () => ask('GET', `/workshops/${workshop.id}/exports/workplan.csv`, undefined, workshop),
    () => ask('GET', `/workshops/${workshop.id}/boards/${board}/points`, undefined, workshop),
    () => ask('GET', `/workshops/${workshop.id}`, undefined, workshop),
  ]
  disk.full = true
  // A change that cannot be stored has the workshop read again: from then on there is nothing in memory to answer from.
  await calls[1]?.()
  for (const call of calls) {
    const { status, body } = await call()
    const message = createSay('en')('server.storage-failed')
    expect([status, body]).toMatchObject([503, { error: { code: 'storage-failed', message } }])
  }
  const { closed } = server.socket(workshop.id, 'stage', ['kiteboard', `bearer.${workshop.token}`])
  expect(await closed).toBe(4503)
  expect(lines).toContainEqual(expect.objectContaining({ code: 4503, why: 'no room to open the folder' }))
  expect(lines).toContainEqual(expect.objectContaining({ status: 503, why: 'no room to open the folder' }))
  disk.full = false
  for (const call of calls) expect((await call()).status).toBeLessThan(300)
})

test('a fault of ours is told without its particulars, and logged without secrets', async () => {
  const lines: unknown[] = []
  const keep = (...line: unknown[]) => void lines.push(line)
  const { create, house, info, ask } = await startServer({
    log: { debug: keep, info: keep, warn: keep, error: keep },
  })
  const workshop = await create('Private title')
  house.storage.get = () => Promise.reject(new Error('secret path /data'))
  const answer = await ask('POST', '/codes', { code: 'ABCDEF' })
  expect(answer).toMatchObject({ status: 500, body: { error: { code: 'fault' } } })
  expect(answer.text).not.toContain('secret path')
  await info(workshop, workshop.token)
  const written = JSON.stringify(lines)
  for (const secret of [workshop.token, workshop.code, 'Private title']) expect(written).not.toContain(secret)
})
