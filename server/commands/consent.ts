/** The command by which people say what may be kept of their words. */
import type { KeptConsent } from '../../shared/answers.ts'
import type { Command } from '../../shared/commands.ts'
import { isStricter, UNANSWERED } from '../../shared/consent.ts'
import { Refusal } from '../../shared/errors.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { boardOf } from '../../shared/stage.ts'
import { itemKey } from '../workshops/records.ts'
import type { Workshop } from '../workshops/workshops.ts'
import type { Acting, CommandDeps, Made } from './acting.ts'

type Deps = Pick<CommandDeps, 'workshops' | 'ledger' | 'planner' | 'writing' | 'clock' | 't'>
type ConsentCommand = Extract<Command, { type: 'consent' }>

/** A choice that was made before can always be changed: nobody is kept from withdrawing. */
const isFull = ({ tables: { choice } }: Workshop, person: string, item: string): boolean => {
  if (choice.has(`${person}/${item}`) || choice.size < LIMITS.choices.perPerson) return false
  if (choice.size >= LIMITS.choices.perWorkshop) return true
  let mine = 0
  for (const key of choice.keys()) if (key.startsWith(`${person}/`)) mine += 1
  return mine >= LIMITS.choices.perPerson
}

/**
 * What is to be kept from now on, as of when. Of what a device says again, only what is newer and no laxer: it may not have heard
 * what its person chose since, on another one.
 * @returns null for what is kept already
 */
const newlyKept = ({ consent, at }: ConsentCommand, kept: KeptConsent, now: number) => {
  if (at === undefined) return { consent, at: Math.max(now, kept.at + 1) }
  const isOld = at <= kept.at || isStricter(kept.consent ?? UNANSWERED, consent)
  return isOld ? null : { consent, at: Math.max(Math.min(at, now), kept.at + 1) }
}

/** What was derived from those words follows in the same commit. */
export const consent = async (
  { workshops, ledger, planner, writing, clock, t }: Deps,
  { workshop, person }: Acting,
  asked: ConsentCommand,
): Promise<Made> => {
  const { item } = asked
  if (item && !boardOf(workshop.stage, item.board)) throw new Refusal('not-found', t('server.no-such-thing'))
  if (item && isFull(workshop, person.id, itemKey(item.board, item.item)))
    throw new Refusal('full', t('server.full'))
  const docs = await planner.open(workshop)
  const isPrivate = item !== undefined && (await writing.holds(workshop, person.id, item.item))
  // Asked in the very turn in which it is put: drafts may have been shared meanwhile.
  if (item && (isPrivate || !ledger.mayChoose(workshop, item.board, item.item, person.id)))
    throw new Refusal('unfit', t('server.unfit.nameless'))
  // Read anew: documents may have been opened meanwhile.
  const now = workshop.tables.person.get(person.id) ?? person
  const kept = item
    ? ledger.chosen(workshop, person.id, item.board, item.item)
    : { consent: now.consent, at: now.chosenAt ?? 0 }
  const next = newlyKept(asked, kept, clock.now())
  if (!next) return { ...kept }
  if (item) {
    ledger.choose(workshop, person.id, item.board, item.item, next)
  } else {
    workshops.put(workshop, 'person', person.id, { ...now, consent: next.consent, chosenAt: next.at })
    ledger.personChanged(workshop, person.id)
  }
  planner.deriveAgain(workshop, docs)
  return next
}
