import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { Joined } from '../../shared/answers.ts'
import { readBoard } from '../../shared/board.ts'
import { addItem } from '../../shared/boardItems.ts'
import { boardDoc } from '../../shared/docs.ts'
import { addRow, rowIds } from '../../shared/plan.ts'
import { readStage } from '../../shared/stage.ts'
import { startServer, until } from './harness.ts'

const setUp = async () => {
  const server = await startServer()
  const workshop = await server.create()
  const board = await server.firstBoard(workshop)
  const { house } = server
  const found = await house.workshops.get(workshop.id)
  return {
    ...server,
    workshop,
    board,
    people: () => readStage(found.stage).people,
    notes: async () => readBoard((await house.sync.open(workshop.id, boardDoc(board))).doc).shown.length,
    mute: (person: string, muted: boolean) =>
      server.command(workshop, workshop.token, { type: 'person.mute', person, muted }),
    /** A person's page, with the codes that closed its socket. */
    page({ token }: Joined, name = boardDoc(board)) {
      const doc = new Y.Doc()
      const codes: number[] = []
      const address = `${server.local.replace('http', 'ws')}/api/workshops/${workshop.id}/sync`
      const provider = new WebsocketProvider(address, name, doc, {
        WebSocketPolyfill: WebSocket as never,
        protocols: ['kiteboard', `bearer.${token}`],
        disableBc: true,
      })
      provider.on('connection-close', (event) => event && codes.push(event.code))
      onTestFinished(() => provider.destroy())
      return { doc, codes, provider, write: () => addItem(doc, { kind: 'note', at: [0, 0], text: 'words' }) }
    },
  }
}

test('a person whose writing is paused reads and votes, but does not write; let free, they write again', async () => {
  const { join, workshop, board, mute, page, people, notes, ask } = await setUp()
  const joe = (await join(workshop, 'participant', { name: 'Joe' })).body
  const joes = page(joe)
  joes.write()
  await until(async () => (await notes()) === 1)

  expect((await mute(joe.participant.id, true)).status).toBe(200)
  expect(people().get(joe.participant.id)).toMatchObject({ name: 'Joe', muted: true })
  joes.write()
  await until(() => joes.codes.includes(4403))
  expect(await notes()).toBe(1)

  const reader = page(joe)
  await until(() => reader.provider.synced)
  expect(readBoard(reader.doc).shown).toHaveLength(1)
  const [note] = readBoard(reader.doc).shown
  const opened = await ask<{ round: { id: string } }>(
    'POST',
    `/workshops/${workshop.id}/rounds`,
    { question: 'Which?', method: { type: 'score' }, candidates: [{ board, item: note?.id }] },
    { token: workshop.token },
  )
  const ballot = `/workshops/${workshop.id}/rounds/${opened.body.round.id}/ballot`
  expect((await ask('PUT', ballot, { choices: { [note?.id ?? '']: 4 } }, { token: joe.token })).status).toBe(
    200,
  )

  expect((await mute(joe.participant.id, false)).status).toBe(200)
  expect(people().get(joe.participant.id)).not.toHaveProperty('muted')
  reader.write()
  await until(async () => (await notes()) === 2)
})

test('a paused person’s commands write nothing either, and their own name and hand stay theirs', async () => {
  const { join, workshop, board, mute, command, people } = await setUp()
  const joe = (await join(workshop, 'participant', { name: 'Joe' })).body
  await mute(joe.participant.id, true)
  const rewrite = { type: 'note.rewrite', board, item: 'x'.repeat(21), text: 'other' } as const
  expect(await command(workshop, joe.token, rewrite)).toMatchObject({
    status: 403,
    body: { error: { message: 'The facilitator has asked you to watch for now.' } },
  })
  expect((await command(workshop, joe.token, { type: 'person.rename', name: 'Joseph' })).status).toBe(200)
  expect((await command(workshop, joe.token, { type: 'hand', up: true })).status).toBe(200)
  expect(people().get(joe.participant.id)).toMatchObject({ name: 'Joseph', muted: true })
})

const MEMBER = {
  type: 'member.join',
  name: 'Joe',
  organisation: '',
  contact: '',
  showName: true,
  showContact: false,
} as const

test('a paused member of the project board writes no plan, and nobody paused becomes a member', async () => {
  const { join, workshop, house, mute, command, page } = await setUp()
  const joe = (await join(workshop, 'participant', { name: 'Joe' })).body
  await command(workshop, joe.token, MEMBER)
  const rows = async () => rowIds((await house.sync.open(workshop.id, 'plan')).doc, 'actions').size
  const joes = page(joe, 'plan')
  addRow(joes.doc, 'actions', {})
  await until(async () => (await rows()) === 1)

  await mute(joe.participant.id, true)
  addRow(joes.doc, 'actions', {})
  await until(() => joes.codes.includes(4403))
  expect(await rows()).toBe(1)

  const ann = (await join(workshop, 'participant', { name: 'Ann' })).body
  await mute(ann.participant.id, true)
  expect((await command(workshop, ann.token, MEMBER)).status).toBe(403)
  await mute(ann.participant.id, false)
  expect((await command(workshop, ann.token, MEMBER)).status).toBe(200)
})

test('who rises by the facilitators’ link, or comes back by it, writes again', async () => {
  const { join, workshop, mute, command, people, secretOf, ask, page, notes } = await setUp()
  const joe = (await join(workshop, 'participant')).body
  const ann = (await join(workshop, 'participant')).body
  for (const { participant } of [joe, ann]) await mute(participant.id, true)
  const secret = secretOf(workshop.links.facilitator)
  const sessions = `/workshops/${workshop.id}/sessions`

  const rise = await ask<Joined>('POST', sessions, { secret }, { token: joe.token })
  expect(rise.body.participant).toMatchObject({ id: joe.participant.id, role: 'facilitator' })

  // Ann's session ends with the old link; a weaker way back leaves her writing paused.
  const replaced = await command<{ link: string }>(workshop, workshop.token, {
    type: 'link.replace',
    role: 'participant',
  })
  const weaker = await ask<Joined>(
    'POST',
    sessions,
    { secret: secretOf(replaced.body.link) },
    { token: ann.token },
  )
  expect(weaker.body.participant.id).toBe(ann.participant.id)
  expect(people().get(ann.participant.id)).toMatchObject({ muted: true })
  await command(workshop, workshop.token, { type: 'link.replace', role: 'participant' })
  const back = await ask<Joined>('POST', sessions, { secret }, { token: weaker.body.token })
  expect(back.body.participant).toMatchObject({ id: ann.participant.id, role: 'facilitator' })

  for (const { participant } of [joe, ann]) {
    expect(people().get(participant.id)).toMatchObject({ role: 'facilitator' })
    expect(people().get(participant.id)).not.toHaveProperty('muted')
  }
  page(rise.body).write()
  await until(async () => (await notes()) === 1)
})

test('nobody pauses a facilitator, and who becomes one writes again', async () => {
  const { join, workshop, mute, command, people } = await setUp()
  const joe = (await join(workshop, 'participant')).body
  expect((await mute(workshop.participant.id, true)).status).toBe(422)
  expect((await mute('x'.repeat(21), true)).status).toBe(404)
  await mute(joe.participant.id, true)
  await command(workshop, workshop.token, { type: 'person.promote', person: joe.participant.id })
  expect(people().get(joe.participant.id)).toMatchObject({ role: 'facilitator' })
  expect(people().get(joe.participant.id)).not.toHaveProperty('muted')
})
