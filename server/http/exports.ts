/** `/api/workshops/:id/exports/:name` */
import type { FastifyInstance } from 'fastify'
import { EXPORTS } from '../../shared/api.ts'
import { itemsOf } from '../../shared/board.ts'
import { Refusal } from '../../shared/errors.ts'
import { makeBackup } from '../../shared/outcome/makeBackup.ts'
import { makeWorkplan } from '../../shared/outcome/makeWorkplan.ts'
import { readPlan } from '../../shared/plan.ts'
import { metaOf, readStage } from '../../shared/stage.ts'
import { requireRole } from '../auth/sessions.ts'
import type { Renderer } from '../exports/apart.ts'
import type { ExportInput } from '../exports/render.ts'
import type { House } from '../house.ts'
import type { OpenDocs } from '../rounds/plan.ts'
import type { Workshop } from '../workshops/workshops.ts'
import { pathPart } from './answers.ts'
import { askerOf } from './asking.ts'
import type { HttpDeps } from './deps.ts'

/** What exports are made of, as the workshop stands now. */
const gather = ({ planner, ledger, clock, t }: House, workshop: Workshop, docs: OpenDocs): ExportInput => {
  const stage = readStage(workshop.stage)
  const { title, language } = stage.meta
  const boards = planner.boardsIn(workshop, docs)
  const common = {
    title,
    language,
    stage,
    consentOf: (board: string, item: string) => ledger.consentOf(workshop, board, item),
    now: clock.now(),
    t,
  }
  return {
    t,
    workplan: () =>
      makeWorkplan({
        ...common,
        boards,
        plan: readPlan(docs.plan.doc),
        namesOf: (board, item) => ledger.authorsOf(workshop, board, item),
      }),
    backup: () =>
      makeBackup({
        ...common,
        boards: boards.map((board) => {
          const room = docs.boards.get(board.id)
          return { ...board, raw: room ? itemsOf(room.doc).toJSON() : {} }
        }),
        plan: Object.fromEntries(
          (['criteria', 'actions', 'meetings'] as const).map((table) => [
            table,
            docs.plan.doc.getMap(table).toJSON(),
          ]),
        ),
      }),
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

export const exportRoutes = (app: FastifyInstance, { house }: HttpDeps): void => {
  const { planner, committer, t } = house
  let renderer: Renderer | null = null
  app.addHook('onClose', () => renderer?.close())
  app.get('/api/workshops/:id/exports/:name', async (request, reply) => {
    const stored = committer.watch()
    const { workshop, person } = await askerOf(house, request)
    const wanted = pathPart(request, 'name')
    const name = EXPORTS.find((known) => known === wanted)
    if (!name) throw new Refusal('not-found', t('server.no-such-thing'))
    // The libraries that write documents are large, and the server is to start at once: they are read at the first export.
    const { isForFacilitators } = await import('../exports/render.ts')
    renderer ??= (await import('../exports/apart.ts')).createRenderer()
    if (isForFacilitators(name)) requireRole(person, ['facilitator'], t)
    else requireRole(person, ['participant', 'facilitator'], t)
    const docs = await planner.open(workshop)
    // All that it tells is read in this turn, and given out once that is stored, however long the rendering takes.
    const { title } = metaOf(workshop.stage)
    const rendering = renderer.render(name, gather(house, workshop, docs))
    const [{ body, type }] = await Promise.all([rendering, stored()])
    return reply
      .type(type)
      .header('content-disposition', `attachment; filename="${fileName(title, name)}"`)
      .send(body)
  })
}
