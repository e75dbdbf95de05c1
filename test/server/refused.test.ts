/** Whoever cannot get in, or is refused something, leaves a line by which they can be helped, and is counted once. */
import { expect, test } from 'vitest'
import type { ServeDeps } from '../../server/serve.ts'
import { newId } from '../../shared/ids.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { startServer, until } from './harness.ts'

type Line = Readonly<Record<string, unknown>>

/** A server, and the lines of its log with what they say. */
const startWatched = async () => {
  const lines: Line[] = []
  const keep = (...[facts, message]: unknown[]): void => void lines.push({ ...Object(facts), message })
  const log: ServeDeps['log'] = { debug() {}, info: keep, warn: keep, error: keep }
  const server = await startServer({ log })
  const count = async (line: string): Promise<number> => {
    const text = (await server.app.inject({ url: '/metrics' })).body
    return Number(
      text
        .split('\n')
        .find((each) => each.startsWith(`${line} `))
        ?.split(' ')
        .at(-1) ?? 0,
    )
  }
  return {
    server,
    lines,
    count,
    refused: () => lines.filter(({ message }) => message === 'a request was refused'),
  }
}

const SECRET = 'words of somebody'

test('what is refused over HTTP is told with code, workshop and person, and counted by code and status', async () => {
  const { server, count, refused } = await startWatched()
  const workshop = await server.create(SECRET)
  const { id } = workshop
  const viewer = (await server.join(workshop, 'viewer', { name: SECRET })).body
  const { person } = { person: viewer.participant.id }
  const ask = server.ask
  await ask('GET', `/workshops/${id}`)
  await ask('POST', `/workshops/${id}/sessions`, { secret: SECRET })
  await ask('POST', `/workshops/${id}/commands`, { type: 'doors', open: false, title: SECRET }, viewer)
  await ask('GET', `/workshops/${id}/exports/${encodeURIComponent(SECRET)}`, undefined, viewer)
  await ask('GET', `/workshops/${encodeURIComponent(SECRET)}`)
  await ask('POST', '/workshops', { title: SECRET }, { headers: { origin: 'http://elsewhere.example' } })
  await server.command(workshop, workshop.token, { type: 'person.remove', person })
  await ask('GET', `/workshops/${id}`, undefined, viewer)
  const told = refused().map(({ code, status, workshop: where, person: who }) => [code, status, where, who])
  expect(told).toEqual([
    ['no-session', 401, id, undefined],
    ['wrong-secret', 401, id, undefined],
    ['forbidden', 403, id, person],
    ['not-found', 404, id, person],
    ['not-found', 404, undefined, undefined],
    ['wrong-origin', 403, undefined, undefined],
    ['removed', 401, id, person],
  ])
  expect(JSON.stringify(refused())).not.toContain(SECRET)
  const counted = (code: string, status: number): Promise<number> =>
    count(`kiteboard_http_refusals_total{code="${code}",status="${status}"}`)
  expect(await counted('not-found', 404)).toBe(2)
  for (const [code, status] of [
    ['no-session', 401],
    ['wrong-secret', 401],
    ['forbidden', 403],
    ['wrong-origin', 403],
    ['removed', 401],
  ] as const)
    expect([code, await counted(code, status)]).toEqual([code, 1])
})

test('whoever cannot get in by a socket leaves a line with workshop and code, and is counted once', async () => {
  const { server, lines, count } = await startWatched()
  const workshop = await server.create()
  const { id } = workshop
  const removed = (await server.join(workshop, 'participant')).body
  await server.command(workshop, workshop.token, { type: 'person.remove', person: removed.participant.id })
  const nowhere = newId()
  const come = (where: string, token: string, origin?: string): Promise<number> =>
    server.socket(where, 'stage', ['kiteboard', `bearer.${token}`], origin).closed
  expect(await come(id, 'nonsense')).toBe(4401)
  expect(await come(id, removed.token)).toBe(4402)
  expect(await come(id, workshop.token, 'http://elsewhere.example')).toBe(4403)
  expect(await come(nowhere, workshop.token)).toBe(4403)
  expect(await come(encodeURIComponent(SECRET), workshop.token)).toBe(4403)
  const told = lines
    .filter(({ message }) => message === 'somebody could not come in')
    .map(({ code, workshop: where, person, why }) => [code, where, person, why])
  expect(told).toEqual([
    [4401, id, undefined, 'no-session'],
    [4402, id, removed.participant.id, 'removed'],
    [4403, id, undefined, 'wrong-origin'],
    [4403, nowhere, undefined, 'not-found'],
    [4403, null, undefined, 'not-found'],
  ])
  expect(JSON.stringify(lines)).not.toContain(SECRET)
  expect(await count('kiteboard_refusals_total{code="4401"}')).toBe(1)
  expect(await count('kiteboard_refusals_total{code="4402"}')).toBe(1)
  expect(await count('kiteboard_refusals_total{code="4403"}')).toBe(3)
})

test('one person does not flood the log, over HTTP or by sockets, and it says what it left out', async () => {
  const { server, lines, refused } = await startWatched()
  const workshop = await server.create()
  const asked = 4 * LIMITS.lines.burst
  for (let n = 0; n < asked; n++)
    await server.ask('GET', `/workshops/${workshop.id}/exports/none`, undefined, workshop)
  const told = refused().filter(({ person }) => person === workshop.participant.id)
  expect(told.length).toBeLessThan(asked)
  expect(told.length).toBeGreaterThanOrEqual(LIMITS.lines.burst)
  const { socket, opened } = server.socket(workshop.id, '', ['kiteboard.mux', `bearer.${workshop.token}`])
  await opened
  const name = 'made-up'
  const opening = Uint8Array.from([name.length, ...Buffer.from(name), 0, 0, 1, 0])
  let answers = 0
  socket.on('message', () => (answers += 1))
  const before = lines.length
  for (let n = 0; n < 4 * LIMITS.lines.burst && socket.readyState === socket.OPEN; n++) {
    const so = answers
    socket.send(opening)
    await until(() => answers > so || socket.readyState !== socket.OPEN)
  }
  expect(answers).toBeGreaterThan(0)
  expect(lines.length - before).toBeLessThanOrEqual(LIMITS.lines.burst + 5)
  expect(JSON.stringify(lines)).not.toContain(name)
})

test('a proxy that passes no WebSockets on leaves a line with workshop and person, and page and program are told', async () => {
  const { server, refused } = await startWatched()
  const workshop = await server.create()
  // What is left of an upgrade when its hop-by-hop headers are gone.
  const headers = { 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==', 'sec-websocket-version': '13' }
  for (const document of ['', '/stage']) {
    const { status } = await server.ask('GET', `/workshops/${workshop.id}/sync${document}`, undefined, {
      token: workshop.token,
      headers,
    })
    expect(status).toBe(426)
  }
  expect(refused()).toHaveLength(2)
  for (const line of refused())
    expect(line).toMatchObject({
      code: 'no-websocket',
      workshop: workshop.id,
      person: workshop.participant.id,
    })
})
