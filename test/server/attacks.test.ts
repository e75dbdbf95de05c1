/** What somebody might try who means no good, and what must hold then. */
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { EXPORTS } from '../../shared/api.ts'
import { itemsOf } from '../../shared/board.ts'
import { boardDoc } from '../../shared/docs.ts'
import { newId } from '../../shared/ids.ts'
import { startServer } from './harness.ts'

test('an address that cannot be read is answered in our own form', async () => {
  const { app } = await startServer()
  for (const url of ['/%', '/api/workshops/%', '/api/workshops/%zz/sessions']) {
    const answer = await app.inject({ method: 'GET', url })
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toEqual({ error: { code: 'malformed', message: expect.any(String) as string } })
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
