/** `/api/workshops/:id/exports/:name` */
import type { FastifyInstance } from 'fastify'
import { EXPORTS } from '../../shared/api.ts'
import type { Role } from '../../shared/docs.ts'
import { Refusal } from '../../shared/errors.ts'
import { metaOf } from '../../shared/stage.ts'
import { requireRole } from '../auth/sessions.ts'
import type { Renderer } from '../exports/apart.ts'
import type { Material } from '../exports/material.ts'
import type { House } from '../house.ts'
import type { Workshop } from '../workshops/workshops.ts'
import { pathPart } from './answers.ts'
import { callerNow, callerOf } from './caller.ts'
import type { HttpDeps } from './deps.ts'
import type { HandOut } from './handing.ts'

/** What exports are made of, as the workshop stands now. */
const findMaterial = async (
  { ledger, clock, planner, sync }: House,
  workshop: Workshop,
): Promise<Material> => {
  const [stage, { plan, boards }] = await Promise.all([
    sync.open(workshop.id, 'stage'),
    planner.open(workshop),
  ])
  return {
    stage,
    plan,
    boards,
    consentOf: (board, item) => ledger.consentOf(workshop, board, item),
    namesOf: (board, item) => ledger.authorsOf(workshop, board, item),
    now: clock.now(),
  }
}

/** The workshop's title as a file's name may hold it: letters and digits of ASCII, for every system. */
const fileName = (title: string, name: string): string => {
  const safe = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .toLowerCase()
  return safe ? `${safe}-${name}` : name
}

export const exportRoutes = (app: FastifyInstance, { house }: HttpDeps, handOut: HandOut): void => {
  const { committer, mayExport, t } = house
  let renderer: Renderer | null = null
  app.addHook('onClose', () => renderer?.close())
  app.get('/api/workshops/:id/exports/:name', async (request, reply) => {
    const stored = committer.watch()
    const { workshop, person } = await callerOf(house, request)
    const wanted = pathPart(request, 'name')
    const name = EXPORTS.find((known) => known === wanted)
    if (!name) throw new Refusal('not-found', t('server.no-such-thing'))
    // The libraries that write documents are large, and the server is to start at once: they are read at the first export.
    const { isForFacilitators } = await import('../exports/render.ts')
    renderer ??= (await import('../exports/apart.ts')).createRenderer(t)
    const { amountOf } = await import('../exports/material.ts')
    const roles: readonly Role[] = isForFacilitators(name) ? ['facilitator'] : ['participant', 'facilitator']
    requireRole(person, roles, t)
    if (!mayExport(person.id, 1))
      throw new Refusal('too-fast', t('server.too-fast.requests'), { person: person.id })
    let gone = false
    reply.raw.once('close', () => (gone = true))
    const find = (): Promise<Material> => findMaterial(house, workshop)
    const rendered = await renderer.render({
      workshop: workshop.id,
      name,
      size: amountOf(await find()),
      find,
      person: person.id,
      isGone: () => gone,
    })
    if (!rendered) return reply.hijack()
    // All that it tells was read by now, and is given out once that is stored.
    await stored()
    // Sent out while it was made: what was written since is not for them.
    requireRole((await callerNow(house, request)).person, roles, t)
    handOut(reply, person.id, rendered.body.length)
    return reply
      .type(rendered.type)
      .header('content-disposition', `attachment; filename="${fileName(metaOf(workshop.stage).title, name)}"`)
      .send(rendered.body)
  })
}
