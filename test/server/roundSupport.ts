/** A workshop in which people vote. */
import type { OpenRound } from '../../shared/api.ts'
import { addItem } from '../../shared/boardItems.ts'
import { boardDoc } from '../../shared/docs.ts'
import { newId } from '../../shared/ids.ts'
import type { Choices } from '../../shared/methods/method.ts'
import { readPlan } from '../../shared/plan.ts'
import { readStage, type RoundResult, type StageRound } from '../../shared/stage.ts'
import type { Storage } from '../../server/storage/storage.ts'
import { startServer } from './harness.ts'

/** Notes on the board. */
export const NOTES = 4

/** A workshop with a board of notes in a theme, and all that is done with rounds there. */
export const setUp = async (options: Parameters<typeof startServer>[0] = {}) => {
  const server = await startServer(options)
  const workshop = await server.create()
  const board = await server.firstBoard(workshop)
  const theme = newId()
  const items = Array.from({ length: NOTES }, () => newId())
  await server.write(workshop, boardDoc(board), workshop.participant.id, (doc) => {
    addItem(doc, { kind: 'theme', id: theme, at: [0, 0], title: 'Care', statement: 'People are heard.' })
    items.forEach((id, index) =>
      addItem(doc, { kind: 'note', id, at: [0, 0], theme, text: `Idea ${index}`, colour: 'sky' }),
    )
  })
  const found = await server.house.workshops.get(workshop.id)
  const path = `/workshops/${workshop.id}/rounds`
  return {
    ...server,
    workshop,
    board,
    theme,
    items,
    path,
    stageRound: (id: string) => readStage(found.stage).rounds.find((round) => round.id === id),
    plan: async () => readPlan((await server.house.sync.open(workshop.id, 'plan')).doc),
    openRound: (wanted: Partial<OpenRound> = {}, token = workshop.token) =>
      server.ask<{ round: StageRound }>(
        'POST',
        path,
        {
          question: 'Which first?',
          method: { type: 'score' },
          candidates: items.map((item) => ({ board, item })),
          ...wanted,
        },
        { token },
      ),
    cast: (round: string, token: string, choices: unknown) =>
      server.ask<{ choices: Choices }>('PUT', `${path}/${round}/ballot`, { choices }, { token }),
    close: (round: string, token = workshop.token) =>
      server.ask<RoundResult>('POST', `${path}/${round}/close`, {}, { token }),
    result: (round: string, token = workshop.token) =>
      server.ask<RoundResult>('GET', `${path}/${round}/result`, undefined, { token }),
    ballot: (round: string, token: string) =>
      server.ask<{ choices: Choices }>('GET', `${path}/${round}/ballot`, undefined, { token }),
  }
}

/** The storage's keys of one table, of all workshops. */
export const keysOf = async (storage: Storage, part: string): Promise<string[]> => {
  const keys: string[] = []
  for await (const [key] of storage.list('ws/')) if (key.includes(`/${part}/`)) keys.push(key)
  return keys
}
