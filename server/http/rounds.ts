/** `/api/workshops/:id/rounds` and what lies under it: the round, my ballot, its close and its result. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { castBallot, openRound } from '../../shared/api.ts'
import { parseBody, pathPart } from './answers.ts'
import { callerOf } from './caller.ts'
import type { HttpDeps } from './deps.ts'

export const roundRoutes = (app: FastifyInstance, { house }: HttpDeps): void => {
  const { rounds, t } = house

  const asking = async (request: FastifyRequest) => ({
    ...(await callerOf(house, request)),
    round: pathPart(request, 'rid'),
  })

  app.post('/api/workshops/:id/rounds', async (request, reply) => {
    const { workshop, person } = await asking(request)
    rounds.mayOpen(person)
    const round = await rounds.open(workshop, parseBody(openRound, request.body, t), person)
    reply.code(201)
    return { round }
  })

  app.put('/api/workshops/:id/rounds/:rid/ballot', async (request) => {
    const { workshop, person, round } = await asking(request)
    // Role and round come first: a viewer learns that they may not vote, whatever they sent.
    rounds.ballot(workshop, round, person)
    const ballot = parseBody(castBallot, request.body, t, 'unfit-ballot')
    return rounds.cast(workshop, round, person, ballot)
  })

  app.get('/api/workshops/:id/rounds/:rid/ballot', async (request) => {
    const { workshop, person, round } = await asking(request)
    return rounds.ballot(workshop, round, person)
  })

  app.post('/api/workshops/:id/rounds/:rid/close', async (request) => {
    const { workshop, person, round } = await asking(request)
    return rounds.close(workshop, round, person)
  })

  app.get('/api/workshops/:id/rounds/:rid/result', async (request) => {
    const { workshop, round } = await asking(request)
    return rounds.result(workshop, round)
  })
}
