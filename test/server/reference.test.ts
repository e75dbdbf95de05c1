/** Whoever is in trouble reads a short word on their screen, and whoever helps finds their lines in the log by it. */
import { expect, test } from 'vitest'
import type { ErrorBody } from '../../shared/answers.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { newReference, referenceOf } from '../../shared/reference.ts'
import type { ServeDeps } from '../../server/serve.ts'
import { startServer, until } from './harness.ts'

type Line = Readonly<Record<string, unknown>>

const WORD = /^[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{2}$/

/** A server, and how somebody who helps looks for a word in its log. */
const startWatched = async () => {
  const lines: Line[] = []
  const keep = (facts: object, message: string): void => void lines.push({ ...facts, message })
  const log: ServeDeps['log'] = { debug() {}, info: keep, warn: keep, error: keep }
  const server = await startServer({ log })
  const refused = async (
    method: 'GET' | 'POST',
    path: string,
    body?: object,
    options?: Parameters<typeof server.ask>[3],
  ): Promise<ErrorBody['error']> => (await server.ask<ErrorBody>(method, path, body, options)).body.error
  return {
    server,
    lines,
    refused,
    find: (reference: string | undefined) => {
      expect(reference).toMatch(WORD)
      return lines.filter((line) => JSON.stringify(line).includes(`"${reference}"`))
    },
  }
}

test('a person has one word, made of their id and telling nothing of it; chance makes others', () => {
  const words = ['person-1-person-1-per', 'person-2-person-2-per'].map(referenceOf)
  expect(words).toEqual(['person-1-person-1-per', 'person-2-person-2-per'].map(referenceOf))
  for (const word of [...words, newReference()]) expect(word).toMatch(WORD)
  expect(new Set([...words, newReference(), newReference()]).size).toBe(4)
})

test('what a person is refused and what their sockets do stands under the word that their page shows', async () => {
  const { server, refused, find } = await startWatched()
  const workshop = await server.create()
  const { body } = await server.join(workshop, 'participant')
  const { participant, token } = body
  const word = referenceOf(participant.id)
  const { socket, opened, closed } = server.socket(workshop.id, 'stage', ['kiteboard', `bearer.${token}`])
  await opened
  await until(() => find(word).length === 1)
  socket.send('not binary')
  await closed
  const { reference } = await refused(
    'POST',
    `/workshops/${workshop.id}/commands`,
    { type: 'doors', open: false },
    { token },
  )
  expect(reference).toBe(word)
  // Also once they are out, and their page asks again.
  await server.command(workshop, workshop.token, { type: 'person.remove', person: participant.id })
  expect((await refused('GET', `/workshops/${workshop.id}`, undefined, { token })).reference).toBe(word)
  expect(await server.socket(workshop.id, 'stage', ['kiteboard', `bearer.${token}`]).closed).toBe(4402)
  const lines = find(word)
  expect(lines.map(({ message, code }) => [message, code])).toEqual([
    ['a socket was opened', undefined],
    ['a socket was closed', 4400],
    ['a request was refused', 'forbidden'],
    ['a request was refused', 'removed'],
    ['somebody could not come in', 4402],
  ])
  for (const line of lines) expect(line).toMatchObject({ workshop: workshop.id, person: participant.id })
})

test('who holds a wrong code, or a link of the past, has a word of the moment, and the workshop is named where it is known', async () => {
  const { server, refused, find } = await startWatched()
  const workshop = await server.create()
  const secret = server.secretOf(workshop.links.participant)
  await server.command(workshop, workshop.token, { type: 'link.replace', role: 'participant' })
  const link = await refused('POST', `/workshops/${workshop.id}/knock`, { secret })
  expect(link.code).toBe('wrong-secret')
  const [about] = find(link.reference)
  expect(about).toMatchObject({
    message: 'a request was refused',
    code: 'wrong-secret',
    workshop: workshop.id,
  })
  const code = await refused('POST', '/codes', { code: 'ZZZZZZ' })
  expect(find(code.reference)).toHaveLength(1)
  expect(find(code.reference)[0]).not.toHaveProperty('workshop')
  expect(code.reference).not.toBe(link.reference)
  // A code for another device of somebody who was sent out meanwhile.
  const joe = (await server.join(workshop, 'viewer')).body
  const device = await server.ask<{ code: string }>('POST', `/workshops/${workshop.id}/devices`, {}, joe)
  await server.command(workshop, workshop.token, { type: 'person.remove', person: joe.participant.id })
  const late = await refused('POST', '/codes', { code: device.body.code })
  expect(late).toMatchObject({ code: 'wrong-secret', reference: referenceOf(joe.participant.id) })
  expect(find(late.reference).at(-1)).toMatchObject({ workshop: workshop.id, code: 'wrong-secret' })
})

test('nobody is given a word that stands in no line', async () => {
  const { lines, refused } = await startWatched()
  const told = new Set<string | undefined>()
  while (!told.has(undefined) && told.size < 2 * LIMITS.linesPerAddress.burst)
    told.add((await refused('POST', '/codes', { code: 'ZZZZZZ' })).reference)
  expect(told.has(undefined)).toBe(true)
  const written = new Set(lines.map(({ reference }) => reference))
  for (const reference of told) if (reference !== undefined) expect(written).toContain(reference)
})

test('a fault of ours is found by its word, with what went wrong', async () => {
  const { server, refused, find } = await startWatched()
  server.house.storage.get = () => Promise.reject(new Error('a broken thing'))
  const { code, reference } = await refused('POST', '/codes', { code: 'ABCDEF' })
  expect(code).toBe('fault')
  expect(find(reference).map(({ message }) => message)).toEqual(['a request failed', 'a request was refused'])
})
