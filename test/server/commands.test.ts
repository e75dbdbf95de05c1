import { expect, test } from 'vitest'
import { readBoard } from '../../shared/board.ts'
import { addItem } from '../../shared/boardItems.ts'
import { command as commandSchema, type Command, type CommandType } from '../../shared/commands.ts'
import { boardDoc } from '../../shared/docs.ts'
import { newId } from '../../shared/ids.ts'
import { newReceipt } from '../../shared/receipts.ts'
import { readStage } from '../../shared/stage.ts'
import { startServer, until } from './harness.ts'

const receipt = newReceipt()

/** One of each, and who may. Whatever else comes is 403, before anything is looked up. */
const EACH: Readonly<Record<CommandType, readonly [Command, 'all' | 'taking part' | 'facilitator']>> = {
  'board.add': [{ type: 'board.add', title: 'B' }, 'facilitator'],
  'board.rename': [{ type: 'board.rename', board: newId(), title: 'B' }, 'facilitator'],
  lock: [{ type: 'lock', locked: true }, 'facilitator'],
  doors: [{ type: 'doors', open: true }, 'facilitator'],
  'timer.start': [{ type: 'timer.start', minutes: 5 }, 'facilitator'],
  'timer.extend': [{ type: 'timer.extend', minutes: 5 }, 'facilitator'],
  'timer.stop': [{ type: 'timer.stop' }, 'facilitator'],
  step: [{ type: 'step', step: null }, 'facilitator'],
  focus: [{ type: 'focus', focus: null }, 'facilitator'],
  heads: [{ type: 'heads', heads: 12 }, 'facilitator'],
  consent: [{ type: 'consent', consent: 'named' }, 'taking part'],
  'person.rename': [{ type: 'person.rename', name: 'Ann' }, 'all'],
  hand: [{ type: 'hand', up: true }, 'taking part'],
  'note.hide': [{ type: 'note.hide', board: newId(), item: newId(), hidden: true }, 'facilitator'],
  'person.remove': [{ type: 'person.remove', person: newId() }, 'facilitator'],
  'person.mute': [{ type: 'person.mute', person: newId(), muted: true }, 'facilitator'],
  'person.promote': [{ type: 'person.promote', person: newId() }, 'facilitator'],
  'link.replace': [{ type: 'link.replace', role: 'viewer' }, 'facilitator'],
  'code.replace': [{ type: 'code.replace' }, 'facilitator'],
  'member.join': [
    {
      type: 'member.join',
      name: 'Ann',
      organisation: '',
      contact: '',
      showName: true,
      showContact: false,
    },
    'taking part',
  ],
  'member.leave': [{ type: 'member.leave' }, 'taking part'],
  'member.colead': [{ type: 'member.colead', member: newId(), colead: true }, 'facilitator'],
  'writing.start': [{ type: 'writing.start', board: newId(), question: '' }, 'facilitator'],
  'writing.reveal': [{ type: 'writing.reveal', writing: newId() }, 'facilitator'],
  'writing.cancel': [{ type: 'writing.cancel', writing: newId() }, 'facilitator'],
  'writing.share': [
    { type: 'writing.share', board: newId(), notes: [{ id: newId(), text: 'late' }] },
    'taking part',
  ],
  'receipt.consent': [
    { type: 'receipt.consent', board: newId(), item: receipt.item, receipt: receipt.secret, consent: 'room' },
    'taking part',
  ],
  'receipt.withdraw': [
    { type: 'receipt.withdraw', board: newId(), item: receipt.item, receipt: receipt.secret },
    'taking part',
  ],
  'note.rewrite': [{ type: 'note.rewrite', board: newId(), item: newId(), text: 'other' }, 'taking part'],
  'plan.derive': [{ type: 'plan.derive' }, 'facilitator'],
}

const MAY = {
  all: ['viewer', 'participant', 'facilitator'],
  'taking part': ['participant', 'facilitator'],
  facilitator: ['facilitator'],
} as const

test('each command is open to its roles and to no others', async () => {
  const { create, join, command } = await startServer()
  const workshop = await create()
  for (const role of ['viewer', 'participant', 'facilitator'] as const) {
    const { token } = (await join(workshop, role)).body
    for (const [wanted, who] of Object.values(EACH)) {
      const { status } = await command(workshop, token, wanted)
      const may = (MAY[who] as readonly string[]).includes(role)
      expect([wanted.type, role, status === 403]).toEqual([wanted.type, role, !may])
      expect(status).toBeLessThan(500)
    }
  }
  expect(Object.keys(EACH).sort()).toEqual(
    commandSchema.options.map((option) => option.shape.type.value).sort(),
  )
})

const setUp = async () => {
  const server = await startServer()
  const workshop = await server.create()
  const found = await server.house.workshops.get(workshop.id)
  return {
    ...server,
    workshop,
    run: <Body = unknown>(command: Command, token = workshop.token) =>
      server.command<Body>(workshop, token, command),
    stage: () => readStage(found.stage),
  }
}

test('what a facilitator controls stands on the stage', async () => {
  const { run, stage, clock } = await setUp()
  const { body } = await run<{ board: { id: string } }>({ type: 'board.add', title: 'Second' })
  await run({ type: 'board.rename', board: body.board.id, title: 'Two' })
  await run({ type: 'lock', locked: true, board: body.board.id })
  await run({ type: 'heads', heads: 42 })
  await run({ type: 'step', step: { number: 2, name: 'Group', question: 'What belongs together?' } })
  await run({ type: 'focus', focus: { board: body.board.id, item: null, at: [1, 2] } })
  await run({ type: 'timer.start', minutes: 5 })
  await run({ type: 'timer.extend', minutes: 2 })
  expect(stage()).toMatchObject({
    boards: [
      { title: 'Board 1', locked: false },
      { title: 'Two', locked: true },
    ],
    meta: {
      heads: 42,
      step: { number: 2 },
      focus: { board: body.board.id, at: [1, 2] },
      timer: { endsAt: clock.now() + 7 * 60_000 },
    },
  })
  expect(stage().meta.principles).toHaveLength(6)
  await run({ type: 'timer.stop' })
  expect(await run({ type: 'timer.extend', minutes: 1 })).toMatchObject({ status: 422 })
})

test('removing a person ends their sessions and sockets at once; what they made stays', async () => {
  const { run, join, workshop, socket, info, write, firstBoard, stage, house } = await setUp()
  const { token, participant } = (await join(workshop, 'participant', { name: 'Joe' })).body
  const board = await firstBoard(workshop)
  await write(workshop, boardDoc(board), participant.id, (doc) =>
    addItem(doc, { kind: 'note', at: [0, 0], text: 'mine' }),
  )
  const { opened, closed } = socket(workshop.id, boardDoc(board), ['kiteboard', `bearer.${token}`])
  await opened
  await until(() => house.sync.here(workshop.id).has(participant.id))
  expect((await run({ type: 'person.remove', person: participant.id })).status).toBe(200)
  expect(await closed).toBe(4402)
  expect((await info(workshop, token)).status).toBe(401)
  expect(stage().people.has(participant.id)).toBe(false)
  const room = await house.sync.open(workshop.id, boardDoc(board))
  expect(readBoard(room.doc).shown).toMatchObject([{ text: 'mine' }])
  expect((await run({ type: 'person.remove', person: workshop.participant.id })).status).toBe(422)
})

test('replacing a link ends the sessions that it made, and leaves the others', async () => {
  const { run, join, workshop, info, ask, secretOf } = await setUp()
  const byLink = (await join(workshop, 'participant')).body
  const byCode = (await ask<typeof byLink>('POST', '/sessions', { code: workshop.code })).body
  const { body } = await run<{ link: string }>({ type: 'link.replace', role: 'participant' })
  expect((await info(workshop, byLink.token)).status).toBe(401)
  expect((await info(workshop, byCode.token)).status).toBe(200)
  expect((await join(workshop, 'participant')).status).toBe(401)
  const again = await ask('POST', `/workshops/${workshop.id}/sessions`, { secret: secretOf(body.link) })
  expect(again.status).toBe(201)
})

test('a replaced code no longer opens the door', async () => {
  const { run, ask, workshop, stage } = await setUp()
  const { body } = await run<{ code: string }>({ type: 'code.replace' })
  expect(stage().meta.code).toBe(body.code)
  expect((await ask('POST', '/codes', { code: workshop.code })).status).toBe(401)
  expect((await ask('POST', '/codes', { code: body.code })).status).toBe(200)
})

test('a promoted person is a facilitator on every device at once', async () => {
  const { run, join, workshop, info } = await setUp()
  const { token, participant } = (await join(workshop, 'participant')).body
  await run({ type: 'person.promote', person: participant.id })
  expect((await info(workshop, token)).body.role).toBe('facilitator')
  expect((await run({ type: 'board.add', title: 'Mine' }, token)).status).toBe(200)
})

test('only a facilitator renames somebody else', async () => {
  const { run, join, workshop, stage } = await setUp()
  const { token, participant } = (await join(workshop, 'participant')).body
  const { id } = workshop.participant
  expect((await run({ type: 'person.rename', name: 'Boss', person: id }, token)).status).toBe(403)
  await run({ type: 'person.rename', name: 'Joe' }, token)
  expect(stage().people.get(participant.id)?.name).toBe('Joe')
  await run({ type: 'person.rename', name: 'Joseph', person: participant.id })
  expect(stage().people.get(participant.id)?.name).toBe('Joseph')
})

test('a member is shown only as far as they agreed, and may then write the plan', async () => {
  const { run, join, workshop, stage, info, house } = await setUp()
  const { token, participant } = (await join(workshop, 'participant')).body
  const sign = (showName: boolean, showContact: boolean) =>
    run<{ member: { id: string } }>(
      {
        type: 'member.join',
        name: 'Joe',
        organisation: 'Org',
        contact: 'j@x.example',
        showName,
        showContact,
      },
      token,
    )
  const first = await sign(false, false)
  const [shown] = stage().members
  expect(shown).toMatchObject({ id: first.body.member.id, name: null, organisation: null, contact: null })
  expect(shown?.id).not.toBe(participant.id)
  expect((await info(workshop, token)).body.member).toMatchObject({ name: 'Joe', contact: 'j@x.example' })
  const second = await sign(true, true)
  expect(second.body).toEqual(first.body)
  await run({ type: 'member.colead', member: second.body.member.id, colead: true })
  expect(stage().members).toMatchObject([{ name: 'Joe', contact: 'j@x.example', colead: true }])
  const found = await house.workshops.get(workshop.id)
  expect(found.tables.member.has(participant.id)).toBe(true)
  await run({ type: 'member.leave' }, token)
  expect(stage().members).toEqual([])
})

test('a command that makes no sense changes nothing', async () => {
  const { ask, workshop } = await setUp()
  for (const body of [{}, { type: 'nothing' }, { type: 'heads', heads: -1 }, 'x', [], null])
    expect(
      (await ask('POST', `/workshops/${workshop.id}/commands`, body, { token: workshop.token })).status,
    ).toBe(400)
})

test('a hand goes up by its own person, and down by them or a facilitator; a new name leaves it up', async () => {
  const { run, stage, join, workshop, clock } = await setUp()
  const { token, participant } = (await join(workshop, 'participant')).body
  const other = (await join(workshop, 'participant')).body
  const handOf = () => stage().people.get(participant.id)?.hand
  await run({ type: 'hand', up: true }, token)
  expect(handOf()).toBe(clock.now())
  await run({ type: 'person.rename', name: 'Ann' }, token)
  expect(stage().people.get(participant.id)).toMatchObject({ name: 'Ann', hand: clock.now() })
  expect((await run({ type: 'hand', up: false, person: participant.id }, other.token)).status).toBe(403)
  expect(handOf()).toBe(clock.now())
  expect((await run({ type: 'hand', up: false, person: participant.id })).status).toBe(200)
  expect(handOf()).toBeUndefined()
  expect((await run({ type: 'hand', up: true, person: participant.id })).status).toBe(403)
})

test('a hidden note leaves exports, plan and pictures, and comes back', async () => {
  const { run, stage, workshop, firstBoard, write, ask } = await setUp()
  const board = await firstBoard(workshop)
  const item = newId()
  const words = 'Somebody should never have written this'
  await write(workshop, boardDoc(board), workshop.participant.id, (doc) => {
    const theme = addItem(doc, { kind: 'theme', at: [0, 0], title: 'Care' })
    addItem(doc, { kind: 'note', id: item, at: [0, 0], theme, text: words, asks: 'indicator' })
  })
  await run({ type: 'plan.derive' })
  const holds = async (): Promise<boolean[]> => {
    const found: boolean[] = []
    for (const name of ['workplan.md', 'workplan.json', 'board.json']) {
      const path = `/workshops/${workshop.id}/exports/${name}`
      found.push((await ask('GET', path, undefined, { token: workshop.token })).text.includes(words))
    }
    return found
  }
  expect(await holds()).toEqual([true, true, true])
  expect((await run({ type: 'note.hide', board, item, hidden: true })).status).toBe(200)
  expect(stage().hidden).toEqual(new Set([item]))
  expect(stage().credits.get(item)).toEqual({ room: true })
  expect(await holds()).toEqual([false, false, false])
  const round = {
    question: 'Which?',
    method: { type: 'score' },
    candidates: [{ board, item }],
  }
  const opened = await ask('POST', `/workshops/${workshop.id}/rounds`, round, { token: workshop.token })
  expect(opened.status).toBe(422)
  await run({ type: 'note.hide', board, item, hidden: false })
  expect(stage().credits.has(item)).toBe(false)
  expect(await holds()).toEqual([true, true, true])
  expect((await run({ type: 'note.hide', board, item: newId(), hidden: true })).status).toBe(404)
})

test('who has made as many choices as one person may can still change each of them, and others still choose', async () => {
  const { run, house, workshop, firstBoard, join, command } = await setUp()
  const board = await firstBoard(workshop)
  const found = await house.workshops.get(workshop.id)
  const mine = newId()
  const choose = (item: string, consent: 'room' | 'named') =>
    ({ type: 'consent', consent, item: { board, item } }) as const
  expect((await run(choose(mine, 'named'))).status).toBe(200)
  for (let count = 1; count < 10_000; count++)
    house.workshops.put(found, 'choice', `${workshop.participant.id}/${board}/${newId()}`, {
      consent: 'named',
      at: 1,
    })
  expect((await run(choose(newId(), 'named'))).status).toBe(422)
  expect((await run(choose(mine, 'room'))).status).toBe(200)
  const { token } = (await join(workshop, 'participant')).body
  expect((await command(workshop, token, choose(newId(), 'room'))).status).toBe(200)
})
