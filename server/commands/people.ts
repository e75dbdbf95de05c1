/** Commands on people: renaming, raising hands, removing, promoting. */
import { inRole, stagePersonOf } from '../auth/join.ts'
import { endSessions, requireRole } from '../auth/sessions.ts'
import type { Command } from '../../shared/commands.ts'
import { Refusal } from '../../shared/errors.ts'
import { CLOSE } from '../../shared/protocol.ts'
import { putPerson, removeMember, removePerson, setHand } from '../../shared/stage.ts'
import type { PersonRecord } from '../workshops/records.ts'
import type { Acting, CommandDeps, Made } from './acting.ts'

type Deps = Pick<CommandDeps, 'workshops' | 'rounds' | 'sync' | 'clock' | 't'>
type Of<Type extends Command['type']> = Extract<Command, { type: Type }>

const findPerson = ({ t }: Deps, { workshop }: Acting, id: string): PersonRecord => {
  const person = workshop.tables.person.get(id)
  if (!person || person.removed) throw new Refusal('not-found', t('server.no-such-thing'))
  return person
}

const change = ({ workshops }: Deps, { workshop }: Acting, person: PersonRecord): void =>
  workshops.act(workshop, (stage) => {
    workshops.put(workshop, 'person', person.id, person)
    putPerson(stage, stagePersonOf(person))
  })

/** Whoever runs the workshop renames anybody; others rename themselves. */
export const rename = (deps: Deps, acting: Acting, { name, person }: Of<'person.rename'>): Made => {
  if (person && person !== acting.person.id) requireRole(acting.person, ['facilitator'], deps.t)
  change(deps, acting, { ...findPerson(deps, acting, person ?? acting.person.id), name })
  return {}
}

/** Only its own person raises a hand. */
export const hand = (deps: Deps, acting: Acting, { up, person }: Of<'hand'>): Made => {
  if (person && person !== acting.person.id) requireRole(acting.person, up ? [] : ['facilitator'], deps.t)
  const { id } = findPerson(deps, acting, person ?? acting.person.id)
  deps.workshops.act(acting.workshop, (stage) => setHand(stage, id, up ? deps.clock.now() : null))
  return {}
}

/** What they are writing in that moment is refused, and kept on their device. Facilitators run the day, so nobody pauses them. */
export const mute = (deps: Deps, acting: Acting, { person, muted }: Of<'person.mute'>): Made => {
  const { muted: _was, ...found } = findPerson(deps, acting, person)
  if (muted && found.role === 'facilitator') throw new Refusal('unfit', deps.t('server.unfit.mute'))
  change(deps, acting, { ...found, ...(muted && { muted: true }) })
  return {}
}

/** Makes somebody a facilitator, whatever link they came by. */
export const promote = (deps: Deps, acting: Acting, { person }: Of<'person.promote'>): Made => {
  const found = findPerson(deps, acting, person)
  if (found.role === 'facilitator') return {}
  change(deps, acting, inRole(found, 'facilitator', 'promoted'))
  if (deps.sync().here(acting.workshop.id).has(found.id)) deps.rounds.seen(acting.workshop, found.id)
  return {}
}

/** Their sessions and their place on the project board end; what they made stays. */
export const removePersonFrom = (deps: Deps, acting: Acting, { person }: Of<'person.remove'>): Made => {
  const { workshop } = acting
  const { workshops, sync, t } = deps
  if (person === acting.person.id) throw new Refusal('unfit', t('server.unfit.remove-self'))
  const found = findPerson(deps, acting, person)
  const member = workshop.tables.member.get(person)
  workshops.act(workshop, (stage) => {
    workshops.put(workshop, 'person', person, { ...found, removed: true })
    removePerson(stage, person)
    endSessions(workshops, workshop, (id) => id === person)
    if (!member) return
    workshops.remove(workshop, 'member', person)
    removeMember(stage, member.id)
  })
  sync().close(workshop.id, { person }, CLOSE.removed, t('server.removed'))
  return {}
}
