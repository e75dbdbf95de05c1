import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import { writeSyncStep2 } from 'y-protocols/sync'
import * as Y from 'yjs'
import { addItem } from '../../shared/boardItems.ts'
import { MESSAGE_SYNC } from '../../shared/protocol.ts'
import { createAddressOf } from '../../server/auth/address.ts'
import { createMetrics, METRICS } from '../../server/metrics.ts'
import { turn } from '../../server/turn.ts'
import { startServer, until } from './harness.ts'

test('what the server counts is there for whoever runs it, and names nobody', async () => {
  const server = await startServer()
  const workshop = await server.create('A quiet day')
  const { socket, opened } = server.socket(workshop.id, 'stage', ['kiteboard', `bearer.${workshop.token}`])
  await opened
  const read = async (): Promise<string> => (await server.app.inject({ url: '/metrics' })).body
  await until(async () => (await read()).includes('kiteboard_sockets 1'))
  socket.send('not binary')
  await until(async () => (await read()).includes('kiteboard_refusals_total{code="4400"} 1'))
  const text = await read()
  expect(text).toMatch(/^kiteboard_commit_seconds_count [1-9]/m)
  expect(text).toMatch(/^kiteboard_received_bytes_total [1-9]/m)
  for (const secret of [workshop.id, workshop.code, workshop.token, workshop.participant.id, 'quiet'])
    expect(text).not.toContain(secret)
})

test('what a change costs is told by its steps, and how late the event loop is', async () => {
  const server = await startServer()
  const workshop = await server.create()
  const board = await server.firstBoard(workshop)
  const protocols = ['kiteboard', `bearer.${workshop.token}`]
  const { socket, opened } = server.socket(workshop.id, `board:${board}`, protocols)
  await opened
  const doc = new Y.Doc()
  addItem(doc, { kind: 'note', at: [0, 0], text: 'A note' })
  socket.send(
    encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, MESSAGE_SYNC)
      writeSyncStep2(encoder, doc)
    }),
  )
  const read = async (name: string): Promise<number> => {
    const { body } = await server.app.inject({ url: '/metrics' })
    return Number(new RegExp(`^${name} (.*)$`, 'm').exec(body)?.[1])
  }
  for (const step of ['intake', 'commit', 'fan_out', 'write'])
    await until(async () => (await read(`kiteboard_${step}_seconds_count`)) > 0)
  // These turns are held up, and the loop notices in the next of each.
  for (let count = 0; count < 3; count++) {
    const began = performance.now()
    while (performance.now() < began + 100);
    await turn()
  }
  expect(await read('kiteboard_loop_lag_max_seconds')).toBeGreaterThan(0.05)
})

/** Reads the text as Prometheus does. @throws where it would */
const parse = (
  text: string,
): ReadonlyMap<string, { readonly kind: string; readonly values: Map<string, number> }> => {
  const found = new Map<string, { kind: string; values: Map<string, number> }>()
  let name = ''
  expect(text.endsWith('\n')).toBe(true)
  for (const line of text.trimEnd().split('\n')) {
    const [, word = '', about = '', rest = ''] = /^# (HELP|TYPE) (\w+) (.+)$/.exec(line) ?? []
    if (word === 'HELP') {
      expect([line, found.has(about)]).toEqual([line, false])
      name = about
    } else if (word === 'TYPE') {
      expect([line, about]).toEqual([line, name])
      found.set(name, { kind: rest, values: new Map() })
    } else {
      const [, sample = '', value = ''] = /^(\w+(?:\{(?:\w+="[^"\\\n]*",?)+\})?) (\S+)$/.exec(line) ?? []
      expect([line, sample.startsWith(name), Number.isFinite(Number(value))]).toEqual([line, true, true])
      found.get(name)?.values.set(sample, Number(value))
    }
  }
  return found
}

test('what the server counts is printed as Prometheus reads it', () => {
  const metrics = createMetrics()
  metrics.gauge('kiteboard_people', () => 3)
  metrics.add('kiteboard_refusals_total', 1, { code: 4409 })
  metrics.add('kiteboard_refusals_total', 2, { code: 4409 })
  metrics.add('kiteboard_refusals_total', 1, { code: 4508, why: 'slow' })
  metrics.took('kiteboard_tick_seconds', 3)
  metrics.took('kiteboard_tick_seconds', 300)
  metrics.took('kiteboard_tick_seconds', 9_000)
  const read = parse(metrics.print())
  expect([...read.keys()]).toEqual(Object.keys(METRICS))
  const valuesOf = (name: keyof typeof METRICS) => Object.fromEntries(read.get(name)?.values ?? [])
  expect(valuesOf('kiteboard_people')).toEqual({ kiteboard_people: 3 })
  expect(valuesOf('kiteboard_refusals_total')).toEqual({
    'kiteboard_refusals_total{code="4409"}': 3,
    'kiteboard_refusals_total{code="4508",why="slow"}': 1,
  })
  // What has not happened is there to be watched for.
  expect(valuesOf('kiteboard_failed_commits_total')).toEqual({ kiteboard_failed_commits_total: 0 })
  expect(valuesOf('kiteboard_http_refusals_total')).toEqual({})
  const times = valuesOf('kiteboard_tick_seconds')
  expect(times['kiteboard_tick_seconds_bucket{le="0.001"}']).toBe(0)
  expect(times['kiteboard_tick_seconds_bucket{le="0.005"}']).toBe(1)
  expect(times['kiteboard_tick_seconds_bucket{le="0.5"}']).toBe(2)
  expect(times['kiteboard_tick_seconds_bucket{le="5"}']).toBe(2)
  expect(times['kiteboard_tick_seconds_bucket{le="+Inf"}']).toBe(3)
  expect(times['kiteboard_tick_seconds_count']).toBe(3)
  expect(times['kiteboard_tick_seconds_sum']).toBeCloseTo(9.303)
})

test('a server tells of all that it counts, and what each is', async () => {
  const server = await startServer()
  const { body, headers } = await server.app.inject({ url: '/metrics' })
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
  const read = parse(body)
  for (const [name, [kind, , ...labels]] of Object.entries(METRICS)) {
    expect([name, read.get(name)?.kind]).toEqual([name, kind])
    if (labels.length === 0) expect([name, read.get(name)?.values.size]).not.toEqual([name, 0])
    // A unit, or a plain number of things.
    if (kind !== 'gauge') expect(name).toMatch(kind === 'counter' ? /_total$/ : /_seconds$/)
  }
})

const asked = (address: string, forwarded?: string): IncomingMessage => {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: address })
  const request = new IncomingMessage(socket)
  if (forwarded !== undefined) request.headers['x-forwarded-for'] = forwarded
  return request
}

test('a caller is who is at the other end, unless a proxy that we trust says otherwise', () => {
  const nobody = createAddressOf(false)
  expect(nobody(asked('10.0.0.1', '9.9.9.9'))).toBe('10.0.0.1')
  const some = createAddressOf('loopback, 10.1.0.0/16, 192.0.2.7')
  expect(some(asked('127.0.0.1', '8.8.8.8, 9.9.9.9'))).toBe('9.9.9.9')
  expect(some(asked('::ffff:10.1.2.3', '8.8.8.8, 192.0.2.7'))).toBe('8.8.8.8')
  expect(some(asked('10.2.0.1', '8.8.8.8'))).toBe('10.2.0.1')
  expect(some(asked('127.0.0.1'))).toBe('127.0.0.1')
  expect(some(asked('127.0.0.1', 'nonsense, 9.9.9.9'))).toBe('9.9.9.9')
  expect(createAddressOf(true)(asked('10.2.0.1', '8.8.8.8, 9.9.9.9'))).toBe('8.8.8.8')
  // One machine has as many addresses of its IPv6 network as it likes.
  expect(nobody(asked('2001:db8:1:2:3:4:5:6'))).toBe(nobody(asked('2001:db8:1:2:9:9:9:9')))
})
