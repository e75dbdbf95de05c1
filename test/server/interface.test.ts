/** The page about the interface, and its OpenAPI, tell what the server does. */
import { expect, test } from 'vitest'
import * as z from 'zod'
import { addItem } from '../../shared/boardItems.ts'
import { boardDoc } from '../../shared/docs.ts'
import { newId } from '../../shared/ids.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { CALLS } from '../../server/http/interface.ts'
import { createInterface } from '../../server/http/interfacePage.ts'
import { startServer, type Answer } from './harness.ts'

/** The routes that the framework prints as a tree, each level set in by four signs. */
const routesIn = (tree: string): string[] => {
  const path: string[] = []
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods = ''] = /^([│ ]*)[├└]── (\S+) \((.*)\)$/.exec(line) ?? []
    path.splice(indent.length / 4, Infinity, part)
    return methods
      .split(', ')
      .filter((method) => method && method !== 'HEAD')
      .map((method) => `${method} ${path.join('')}`)
  })
}

test('every call there is stands in the table, and no other', async () => {
  const { app } = await startServer()
  const routes = routesIn(app.printRoutes({ commonPrefix: false })).filter((route) => route.includes(' /api'))
  expect(routes.length).toBeGreaterThan(10)
  expect(CALLS.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(routes.sort())
})

test('OpenAPI and the page can be read by anybody, name every call and command, and load nothing', async () => {
  const server = await startServer()
  const { status, body } = await server.ask<{
    openapi: string
    paths: Record<string, Record<string, unknown>>
  }>('GET', '/openapi.json')
  expect([status, body.openapi]).toEqual([200, '3.1.0'])
  const page = await server.app.inject({ url: '/api' })
  expect(page.statusCode).toBe(200)
  for (const { method, path } of CALLS) {
    expect(body.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]).toBeDefined()
    expect(page.body).toContain(`${method} ${path}`)
  }
  for (const type of ['timer.start', 'writing.reveal', 'note.rewrite']) {
    expect(JSON.stringify(body)).toContain(type)
    expect(page.body).toContain(type)
  }
  expect(page.body).not.toMatch(/<script|<link|src=|undefined|\{\d\}/)
})

test('what is told of the interface is made once, however often it is asked for, and from wherever', () => {
  let said = 0
  const { page, openApi } = createInterface((key) => {
    said += 1
    return key
  })
  expect(said).toBe(0)
  const told = () => [page(), ...['https://one.example', 'https://other.example'].map(openApi)]
  const first = told()
  const once = said
  expect(once).toBeGreaterThan(CALLS.length)
  expect([told(), said]).toEqual([first, once])
  const servers = first.slice(1).map((json) => JSON.parse(json).servers)
  expect(servers).toEqual([[{ url: 'https://one.example' }], [{ url: 'https://other.example' }]])
})

test('what the server answers is of the shape that the table tells', async () => {
  const server = await startServer()
  const told = (method: string, path: string, { status, body }: Answer): void => {
    const answer = CALLS.find((call) => call.method === method && call.path === path)?.answers[status]
    if (answer?.type !== 'json') throw new Error(`${method} ${path} ${status}`)
    const parsed = z.safeParse(answer.schema, body)
    expect([path, parsed.error?.message]).toEqual([path, undefined])
  }
  const started = await server.ask('POST', '/workshops', { title: 'A day' })
  told('POST', '/api/workshops', started)
  const workshop = await server.create()
  const path = `/workshops/${workshop.id}`
  told('GET', '/api/workshops/:id', await server.ask('GET', path, undefined, workshop))
  told('POST', '/api/sessions', await server.ask('POST', '/sessions', { code: workshop.code }))
  told('POST', '/api/codes', await server.ask('POST', '/codes', { code: workshop.code }))
  told('POST', '/api/workshops/:id/sessions', await server.join(workshop, 'viewer'))
  const secret = server.secretOf(workshop.links.participant)
  told('POST', '/api/workshops/:id/knock', await server.ask('POST', `${path}/knock`, { secret }))
  told('POST', '/api/workshops/:id/devices', await server.ask('POST', `${path}/devices`, {}, workshop))
  const hand = { type: 'hand', up: true } as const
  told('POST', '/api/workshops/:id/commands', await server.command(workshop, workshop.token, hand))
  const board = await server.firstBoard(workshop)
  const item = newId()
  await server.write(workshop, boardDoc(board), workshop.participant.id, (doc) =>
    addItem(doc, { kind: 'note', id: item, at: [0, 0], text: 'A note' }),
  )
  const points = await server.ask('GET', `${path}/boards/${board}/points`, undefined, workshop)
  told('GET', '/api/workshops/:id/boards/:board/points', points)
  const wanted = { question: 'Which?', method: { type: 'score' }, candidates: [{ board, item }] }
  const opened = await server.ask<{ round: { id: string } }>('POST', `${path}/rounds`, wanted, workshop)
  told('POST', '/api/workshops/:id/rounds', opened)
  const ROUND = '/api/workshops/:id/rounds/:rid'
  const round = `${path}/rounds/${opened.body.round.id}`
  const choices = { choices: { [item]: 5 } }
  told('PUT', `${ROUND}/ballot`, await server.ask('PUT', `${round}/ballot`, choices, workshop))
  told('GET', `${ROUND}/ballot`, await server.ask('GET', `${round}/ballot`, undefined, workshop))
  told('POST', `${ROUND}/close`, await server.ask('POST', `${round}/close`, {}, workshop))
  told('GET', `${ROUND}/result`, await server.ask('GET', `${round}/result`, undefined, workshop))
  told('POST', '/api/workshops/:id/leave', await server.ask('POST', `${path}/leave`, {}, workshop))
})

test('what any call may be refused with is told of each: a strange page, too large a body', async () => {
  const server = await startServer()
  const workshop = await server.create()
  const strange = { headers: { origin: 'https://elsewhere.example' } }
  const large = { words: 'x'.repeat(LIMITS.body) }
  for (const { method, path } of CALLS) {
    const url = path.replace('/api', '').replace(':id', workshop.id).replace(/:\w+/g, 'x')
    const refused = await server.ask(method, url, undefined, { ...strange, token: workshop.token })
    expect([path, refused.status]).toEqual([path, 403])
    if (method === 'GET') continue
    const tooLarge = await server.ask(method, url, large, { token: workshop.token })
    expect([path, tooLarge.status]).toEqual([path, 413])
  }
})
