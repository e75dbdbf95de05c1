/** Starting a workshop: its records, its stage, its first board, and its first facilitator. */
import type { CreatedWorkshop } from '../../shared/answers.ts'
import type { CreateWorkshop } from '../../shared/api.ts'
import type { Say } from '../say.ts'
import { newId } from '../../shared/ids.ts'
import { keysBetween } from '../../shared/order.ts'
import { I_STATEMENTS } from '../../shared/principles.ts'
import { putBoard, setMeta } from '../../shared/stage.ts'
import { participantOf, type Join } from '../auth/join.ts'
import { hashOf, newSecret } from '../auth/secrets.ts'
import { openSession } from '../auth/sessions.ts'
import type { Clock } from '../clock.ts'
import { linkOf } from '../commands/acting.ts'
import { freeCode } from '../commands/entry.ts'
import type { Workshops } from './workshops.ts'

export interface CreateDeps {
  readonly workshops: Workshops
  readonly join: Join
  readonly clock: Clock
  readonly t: Say
}

/** Starts an empty workshop; the caller is its first facilitator. `base` is what its links begin with. */
export const startWorkshop = async (
  { workshops, join, clock, t }: CreateDeps,
  { title, language = 'en', name }: CreateWorkshop,
  base: string,
): Promise<CreatedWorkshop> => {
  const secrets = { viewer: newSecret(), participant: newSecret(), facilitator: newSecret() }
  const code = await freeCode(workshops)
  const workshop = await workshops.create({
    id: newId(),
    createdAt: clock.now(),
    code,
    links: {
      viewer: hashOf(secrets.viewer),
      participant: hashOf(secrets.participant),
      facilitator: hashOf(secrets.facilitator),
    },
  })
  const person = workshops.act(workshop, (stage) => {
    setMeta(stage, { title, language, code, doors: 'open', principles: I_STATEMENTS })
    const [order = ''] = keysBetween('', '', 1)
    putBoard(stage, { id: newId(), title: t('server.first-board'), order, locked: false })
    return join.newPerson(workshop, 'facilitator', 'created', name)
  })
  const token = openSession(workshops, workshop, person.id)
  const link = (secret: string): string => linkOf(base, workshop.id, secret)
  return {
    id: workshop.id,
    title,
    code,
    links: {
      facilitator: link(secrets.facilitator),
      participant: link(secrets.participant),
      viewer: link(secrets.viewer),
    },
    token,
    participant: participantOf(person),
  }
}
