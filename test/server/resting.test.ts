/** Workshops that nobody is in leave the server's memory, and nobody can tell. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OpenRound } from '../../shared/api.ts'
import { readBoard } from '../../shared/board.ts'
import { addItem } from '../../shared/boardItems.ts'
import { boardDoc } from '../../shared/docs.ts'
import { readStage } from '../../shared/stage.ts'
import { startServer, until, type TestServer } from './harness.ts'

const HOUR = 3_600_000

/** Workshops in memory, as the server tells whoever runs it. */
const held = async ({ app }: TestServer): Promise<number> => {
  const { body } = await app.inject({ url: '/metrics' })
  return Number(/^kiteboard_workshops_held (\d+)$/m.exec(body)?.[1])
}

const setUp = async () => {
  const server = await startServer()
  const workshop = await server.create()
  const board = await server.firstBoard(workshop)
  const name = boardDoc(board)
  const { house } = server
  return {
    server,
    workshop,
    write: (person: string, text: string) =>
      server.write(workshop, name, person, (doc) => addItem(doc, { kind: 'note', at: [0, 0], text })),
    notes: async () => readBoard((await house.sync.open(workshop.id, name)).doc).shown.map(({ id }) => id),
    openRound: (round: Partial<OpenRound> & Pick<OpenRound, 'candidates'>) =>
      server.ask<{ readonly round: { readonly id: string } }>(
        'POST',
        `/workshops/${workshop.id}/rounds`,
        { question: 'Which?', method: { type: 'score' }, ...round },
        workshop,
      ),
    board,
    /** All that the server says of it to those who are in. */
    async told(tokens: readonly string[]) {
      const stage = await house.sync.open(workshop.id, 'stage')
      const info = await Promise.all(tokens.map(async (token) => (await server.info(workshop, token)).body))
      const exported = await server.ask(
        'GET',
        `/workshops/${workshop.id}/exports/board.json`,
        undefined,
        workshop,
      )
      return { info, exported: exported.text.replace(/"made": .*/, ''), stage: readStage(stage.doc) }
    },
  }
}

test('a workshop that nobody uses leaves memory, and whoever comes back finds all of it', async () => {
  const commands = fc.constantFrom('join', 'write', 'consent', 'hide', 'doors', 'member', 'lock', 'vote')
  await fc.assert(
    fc.asyncProperty(fc.array(commands, { minLength: 1, maxLength: 8 }), async (steps) => {
      const { server, workshop, write, notes, openRound, board, told } = await setUp()
      const tokens = [workshop.token]
      const people = [workshop.participant.id]
      const command = (wanted: Parameters<TestServer['command']>[2]) =>
        server.command(workshop, tokens.at(-1) ?? '', wanted)
      for (const [number, step] of steps.entries()) {
        const [item = ''] = await notes()
        if (step === 'join') {
          const { token, participant } = (await server.join(workshop, 'facilitator', { name: `N${number}` }))
            .body
          tokens.push(token)
          people.push(participant.id)
        } else if (step === 'write') await write(people.at(-1) ?? '', `note ${number}`)
        else if (step === 'consent') await command({ type: 'consent', consent: 'named' })
        else if (step === 'hide') await command({ type: 'note.hide', board, item, hidden: number % 2 === 0 })
        else if (step === 'doors') await command({ type: 'doors', open: number % 2 === 0 })
        else if (step === 'lock') await command({ type: 'lock', locked: number % 2 === 0 })
        else if (step === 'member')
          await command({
            type: 'member.join',
            name: 'A',
            organisation: 'B',
            contact: 'c@example.org',
            showName: true,
            showContact: false,
          })
        else await openRound({ candidates: [{ board, item }] })
        const before = await told(tokens)
        server.clock.advance(HOUR)
        server.clock.advance(HOUR)
        expect(await held(server)).toBe(0)
        expect(await told(tokens)).toEqual(before)
      }
      await server.stop()
    }),
    { numRuns: 10 },
  )
}, 60_000)

test('it stays while somebody has a socket in it, or a round is to end', async () => {
  const { server, workshop, write, notes, openRound, board } = await setUp()
  const { socket, opened, closed } = server.socket(workshop.id, 'stage', [
    'kiteboard',
    `bearer.${workshop.token}`,
  ])
  await opened
  server.clock.advance(HOUR)
  expect(await held(server)).toBe(1)
  socket.close()
  await closed
  await write(workshop.participant.id, 'a note')
  const [item = ''] = await notes()
  const { body } = await openRound({ candidates: [{ board, item }], endsAt: server.clock.now() + 1.5 * HOUR })
  server.clock.advance(HOUR)
  expect(await held(server)).toBe(1)
  server.clock.advance(HOUR)
  const path = `/workshops/${workshop.id}/rounds/${body.round.id}/result`
  await until(async () => (await server.ask('GET', path, undefined, workshop)).status === 200)
  server.clock.advance(HOUR)
  expect(await held(server)).toBe(0)
})
