import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { CreatedWorkshop, DeviceCode, Joined, Knocked } from '../../shared/answers.ts'
import { openLevelStorage } from '../../server/storage/level.ts'
import { startServer, type Answer } from './harness.ts'

const codeOf = (answer: Answer): unknown => (answer.body as { error?: { code: string } }).error?.code

test('whoever starts a workshop is its facilitator, with absolute links and a code', async () => {
  const { ask, info, local } = await startServer()
  const made = await ask<CreatedWorkshop>('POST', '/workshops', { title: '  A day  ' })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ title: 'A day', participant: { role: 'facilitator', colour: 0 } })
  expect(made.body.code).toMatch(/^[A-HJ-NP-Z2-9]{6}$/)
  for (const link of Object.values(made.body.links))
    expect(link).toMatch(new RegExp(`^${local}/w/${made.body.id}#[\\w-]{22}$`))
  const { body } = await info(made.body, made.body.token)
  expect(body).toMatchObject({ title: 'A day', role: 'facilitator', boards: [{ title: 'Board 1' }] })
  expect(codeOf(await ask('POST', '/workshops', { title: ' ' }))).toBe('malformed')
})

test.each(['viewer', 'participant', 'facilitator'] as const)(
  'a link of role %s joins as just that',
  async (role) => {
    const { create, join, ask, secretOf } = await startServer()
    const workshop = await create()
    const knock = await ask<Knocked>('POST', `/workshops/${workshop.id}/knock`, {
      secret: secretOf(workshop.links[role]),
    })
    expect(knock.body).toEqual({ workshop: { id: workshop.id, title: 'A day' }, role })
    const joined = await join(workshop, role, { name: 'Joe' })
    expect(joined).toMatchObject({ status: 201, body: { participant: { name: 'Joe', role, colour: 1 } } })
  },
)

test('a code may be typed in any case, with spaces and dashes', async () => {
  const { create, ask } = await startServer()
  const { code, id } = await create()
  for (const typed of [
    code,
    code.toLowerCase(),
    `${code.slice(0, 3)} ${code.slice(3)}`,
    code.split('').join('-'),
  ]) {
    expect((await ask<Knocked>('POST', '/codes', { code: typed })).body).toMatchObject({ workshop: { id } })
    expect(await ask('POST', '/sessions', { code: typed })).toMatchObject({
      status: 201,
      body: { participant: { role: 'participant' } },
    })
  }
})

test('people without a name get friendly ones, each another', async () => {
  const { create, join } = await startServer()
  const workshop = await create()
  const names = await Promise.all(
    Array.from({ length: 40 }, async () => (await join(workshop, 'participant')).body.participant.name),
  )
  expect(new Set(names).size).toBe(40)
  for (const name of names) expect(name).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/)
})

test('joining again with a valid session is the same person, whose role may rise and never falls', async () => {
  const { create, join, info } = await startServer()
  const workshop = await create()
  const first = await join(workshop, 'participant', { name: 'Joe' })
  const { token, participant } = first.body
  const risen = await join(workshop, 'facilitator', { token })
  expect(risen.status).toBe(200)
  expect(risen.body).toMatchObject({ token, participant: { id: participant.id, role: 'facilitator' } })
  const again = await join(workshop, 'viewer', { token })
  expect(again).toMatchObject({ status: 200, body: { participant: { role: 'facilitator' } } })
  expect((await info(workshop, token)).body.role).toBe('facilitator')
})

test('a browser is known by its cookie, which no script and no other site can use', async () => {
  const { create, join, ask } = await startServer()
  const workshop = await create()
  const joined = await join(workshop, 'participant')
  const cookie = String(joined.headers['set-cookie'])
  expect(cookie).toMatch(new RegExp(`^kb_${workshop.id}=[\\w-]+; Path=/api/workshops/${workshop.id}; `))
  expect(cookie).toContain('HttpOnly; SameSite=Strict')
  expect(cookie).not.toContain('Secure')
  const [pair = ''] = cookie.split(';')
  const headers = { cookie: `other=1; ${pair}` }
  expect((await ask('GET', `/workshops/${workshop.id}`, undefined, { headers })).status).toBe(200)
  expect((await join(workshop, 'participant', { headers })).status).toBe(200)
})

test('a viewer who is in joins by the code below the workshop, and stays the same person', async () => {
  const { create, join, ask } = await startServer()
  const workshop = await create()
  const { token, participant } = (await join(workshop, 'viewer')).body
  const secret = workshop.code.toLowerCase()
  const again = await ask('POST', `/workshops/${workshop.id}/sessions`, { secret }, { token })
  expect(again).toMatchObject({
    status: 200,
    body: { participant: { id: participant.id, role: 'participant' } },
  })
})

test('under https the cookie is Secure, and links begin with the public address', async () => {
  const { ask } = await startServer({ config: { publicUrl: 'https://board.example.org' } })
  const made = await ask<CreatedWorkshop>('POST', '/workshops', { title: 'A day' })
  expect(String(made.headers['set-cookie'])).toContain('Secure')
  expect(made.body.links.viewer).toMatch(/^https:\/\/board\.example\.org\/w\//)
})

test('a page of another origin is refused, our own and other programs are not', async () => {
  const { ask, local, create, socket } = await startServer()
  const workshop = await create()
  const from = (origin: string) => ask('POST', '/workshops', { title: 'x' }, { headers: { origin } })
  for (const origin of ['http://evil.example', 'null', `${local}0`, local.replace('http', 'https')])
    expect(await from(origin)).toMatchObject({ status: 403, body: { error: { code: 'wrong-origin' } } })
  expect((await from(local)).status).toBe(201)
  const protocols = ['kiteboard', `bearer.${workshop.token}`]
  expect(await socket(workshop.id, 'stage', protocols, 'http://evil.example').closed).toBe(4403)
  await socket(workshop.id, 'stage', protocols, local).opened
})

test('no session, a made-up one, and one of another workshop are all refused', async () => {
  const { ask, create, info } = await startServer()
  const workshop = await create()
  const other = await create()
  for (const token of ['', 'x'.repeat(32), other.token])
    expect(codeOf(await info(workshop, token))).toBe('no-session')
  expect(codeOf(await ask('GET', '/workshops/nothing', undefined, { token: other.token }))).toBe('not-found')
})

test('wrong codes count against an address, right ones never do', async () => {
  const { ask, create, clock, secretOf } = await startServer()
  const workshop = await create()
  const guess = (address: string) => ask('POST', '/sessions', { code: 'ZZZZZZ' }, { address })
  for (let right = 0; right < 100; right++)
    expect((await ask('POST', '/codes', { code: workshop.code }, { address: '10.0.0.1' })).status).toBe(200)
  for (let wrong = 0; wrong < 60; wrong++) expect(codeOf(await guess('10.0.0.1'))).toBe('wrong-secret')
  expect(await guess('10.0.0.1')).toMatchObject({ status: 429, body: { error: { code: 'too-fast' } } })
  const knock = await ask(
    'POST',
    `/workshops/${workshop.id}/knock`,
    { secret: 'no' },
    { address: '10.0.0.1' },
  )
  expect(knock.status).toBe(429)
  // Nobody shuts the door on others behind the same address, nor on other addresses.
  expect((await ask('POST', '/sessions', { code: workshop.code }, { address: '10.0.0.1' })).status).toBe(201)
  expect(codeOf(await guess('10.0.0.2'))).toBe('wrong-secret')
  clock.set(-3_600_000)
  clock.advance(60_001)
  expect(codeOf(await guess('10.0.0.1'))).toBe('wrong-secret')
  // A program that guesses learns nothing by code; a link cannot be guessed, and works.
  for (let wrong = 0; wrong < 600; wrong++) await guess('10.0.0.1')
  expect((await ask('POST', '/sessions', { code: workshop.code }, { address: '10.0.0.1' })).status).toBe(429)
  const secret = secretOf(workshop.links.participant)
  const byLink = await ask('POST', `/workshops/${workshop.id}/sessions`, { secret }, { address: '10.0.0.1' })
  expect(byLink.status).toBe(201)
})

test("a device's code joins the same person once, within five minutes", async () => {
  const { ask, create, clock, join } = await startServer()
  const workshop = await create()
  const { body } = await join(workshop, 'participant', { name: 'Joe' })
  const device = async () =>
    (await ask<DeviceCode>('POST', `/workshops/${workshop.id}/devices`, undefined, { token: body.token }))
      .body
  const { code, expiresAt } = await device()
  expect(expiresAt).toBe(clock.now() + 300_000)
  expect(code).toMatch(/^[A-HJ-NP-Z2-9]{6}$/)
  // It says whose it is, so that nobody is asked for a name.
  expect((await ask('POST', '/codes', { code })).body).toMatchObject({ person: body.participant })
  const joined = await ask<Joined>('POST', '/sessions', { code: code.toLowerCase() })
  expect(joined).toMatchObject({ status: 201, body: { participant: body.participant } })
  expect(joined.body.token).not.toBe(body.token)
  expect(codeOf(await ask('POST', '/sessions', { code }))).toBe('wrong-secret')
  const late = await device()
  clock.advance(300_001)
  expect(codeOf(await ask('POST', '/sessions', { code: late.code }))).toBe('wrong-secret')
  // A clock that is set back lengthens nothing.
  const long = await device()
  clock.advance(299_999)
  clock.set(-3_600_000)
  expect((await ask('POST', '/codes', { code: long.code })).status).toBe(200)
  clock.advance(1)
  expect(codeOf(await ask('POST', '/sessions', { code: long.code }))).toBe('wrong-secret')
})

test('whoever comes back by a new link, or by code, after theirs was replaced is the same person', async () => {
  const { ask, command, create, info, join } = await startServer()
  const workshop = await create()
  const { token, participant } = (await join(workshop, 'participant', { name: 'Joe' })).body
  await command(workshop, token, {
    type: 'member.join',
    ...{ name: 'Joe', organisation: '', contact: '', showName: true, showContact: false },
  })
  const replaced = await command<{ link: string }>(workshop, workshop.token, {
    type: 'link.replace',
    role: 'participant',
  })
  const links = { ...workshop.links, participant: replaced.body.link }
  expect(codeOf(await info(workshop, token))).toBe('no-session')
  const secret = links.participant.split('#')[1] ?? ''
  const at = `/workshops/${workshop.id}`
  expect((await ask('POST', `${at}/knock`, { secret }, { token })).body).toMatchObject({
    person: participant,
  })
  const back = await join({ ...workshop, links }, 'participant', { token, name: 'Another name' })
  expect(back).toMatchObject({ status: 201, body: { participant } })
  expect((await info(workshop, back.body.token)).body.member).toMatchObject({ name: 'Joe' })
  // The old token has done its work: it opens nothing, and the next time it stands for nobody.
  expect((await info(workshop, token)).status).toBe(401)
  expect((await ask<Joined>('POST', `${at}/sessions`, { secret }, { token })).body.participant.id).not.toBe(
    participant.id,
  )
  await command(workshop, workshop.token, { type: 'link.replace', role: 'participant' })
  const byCode = await ask('POST', `${at}/sessions`, { secret: workshop.code }, { token: back.body.token })
  expect(byCode).toMatchObject({ status: 201, body: { participant } })
})

test('who comes back has the role of the new way in, and borrows none from another device', async () => {
  const { ask, command, create, info, join } = await startServer()
  const workshop = await create()
  const { token, participant } = (await join(workshop, 'facilitator', { name: 'Fern' })).body
  const device = await ask<DeviceCode>('POST', `/workshops/${workshop.id}/devices`, undefined, { token })
  const second = (await ask<Joined>('POST', '/sessions', { code: device.body.code })).body
  const { body } = await command<{ link: string }>(workshop, workshop.token, {
    type: 'link.replace',
    role: 'facilitator',
  })
  const byCode = (token: string) =>
    ask<Joined>('POST', `/workshops/${workshop.id}/sessions`, { secret: workshop.code }, { token })
  const lower = (await byCode(second.token)).body
  expect(lower.participant).toEqual({ ...participant, role: 'participant' })
  const links = { ...workshop.links, facilitator: body.link }
  const risen = (await join({ ...workshop, links }, 'facilitator', { token })).body
  expect(risen.participant).toEqual(participant)
  expect((await info(workshop, lower.token)).body.role).toBe('facilitator')
  const again = await command<{ link: string }>(workshop, workshop.token, {
    type: 'link.replace',
    role: 'facilitator',
  })
  await join({ ...workshop, links: { ...links, facilitator: again.body.link } }, 'facilitator', {
    token: risen.token,
  })
  const other = (await byCode(lower.token)).body
  expect(other.participant).toMatchObject({ role: 'participant' })
  expect(other.participant.id).not.toBe(participant.id)
})

test('a removed person is told so, and comes back as somebody new, if the doors are open', async () => {
  const { ask, command, create, info, join, socket } = await startServer()
  const workshop = await create()
  const { token, participant } = (await join(workshop, 'participant', { name: 'Joe' })).body
  const { opened, closed } = socket(workshop.id, 'stage', ['kiteboard', `bearer.${token}`])
  await opened
  await expect.poll(async () => (await info(workshop, token)).status).toBe(200)
  await command(workshop, workshop.token, { type: 'person.remove', person: participant.id })
  expect(await closed).toBe(4402)
  expect(await info(workshop, token)).toMatchObject({ status: 401, body: { error: { code: 'removed' } } })
  await command(workshop, workshop.token, { type: 'doors', open: false })
  expect(codeOf(await join(workshop, 'participant', { token }))).toBe('doors-closed')
  await command(workshop, workshop.token, { type: 'doors', open: true })
  const secret = workshop.links.participant.split('#')[1] ?? ''
  const knock = await ask<Knocked>('POST', `/workshops/${workshop.id}/knock`, { secret }, { token })
  expect(knock.body.person).toBeUndefined()
  const joined = await join(workshop, 'participant', { token, name: 'Joe' })
  expect(joined.status).toBe(201)
  expect(joined.body.participant.id).not.toBe(participant.id)
})

test('closed doors keep newcomers out, and nobody who is in', async () => {
  const { ask, command, create, join, info, secretOf } = await startServer()
  const workshop = await create()
  const inside = (await join(workshop, 'participant')).body
  const device = await ask<DeviceCode>(
    'POST',
    `/workshops/${workshop.id}/devices`,
    {},
    { token: inside.token },
  )
  await command(workshop, workshop.token, { type: 'doors', open: false })
  expect(codeOf(await join(workshop, 'participant'))).toBe('doors-closed')
  expect(codeOf(await ask('POST', '/sessions', { code: workshop.code }))).toBe('doors-closed')
  // They are told as they knock, and learn nothing else; whoever is in finds the way back by the same code.
  const knock = (secret: string, token?: string) =>
    ask<Knocked>('POST', `/workshops/${workshop.id}/knock`, { secret }, token === undefined ? {} : { token })
  for (const secret of [
    secretOf(workshop.links.participant),
    secretOf(workshop.links.viewer),
    workshop.code,
  ]) {
    const refused = await knock(secret)
    expect(codeOf(refused)).toBe('doors-closed')
    expect(JSON.stringify(refused.body)).not.toContain(workshop.title)
  }
  expect((await ask('POST', '/codes', { code: workshop.code })).body).toEqual({
    workshop: { id: workshop.id },
  })
  expect((await knock(workshop.code, inside.token)).body.person).toEqual(inside.participant)
  expect((await knock(secretOf(workshop.links.facilitator))).status).toBe(200)
  expect((await info(workshop, inside.token)).status).toBe(200)
  expect((await join(workshop, 'participant', { token: inside.token })).status).toBe(200)
  expect((await ask('POST', '/sessions', { code: device.body.code })).status).toBe(201)
  expect((await join(workshop, 'facilitator')).status).toBe(201)
  await command(workshop, workshop.token, { type: 'doors', open: true })
  expect((await ask('POST', '/sessions', { code: workshop.code })).status).toBe(201)
})

test("leaving ends this device's session and its sockets, and no other", async () => {
  const { ask, create, join, info, socket } = await startServer()
  const workshop = await create()
  const { token } = (await join(workshop, 'participant')).body
  const { opened, closed } = socket(workshop.id, 'stage', ['kiteboard', `bearer.${token}`])
  await opened
  // An answer tells that the server has admitted us.
  await expect.poll(async () => (await info(workshop, token)).status).toBe(200)
  const left = await ask('POST', `/workshops/${workshop.id}/leave`, {}, { token })
  expect(left.status).toBe(200)
  expect(String(left.headers['set-cookie'])).toContain('Max-Age=0')
  expect(await closed).toBe(4401)
  expect((await info(workshop, token)).status).toBe(401)
  expect((await info(workshop, workshop.token)).status).toBe(200)
})

test('sessions, people and the code survive a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kiteboard-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const before = await startServer({ storage: await openLevelStorage({ path: folder }) })
  const workshop = await before.create()
  const joined = (await before.join(workshop, 'participant', { name: 'Joe' })).body
  await before.stop()
  const after = await startServer({ storage: await openLevelStorage({ path: folder }) })
  expect((await after.info(workshop, joined.token)).body).toMatchObject({
    title: 'A day',
    participant: joined.participant,
  })
  expect((await after.ask('POST', '/sessions', { code: workshop.code })).status).toBe(201)
})

test('no secret is kept in clear', async () => {
  const { create, join, storage, secretOf } = await startServer()
  const workshop = await create()
  const joined = (await join(workshop, 'viewer')).body
  const secrets = [workshop.token, joined.token, ...Object.values(workshop.links).map(secretOf)]
  for await (const [key, value] of storage.list(''))
    for (const secret of secrets) expect(`${key} ${Buffer.from(value).toString()}`).not.toContain(secret)
})
