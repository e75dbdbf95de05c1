/** The command by which people say what may be kept of their words. */
import type { Command } from '../../shared/commands.ts'
import { Refusal } from '../../shared/errors.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { boardOf } from '../../shared/stage.ts'
import type { Workshop } from '../workshops/workshops.ts'
import type { Acting, CommandDeps, Made } from './acting.ts'

type Deps = Pick<CommandDeps, 'workshops' | 'ledger' | 'planner' | 'writing' | 't'>

/** A choice that was made before can always be changed: nobody is kept from withdrawing. */
const isFull = ({ tables: { choice } }: Workshop, person: string, item: string): boolean => {
  if (choice.has(`${person}/${item}`) || choice.size < LIMITS.choices.perPerson) return false
  if (choice.size >= LIMITS.choices.perWorkshop) return true
  let mine = 0
  for (const key of choice.keys()) if (key.startsWith(`${person}/`)) mine += 1
  return mine >= LIMITS.choices.perPerson
}

/** What was derived from those words follows in the same commit. */
export const consent = async (
  { workshops, ledger, planner, writing, t }: Deps,
  { workshop, person }: Acting,
  { consent, item }: Extract<Command, { type: 'consent' }>,
): Promise<Made> => {
  if (item && !boardOf(workshop.stage, item.board)) throw new Refusal('not-found', t('server.no-such-thing'))
  if (item && isFull(workshop, person.id, `${item.board}/${item.item}`))
    throw new Refusal('full', t('server.full'))
  const docs = await planner.open(workshop)
  const isPrivate = item !== undefined && (await writing.holds(workshop, person.id, item.item))
  // Asked in the very turn in which it is put: drafts may have been shared meanwhile.
  if (item && (isPrivate || !ledger.mayChoose(workshop, item.board, item.item, person.id)))
    throw new Refusal('unfit', t('server.unfit.nameless'))
  if (item) {
    ledger.choose(workshop, person.id, item.board, item.item, consent)
  } else {
    // Read anew: documents may have been opened meanwhile.
    const now = workshop.tables.person.get(person.id) ?? person
    workshops.put(workshop, 'person', person.id, { ...now, consent })
    ledger.personChanged(workshop, person.id)
  }
  planner.deriveAgain(workshop, docs)
  return {}
}
