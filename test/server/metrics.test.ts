import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { createCallerOf } from '../../server/auth/caller.ts'
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

const asked = (address: string, forwarded?: string): IncomingMessage => {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: address })
  const request = new IncomingMessage(socket)
  if (forwarded !== undefined) request.headers['x-forwarded-for'] = forwarded
  return request
}

test('a caller is who is at the other end, unless a proxy that we trust says otherwise', () => {
  const nobody = createCallerOf(false)
  expect(nobody(asked('10.0.0.1', '9.9.9.9'))).toBe('10.0.0.1')
  const some = createCallerOf('loopback, 10.1.0.0/16, 192.0.2.7')
  expect(some(asked('127.0.0.1', '8.8.8.8, 9.9.9.9'))).toBe('9.9.9.9')
  expect(some(asked('::ffff:10.1.2.3', '8.8.8.8, 192.0.2.7'))).toBe('8.8.8.8')
  expect(some(asked('10.2.0.1', '8.8.8.8'))).toBe('10.2.0.1')
  expect(some(asked('127.0.0.1'))).toBe('127.0.0.1')
  expect(some(asked('127.0.0.1', 'nonsense, 9.9.9.9'))).toBe('9.9.9.9')
  expect(createCallerOf(true)(asked('10.2.0.1', '8.8.8.8, 9.9.9.9'))).toBe('8.8.8.8')
  // One machine has as many addresses of its IPv6 network as it likes.
  expect(nobody(asked('2001:db8:1:2:3:4:5:6'))).toBe(nobody(asked('2001:db8:1:2:9:9:9:9')))
})
