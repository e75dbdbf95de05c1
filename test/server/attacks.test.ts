/** What somebody might try who means no good, and what must hold then. */
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import type { DeviceCode } from '../../shared/answers.ts'
import { EXPORTS } from '../../shared/api.ts'
import { itemsOf } from '../../shared/board.ts'
import { addItem } from '../../shared/boardItems.ts'
import { boardDoc } from '../../shared/docs.ts'
import { newId } from '../../shared/ids.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { startServer, type Asking } from './harness.ts'

/** What somebody tells a helper. */
const REFERENCE = /^[0-9A-Z]{4}-[0-9A-Z]{2}$/

test('an address that cannot be read is answered in our own form', async () => {
  const { app } = await startServer()
  for (const url of ['/%', '/api/workshops/%', '/api/workshops/%zz/sessions']) {
    const answer = await app.inject({ method: 'GET', url })
    expect(answer.statusCode).toBe(400)
    const reference = expect.stringMatching(REFERENCE) as string
    expect(answer.json()).toEqual({
      error: { code: 'malformed', message: expect.any(String) as string, reference },
    })
  }
})

test('no spelling of an address passes by the check of where a page comes from', async () => {
  const { app } = await startServer()
  for (const url of ['/api/workshops', '/%61pi/workshops', '/ap%69/workshops']) {
    const answer = await app.inject({
      method: 'POST',
      url,
      headers: { origin: 'http://evil.example', 'content-type': 'application/json' },
      payload: JSON.stringify({ title: 'x' }),
    })
    expect([url, answer.statusCode]).toEqual([url, 403])
    expect(answer.headers['cache-control']).toBe('no-store')
  }
})

test('whatever a peer wrote, each export can be made', async () => {
  const server = await startServer()
  const workshop = await server.create()
  const board = await server.firstBoard(workshop)
  const { doc } = await server.house.sync.open(workshop.id, 'plan')
  const row = (table: string, fields: Readonly<Record<string, unknown>>) =>
    doc.getMap(table).set(newId(), new Y.Map(Object.entries(fields)))
  row('meetings', { date: '2026-99-99', time: '99:99', timeZone: 'No/Where' })
  row('meetings', { date: '0000-00-00', time: '00:00' })
  row('actions', { action: 'a', due: '2026-99-99', start: '9999-12-31', big: 10n, principles: [2 ** 53 - 1] })
  await server.write(workshop, boardDoc(board), workshop.participant.id, (page) => {
    const odd = { kind: 'note', v: 1, at: [0, 0], big: 10n, bytes: new Uint8Array(4), deep: { big: 1n } }
    itemsOf(page).set(newId(), new Y.Map<unknown>(Object.entries(odd)))
  })
  for (const name of EXPORTS) {
    const path = `/workshops/${workshop.id}/exports/${name}`
    const { status } = await server.ask('GET', path, undefined, { token: workshop.token })
    expect([name, status]).toEqual([name, 200])
  }
})

test('whoever asks without end is told to wait; others are served, and so are they in a while', async () => {
  const server = await startServer()
  const workshop = await server.create()
  const other = (await server.join(workshop, 'participant')).body
  const statuses = async (token: string, times: number): Promise<ReadonlySet<number>> => {
    const answers = await Promise.all(Array.from({ length: times }, () => server.info(workshop, token)))
    return new Set(answers.map(({ status }) => status))
  }
  const { burst, perSecond } = LIMITS.requests
  expect(await statuses(workshop.token, burst)).toEqual(new Set([200]))
  expect(await server.command(workshop, workshop.token, { type: 'consent', consent: 'room' })).toMatchObject({
    status: 429,
    body: { error: { code: 'too-fast' } },
  })
  expect(await statuses(other.token, 1)).toEqual(new Set([200]))
  server.clock.advance(1_000)
  expect(await statuses(workshop.token, perSecond)).toEqual(new Set([200]))
  expect(await statuses(workshop.token, 1)).toEqual(new Set([429]))
})

test('the server stops although somebody holds a connection and says nothing', async () => {
  const server = await startServer()
  const open = async (words: string): Promise<void> => {
    const socket = connect(Number(new URL(server.local).port), '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    socket.on('error', () => {})
    await new Promise((resolve) => socket.once('connect', resolve))
    socket.write(words)
  }
  await open('')
  await open('POST /api/workshops HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{')
  await server.stop()
})

test("a device's code ends with the session that asked for it", async () => {
  const server = await startServer()
  const workshop = await server.create()
  const { token } = (await server.join(workshop, 'participant')).body
  const { body } = await server.ask<{ code: string }>(
    'POST',
    `/workshops/${workshop.id}/devices`,
    {},
    { token },
  )
  await server.command(workshop, workshop.token, { type: 'link.replace', role: 'participant' })
  expect((await server.ask('POST', '/sessions', { code: body.code })).status).toBe(401)
})

test('whoever is in one workshop is nobody in another, by header, cookie or socket, whatever they ask for', async () => {
  const server = await startServer()
  const [mine, theirs] = [await server.create('Mine'), await server.create('Theirs')]
  const board = await server.firstBoard(theirs)
  const item = newId()
  await server.write(theirs, boardDoc(board), theirs.participant.id, (doc) =>
    addItem(doc, { kind: 'note', id: item, at: [0, 0], text: 'Theirs' }),
  )
  const path = `/workshops/${theirs.id}`
  const wanted = { question: 'Which?', method: { type: 'score' }, candidates: [{ board, item }] }
  const opened = await server.ask<{ round: { id: string } }>('POST', `${path}/rounds`, wanted, theirs)
  const round = `${path}/rounds/${opened.body.round.id}`
  const calls: readonly (readonly ['GET' | 'POST' | 'PUT', string, unknown?])[] = [
    ['GET', path],
    ['POST', `${path}/commands`, { type: 'doors', open: false }],
    ['POST', `${path}/devices`, {}],
    ['POST', `${path}/leave`, {}],
    ['POST', `${path}/rounds`, wanted],
    ['PUT', `${round}/ballot`, { choices: { [item]: 5 } }],
    ['GET', `${round}/ballot`],
    ['POST', `${round}/close`, {}],
    ['GET', `${round}/result`],
    ...EXPORTS.map((name) => ['GET', `${path}/exports/${name}`] as const),
  ]
  const { token } = mine
  const ways: readonly Asking[] = [
    { token },
    { headers: { cookie: `kb_${theirs.id}=${token}` } },
    { headers: { cookie: `kb_${mine.id}=${token}` } },
    {},
  ]
  for (const way of ways)
    for (const [method, url, body] of calls)
      expect([url, (await server.ask(method, url, body, way)).status]).toEqual([url, 401])
  for (const document of [boardDoc(board), 'stage', 'plan'])
    expect(await server.socket(theirs.id, document, ['kiteboard', `bearer.${token}`]).closed).toBe(4401)
  // Neither does a round, a board or an item of theirs exist for those who are in mine.
  const own = `/workshops/${mine.id}`
  const foreign = await server.ask(
    'PUT',
    `${own}/rounds/${opened.body.round.id}/ballot`,
    { choices: {} },
    mine,
  )
  expect(foreign.status).toBe(404)
  expect((await server.ask('POST', `${own}/rounds`, wanted, mine)).status).toBe(422)
  expect(await server.socket(mine.id, boardDoc(board), ['kiteboard', `bearer.${token}`]).closed).toBe(4403)
})

test('names that every object has are no choices, exports, rounds or workshops', async () => {
  const server = await startServer()
  const workshop = await server.create()
  const board = await server.firstBoard(workshop)
  const item = newId()
  await server.write(workshop, boardDoc(board), workshop.participant.id, (doc) =>
    addItem(doc, { kind: 'note', id: item, at: [0, 0], text: 'A note' }),
  )
  const path = `/workshops/${workshop.id}`
  const wanted = { question: 'Which?', method: { type: 'score' }, candidates: [{ board, item }] }
  const { round } = (await server.ask<{ round: { id: string } }>('POST', `${path}/rounds`, wanted, workshop))
    .body
  const ballot = `${path}/rounds/${round.id}/ballot`
  for (const payload of [
    '{"choices":{"__proto__":1}}',
    '{"__proto__":{"choices":{}}}',
    '['.repeat(200_000),
  ]) {
    const headers = { authorization: `Bearer ${workshop.token}`, 'content-type': 'application/json' }
    const answer = await server.app.inject({ method: 'PUT', url: `/api${ballot}`, headers, payload })
    expect(answer.statusCode).toBe(400)
  }
  for (const name of ['hasOwnProperty', 'constructor', 'propertyIsEnumerable', '__defineGetter__']) {
    const choices = JSON.parse(`{"${name}": 1}`) as unknown
    expect((await server.ask('PUT', ballot, { choices }, workshop)).status).toBe(422)
    for (const url of [`${path}/exports/${name}`, `${path}/rounds/${name}/result`, `/workshops/${name}`])
      expect([url, (await server.ask('GET', url, undefined, workshop)).status]).toEqual([url, 404])
  }
  for (const number of ['1e400', '-1', '0.5', '5.0000001', 'null', '"5"', '[5]']) {
    const answer = await server.app.inject({
      method: 'PUT',
      url: `/api${ballot}`,
      headers: { authorization: `Bearer ${workshop.token}`, 'content-type': 'application/json' },
      payload: `{"choices":{"${item}":${number}}}`,
    })
    expect([number, answer.statusCode]).toEqual([number, 422])
  }
})

test('an end that no calendar knows is refused', async () => {
  const server = await startServer()
  const workshop = await server.create()
  const board = await server.firstBoard(workshop)
  const item = newId()
  await server.write(workshop, boardDoc(board), workshop.participant.id, (doc) =>
    addItem(doc, { kind: 'note', id: item, at: [0, 0], text: 'A note' }),
  )
  const wanted = {
    question: 'Which?',
    method: { type: 'score' },
    candidates: [{ board, item }],
    endsAt: 1e300,
  }
  expect((await server.ask('POST', `/workshops/${workshop.id}/rounds`, wanted, workshop)).status).toBe(400)
})

test('a hall joins from one address, and joins again; beyond that newcomers wait, and who is in does not', async () => {
  const server = await startServer()
  const workshop = await server.create()
  const joinFrom = (address: string, token?: string) =>
    server.join(workshop, 'participant', { name: 'Joe', address, ...(token && { token }) })
  const first = await joinFrom('10.0.0.1')
  // The hall comes, and comes twice more on devices that have forgotten who they were.
  for (let n = 1; n < 3 * 400; n++) expect(server.house.mayComeAnew('10.0.0.1', 1)).toBe(true)
  for (let n = 3 * 400; n < LIMITS.joins.burst - 1; n++) server.house.mayComeAnew('10.0.0.1', 1)
  expect((await joinFrom('10.0.0.1')).status).toBe(201)
  const { status, body } = await joinFrom('10.0.0.1')
  expect([status, body]).toEqual([
    429,
    {
      error: {
        code: 'too-fast',
        message: 'Very many people joined from here just now. Please try again in a minute.',
        reference: expect.stringMatching(REFERENCE) as string,
      },
    },
  ])
  expect((await joinFrom('10.0.0.1', first.body.token)).status).toBe(200)
  const devices = `/workshops/${workshop.id}/devices`
  const { body: device } = await server.ask<DeviceCode>('POST', devices, {}, first.body)
  const asking = { address: '10.0.0.1' }
  expect((await server.ask('POST', '/sessions', { code: device.code }, asking)).status).toBe(201)
  expect((await joinFrom('10.0.0.2')).status).toBe(201)
  server.clock.advance(3_000)
  for (let n = 0; n < 3 * LIMITS.joins.perSecond; n++) expect((await joinFrom('10.0.0.1')).status).toBe(201)
  expect((await joinFrom('10.0.0.1')).status).toBe(429)
})

test('one address starts so many workshops in an hour, and others go on starting theirs', async () => {
  const server = await startServer()
  const start = (address: string) =>
    server.ask<{ error: { code: string; message: string } }>(
      'POST',
      '/workshops',
      { title: 'x' },
      { address },
    )
  for (let n = 0; n < LIMITS.workshopsAnHour; n++) expect((await start('10.0.0.1')).status).toBe(201)
  const { status, body } = await start('10.0.0.1')
  expect([status, body.error.code]).toEqual([429, 'too-fast'])
  expect(body.error.message).toBe('Many workshops were started from here. Please wait an hour.')
  expect((await start('10.0.0.2')).status).toBe(201)
  server.clock.advance(3_600_000)
  expect((await start('10.0.0.1')).status).toBe(201)
})
