/** Commands on the project board's members. Signing up is an identity apart from the person who wrote notes. */
import type { Command } from '../../shared/commands.ts'
import { Refusal } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import { putMember, removeMember, type StageMember } from '../../shared/stage.ts'
import type { MemberRecord } from '../workshops/records.ts'
import type { Acting, CommandDeps, Made } from './acting.ts'

type Deps = Pick<CommandDeps, 'workshops' | 'clock' | 't'>
type Of<Type extends Command['type']> = Extract<Command, { type: Type }>

/** What everybody may see of a member: an organisation can give a name away, so it goes with the name. */
const shownOf = (member: MemberRecord): StageMember => ({
  id: member.id,
  name: member.showName ? member.name : null,
  organisation: member.showName ? member.organisation || null : null,
  contact: member.showContact ? member.contact || null : null,
  colead: member.colead,
  joinedAt: member.joinedAt,
})

const save = ({ workshops }: Deps, { workshop }: Acting, person: string, member: MemberRecord): void =>
  workshops.act(workshop, (stage) => {
    workshops.put(workshop, 'member', person, member)
    putMember(stage, shownOf(member))
  })

/** Signs somebody up, or changes what they gave when they did. */
export const joinMembers = (deps: Deps, acting: Acting, command: Of<'member.join'>): Made => {
  const { type: _type, ...given } = command
  const known = acting.workshop.tables.member.get(acting.person.id)
  const member = {
    id: known?.id ?? newId(),
    colead: known?.colead ?? false,
    joinedAt: known?.joinedAt ?? deps.clock.now(),
    ...given,
  }
  save(deps, acting, acting.person.id, member)
  return { member: { id: member.id } }
}

/** Takes somebody off the project board; what they agreed to show goes too. */
export const leaveMembers = ({ workshops }: Deps, { workshop, person }: Acting): Made => {
  const member = workshop.tables.member.get(person.id)
  if (member)
    workshops.act(workshop, (stage) => {
      workshops.remove(workshop, 'member', person.id)
      removeMember(stage, member.id)
    })
  return {}
}

/** Says whether a member leads the project with others. */
export const setColead = (deps: Deps, acting: Acting, { member, colead }: Of<'member.colead'>): Made => {
  const entry = [...acting.workshop.tables.member].find(([, { id }]) => id === member)
  if (!entry) throw new Refusal('not-found', deps.t('server.no-such-thing'))
  const [person, found] = entry
  save(deps, acting, person, { ...found, colead })
  return {}
}
