/** `/api/workshops` and `/api/workshops/:id` */
import type { FastifyInstance } from 'fastify'
import type { CreatedWorkshop, WorkshopInfo } from '../../shared/answers.ts'
import { createWorkshop } from '../../shared/api.ts'
import { Refusal } from '../../shared/errors.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { boardsOf, metaOf } from '../../shared/stage.ts'
import { createAttempts } from '../auth/attempts.ts'
import { participantOf } from '../auth/join.ts'
import { sessionCookie } from '../auth/token.ts'
import { startWorkshop } from '../workshops/create.ts'
import { parseBody } from './answers.ts'
import { callerOf } from './caller.ts'
import type { HttpDeps } from './deps.ts'

export const workshopRoutes = (app: FastifyInstance, deps: HttpDeps): void => {
  const { house, base, secure, buildExample } = deps
  const { clock, t } = house
  const started = createAttempts({ clock, window: 3_600_000 })

  app.post('/api/workshops', async (request, reply): Promise<CreatedWorkshop> => {
    const wanted = parseBody(createWorkshop, request.body, t)
    if (started.count(request.ip) >= LIMITS.workshopsAnHour)
      throw new Refusal('too-fast', t('server.too-fast.workshops'))
    started.add(request.ip)
    const { title, name } = wanted
    const made =
      wanted.template === 'example'
        ? await buildExample({ title, ...(name && { name }) })
        : await startWorkshop(house, wanted, base(request.headers.origin))
    reply.code(201).header('set-cookie', sessionCookie(made.id, made.token, secure))
    return made
  })

  app.get('/api/workshops/:id', async (request): Promise<WorkshopInfo> => {
    const { workshop, person } = await callerOf(house, request)
    const member = workshop.tables.member.get(person.id)
    return {
      id: workshop.id,
      title: metaOf(workshop.stage).title,
      role: person.role,
      boards: boardsOf(workshop.stage).map(({ id, title }) => ({ id, title })),
      limits: {
        payload: LIMITS.payload,
        presence: LIMITS.presence,
        items: LIMITS.items,
        text: LIMITS.text,
      },
      participant: participantOf(person),
      consent: person.consent,
      member: member
        ? {
            id: member.id,
            name: member.name,
            organisation: member.organisation,
            contact: member.contact,
            showName: member.showName,
            showContact: member.showContact,
          }
        : null,
      run: house.run,
    }
  })
}
