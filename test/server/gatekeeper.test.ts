import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { addItem } from '../../shared/boardItems.ts'
import { mayRead, mayWrite, parseDocName } from '../../shared/docs.ts'
import type { Holder } from '../../server/sync/contract.ts'
import { startServer, until } from './harness.ts'

const requestWith = (headers: Readonly<Record<string, string | undefined>>): IncomingMessage =>
  Object.assign(new IncomingMessage(new Socket()), { headers })

const setUp = async () => {
  const server = await startServer()
  const workshop = await server.create()
  const board = await server.firstBoard(workshop)
  return { ...server, workshop, board, gatekeeper: server.house.gatekeeper }
}

/** Whether somebody may read, and write, a document. */
const rightsOf =
  (holder: Pick<Holder, 'asker'>) =>
  (name: string): readonly boolean[] => {
    const doc = parseDocName(name)
    return doc ? [mayRead(doc, holder.asker()), mayWrite(doc, holder.asker(), false)] : []
  }

test('a socket is admitted by header, subprotocol or cookie', async () => {
  const { gatekeeper, workshop, join } = await setUp()
  const { token, participant } = (await join(workshop, 'participant')).body
  for (const headers of [
    { authorization: `Bearer ${token}` },
    { 'sec-websocket-protocol': `kiteboard.mux, bearer.${token}` },
    { cookie: `a=b; kb_${workshop.id}=${token}` },
  ])
    expect(await gatekeeper.admit(requestWith(headers), workshop.id)).toMatchObject({
      person: participant.id,
    })
  for (const headers of [{}, { authorization: 'Bearer x' }, { cookie: `kb_other=${token}` }])
    await expect(gatekeeper.admit(requestWith(headers), workshop.id)).rejects.toMatchObject({
      code: 'no-session',
    })
  const foreign = { authorization: `Bearer ${token}`, origin: 'http://evil.example' }
  await expect(gatekeeper.admit(requestWith(foreign), workshop.id)).rejects.toMatchObject({
    code: 'wrong-origin',
  })
})

test('there are just the stage, the plan, and the boards that were made', async () => {
  const { gatekeeper, workshop, board } = await setUp()
  const exists = async (name: string) => {
    const doc = parseDocName(name)
    return doc !== null && gatekeeper.exists(workshop.id, doc)
  }
  for (const name of ['stage', 'plan', `board:${board}`]) expect(await exists(name)).toBe(true)
  for (const name of ['board:nosuchboardatall', 'board:', 'draft:x:y', 'other'])
    expect(await exists(name)).toBe(false)
})

test('a lock holds after three seconds for edits in flight, and an opened board at once', async () => {
  const { gatekeeper, workshop, board, command, clock } = await setUp()
  const lock = (locked: boolean) => command(workshop, workshop.token, { type: 'lock', locked })
  const locked = () => gatekeeper.locked(workshop.id, board)
  await lock(true)
  clock.advance(2_999)
  expect(locked()).toBe(false)
  clock.advance(1)
  expect(locked()).toBe(true)
  // Locking again gives no new grace.
  await lock(true)
  expect(locked()).toBe(true)
  await lock(false)
  expect(locked()).toBe(false)
})

test('what a holder may do follows their role and membership as these change', async () => {
  const { gatekeeper, workshop, board, join, command } = await setUp()
  const { token, participant } = (await join(workshop, 'participant')).body
  const holder = await gatekeeper.admit(requestWith({ authorization: `Bearer ${token}` }), workshop.id)
  const may = rightsOf(holder)
  const plan = () => mayWrite({ type: 'plan' }, holder.asker(), false)
  expect(plan()).toBe(false)
  const member = { name: 'Joe', organisation: '', contact: '', showName: true, showContact: false }
  await command(workshop, token, { type: 'member.join', ...member })
  expect(plan()).toBe(true)
  await command(workshop, token, { type: 'member.leave' })
  expect(plan()).toBe(false)
  await command(workshop, workshop.token, { type: 'person.promote', person: participant.id })
  expect(holder.asker().role).toBe('facilitator')
  await command(workshop, workshop.token, { type: 'person.remove', person: participant.id })
  expect(holder.asker()).toMatchObject({ role: null, member: false })
  for (const name of ['stage', 'plan', `board:${board}`]) expect(may(name)).toEqual([false, false])
})

test('a session that was ended gives no right, whatever its person may still do elsewhere', async () => {
  const { gatekeeper, workshop, join, ask, board } = await setUp()
  const { token } = (await join(workshop, 'participant')).body
  const holder = await gatekeeper.admit(requestWith({ authorization: `Bearer ${token}` }), workshop.id)
  const may = rightsOf(holder)
  expect(may(`board:${board}`)).toEqual([true, true])
  await ask('POST', `/workshops/${workshop.id}/leave`, undefined, { token })
  for (const name of ['stage', 'plan', `board:${board}`]) expect(may(name)).toEqual([false, false])
})

test('whoever opens a socket while a round is open counts as present', async () => {
  const { workshop, join, board, write, ask, house, socket } = await setUp()
  let item = ''
  await write(workshop, `board:${board}`, workshop.participant.id, (doc) => {
    item = addItem(doc, { kind: 'note', at: [0, 0], text: 'x' })
  })
  const early = (await join(workshop, 'participant')).body
  const viewer = (await join(workshop, 'viewer')).body
  const opened = await ask(
    'POST',
    `/workshops/${workshop.id}/rounds`,
    { question: 'Which?', method: { type: 'score' }, candidates: [{ board, item }] },
    { token: workshop.token },
  )
  expect(opened.body).toMatchObject({ round: { present: 1 } })
  for (const { token } of [early, viewer])
    await socket(workshop.id, 'stage', ['kiteboard', `bearer.${token}`]).opened
  await until(() => house.sync.here(workshop.id).size === 2)
  const found = await house.workshops.get(workshop.id)
  expect([...found.tables.seen.keys()].map((key) => key.split('/')[1]).sort()).toEqual(
    [workshop.participant.id, early.participant.id].sort(),
  )
})
