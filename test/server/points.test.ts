import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { BoardPoints } from '../../shared/answers.ts'
import { readBoard } from '../../shared/board.ts'
import { addItem } from '../../shared/boardItems.ts'
import { boardDoc } from '../../shared/docs.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import { keepsPoints, thinned, writePoint } from '../../server/sync/journal/points.ts'
import { readPoint, type Point } from '../../server/sync/stored.ts'
import { startServer, until } from './harness.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

test('points grow sparse with age, and are bounded in number and in bytes', () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          wait: fc.integer({ min: 10 * MINUTE, max: 5 * HOUR }),
          bytes: fc.integer({ min: 1, max: 3_000_000 }),
        }),
        { minLength: 1, maxLength: 300 },
      ),
      (steps) => {
        let now = 0
        let points: readonly Point[] = []
        for (const { wait, bytes } of steps) {
          now += wait
          points = thinned([...points, { at: now, bytes }], now)
          // The newest always stays.
          expect(points.at(-1)?.at).toBe(now)
        }
        expect(points.length).toBeLessThanOrEqual(18 + 24 + 31)
        expect([...points].sort((a, b) => a.at - b.at)).toEqual(points)
        expect(points.slice(1).reduce((all, { bytes }) => all + bytes, 0)).toBeLessThanOrEqual(64_000_000)
        for (const { at } of points) expect(now - at).toBeLessThan(31 * DAY)
        const days = points.filter(({ at }) => now - at >= DAY).map(({ at }) => Math.floor(at / DAY))
        expect(new Set(days).size).toBe(days.length)
      },
    ),
    { numRuns: 60 },
  ))

test('within the last hours one is kept in each ten minutes, within a day one an hour, within a month one a day', () => {
  let points: readonly Point[] = []
  let now = 0
  for (; now < 3 * DAY; now += 10 * MINUTE) points = thinned([...points, { at: now, bytes: 10 }], now)
  const ages = points.map(({ at }) => now - at)
  expect(ages.filter((age) => age < 3 * HOUR).length).toBeGreaterThanOrEqual(17)
  expect(ages.filter((age) => age >= 3 * HOUR && age < DAY).length).toBeGreaterThanOrEqual(20)
  expect(ages.filter((age) => age >= DAY).length).toBeGreaterThanOrEqual(2)
})

test('boards alone keep points', () => {
  expect(keepsPoints({ type: 'stage' })).toBe(false)
  expect(keepsPoints({ type: 'plan' })).toBe(false)
  expect(keepsPoints({ type: 'board', board: 'b'.repeat(20) })).toBe(true)
  const draft = { type: 'draft', writing: 'w'.repeat(20), person: 'p'.repeat(20) } as const
  expect(keepsPoints(draft)).toBe(false)
})

test('a board that people change is kept as it was every ten minutes, for facilitators to read', async () => {
  const server = await startServer()
  const workshop = await server.create()
  const board = await server.firstBoard(workshop)
  const path = `/workshops/${workshop.id}/boards/${board}/points`
  const asFacilitator = { token: workshop.token }
  const read = async (): Promise<BoardPoints['points']> =>
    (await server.ask<BoardPoints>('GET', path, undefined, asFacilitator)).body.points
  const write = (text: string): Promise<void> =>
    server.write(workshop, boardDoc(board), workshop.participant.id, (doc) =>
      addItem(doc, { kind: 'note', at: [0, 0], text }),
    )
  await write('at first')
  expect(await read()).toEqual([])
  server.clock.advance(10 * MINUTE)
  await write('then')
  await until(async () => (await read()).length === 1)
  await write('too late for that')
  const [point] = await read()
  const { status, headers } = await server.ask('GET', `${path}/${point?.at}`, undefined, asFacilitator)
  expect([status, headers['content-type']]).toEqual([200, 'application/octet-stream'])
  const answer = await fetch(`${server.local}/api${path}/${point?.at}`, {
    headers: { authorization: `Bearer ${workshop.token}` },
  })
  const doc = new Y.Doc()
  Y.applyUpdate(doc, new Uint8Array(await answer.arrayBuffer()))
  const texts = readBoard(doc).shown.map((item) => (item.kind === 'note' ? item.text : ''))
  expect(texts.sort()).toEqual(['at first', 'then'])

  const { body: joined } = await server.join(workshop, 'participant')
  for (const [asking, wanted, status] of [
    [{ token: joined.token }, path, 403],
    [{ token: joined.token }, `${path}/${point?.at}`, 403],
    [asFacilitator, `${path}/12`, 404],
    [asFacilitator, `${path}/not-a-time`, 404],
    [asFacilitator, `/workshops/${workshop.id}/boards/another-000000000000/points`, 404],
    [{}, path, 401],
  ] as const)
    expect((await server.ask('GET', wanted, undefined, asking)).status).toBe(status)
})

test('a point is unpacked no faster than it is read, however much there is in it', async () => {
  const storage = createMemoryStorage()
  const size = 50_000_000
  const { writes } = writePoint('doc/', [], 1, deflateRawSync(Buffer.alloc(size)))
  await storage.commit(writes)
  const point = await readPoint(storage, 'doc/', 1)
  if (!point) throw new Error('no point')
  await until(() => point.readableLength > 0)
  let read = 0
  for await (const piece of point) {
    expect(piece.length + point.readableLength).toBeLessThan(1_000_000)
    read += piece.length
  }
  expect(read).toBe(size)
  expect(await readPoint(storage, 'doc/', 2)).toBeNull()
})
