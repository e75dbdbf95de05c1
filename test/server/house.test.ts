import { expect, test } from 'vitest'
import { addressesOf, isLoopback } from '../../server/addresses.ts'
import { readConfig } from '../../server/config.ts'
import { isPage } from '../../server/http/pages.ts'
import { createSay } from '../../server/say.ts'
import { startServer } from './harness.ts'

const t = createSay('en')

test('settings have defaults, and what cannot be used is said in words', () => {
  expect(readConfig({}, [], t)).toMatchObject({
    port: 8420,
    host: '127.0.0.1',
    dataDir: './data',
    publicUrl: null,
    trustProxy: false,
  })
  expect(readConfig({}, ['--lan', '--example'], t)).toMatchObject({ host: '0.0.0.0', example: true })
  expect(readConfig({ HOST: '10.0.0.5' }, ['--lan'], t).host).toBe('10.0.0.5')
  expect(readConfig({ PUBLIC_URL: 'https://x.example/', TRUST_PROXY: 'true' }, [], t)).toMatchObject({
    publicUrl: 'https://x.example',
    trustProxy: true,
  })
  expect(() => readConfig({ PORT: 'many' }, [], t)).toThrow('PORT')
  expect(() => readConfig({ PUBLIC_URL: 'x' }, [], t)).toThrow('PUBLIC_URL')
  expect(() => readConfig({ PUBLIC_URL: 'https://x.example/kite/' }, [], t)).toThrow('without a path')
  expect(() => readConfig({}, ['--open'], t)).toThrow('--open')
})

test.each([
  ['TRUST_PROXY', 'yes', 'true is needed, or false, or addresses'],
  ['TRUST_PROXY', '10.0.0.1,', 'parted by commas'],
  ['TRUST_PROXY', '10.0.0.0/33', 'parted by commas'],
  ['HOST', 'http://127.0.0.1:8420', 'without http://'],
  ['PORT', '99999', '0 to 65535'],
  ['PUBLIC_URL', 'kite.example.org', 'like https://'],
  ['DATA_DIR', ' ', 'a folder'],
  ['LOG_LEVEL', 'loud', 'one of debug'],
])('what cannot be used is refused by the name of its setting: %s=%s', (name, value, why) => {
  const reading = () => readConfig({ [name]: value }, [], t)
  expect(reading).toThrow(`The setting ${name} cannot be used`)
  expect(reading).toThrow(why)
})

test.each(['true', 'false', '127.0.0.1', '::1, 10.0.0.0/8', 'loopback,192.0.2.7'])(
  'proxies that are named so are known wherever they are asked for: %s',
  async (value) => {
    const { trustProxy } = readConfig({ TRUST_PROXY: value }, [], t)
    const { app } = await startServer({ config: { trustProxy } })
    expect((await app.inject({ url: '/healthz' })).statusCode).toBe(200)
  },
)

test('an address that only this machine can open is told from one that others can', () => {
  for (const name of ['localhost', '127.0.0.1', '127.0.1.1', '[::1]']) expect(isLoopback(name)).toBe(true)
  for (const name of ['192.168.0.7', 'board.example.org', '127.0.0.1.example.org'])
    expect(isLoopback(name)).toBe(false)
})

test('a server on this machine alone answers to its loopback names and to no others', () => {
  const { main, origins, lan } = addressesOf({ host: '127.0.0.1', port: 8420, publicUrl: null })
  expect(main).toBe('http://127.0.0.1:8420')
  expect([...origins].sort()).toEqual(['http://127.0.0.1:8420', 'http://[::1]:8420', 'http://localhost:8420'])
  expect(lan).toEqual([])
  expect(addressesOf({ host: '0.0.0.0', port: 80, publicUrl: 'https://x.example' }).main).toBe(
    'https://x.example',
  )
})

test('every address that is no file and no part of the interface is a page', () => {
  for (const url of ['/', '/w/abc', '/w/abc/board?x=1', '/join', '/hall'])
    expect(isPage('GET', url)).toBe(true)
  for (const url of ['/api', '/api/x', '/assets/a.js', '/robots.txt']) expect(isPage('GET', url)).toBe(false)
  expect(isPage('POST', '/join')).toBe(false)
})

test('pages come with a policy that lets no strange script in', async () => {
  const { app } = await startServer()
  const page = await app.inject({ url: '/w/abc' })
  expect(page.statusCode).toBe(200)
  expect(page.headers['content-security-policy']).toContain("script-src 'self'")
  expect(page.headers['x-content-type-options']).toBe('nosniff')
})

test('it is alive and ready while it runs', async () => {
  const { app, ask } = await startServer()
  expect((await app.inject({ url: '/healthz' })).statusCode).toBe(200)
  expect((await app.inject({ url: '/readyz' })).json()).toEqual({ ready: true })
  expect((await ask('GET', '/nothing')).body).toMatchObject({ error: { code: 'not-found' } })
})

test('a body that is too large, or not JSON, is refused in our own form', async () => {
  const { app, ask } = await startServer()
  expect(await ask('POST', '/workshops', { title: 'x'.repeat(300_000) })).toMatchObject({
    status: 413,
    body: { error: { code: 'too-large' } },
  })
  const headers = { 'content-type': 'application/json' }
  const broken = await app.inject({ method: 'POST', url: '/api/workshops', headers, payload: '{' })
  expect(broken.json()).toMatchObject({ error: { code: 'malformed' } })
})

test('exports are for those who take part, and the backup for facilitators', async () => {
  const { ask, create, join } = await startServer()
  const workshop = await create('Día / of "all"')
  const fetchAs = async (role: 'viewer' | 'participant' | 'facilitator', name: string) => {
    const { token } = (await join(workshop, role)).body
    return ask('GET', `/workshops/${workshop.id}/exports/${name}`, undefined, { token })
  }
  expect((await fetchAs('viewer', 'workplan.md')).status).toBe(403)
  const plan = await fetchAs('participant', 'workplan.md')
  expect(plan.status).toBe(200)
  expect(plan.headers['content-disposition']).toBe('attachment; filename="dia-of-all-workplan.md"')
  expect((await fetchAs('participant', 'board.json')).status).toBe(403)
  expect((await fetchAs('facilitator', 'board.json')).status).toBe(200)
  expect((await fetchAs('facilitator', 'other.exe')).status).toBe(404)
})
