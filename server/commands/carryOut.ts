/** The commands, each checked for its role and carried out. */
import type { Command, CommandType } from '../../shared/commands.ts'
import type { Role } from '../../shared/docs.ts'
import { Refusal } from '../../shared/errors.ts'
import { requireRole } from '../auth/sessions.ts'
import { ANYBODY, TAKING_PART, type Acting, type CommandDeps, type Made } from './acting.ts'
import { addBoard, focus, lock, renameBoard } from './boards.ts'
import { consent } from './consent.ts'
import { doors, replaceCode, replaceLink } from './entry.ts'
import { hideItem } from './hide.ts'
import { joinMembers, leaveMembers, setColead } from './members.ts'
import { consentByReceipt, rewrite, withdraw } from './nameless.ts'
import { hand, mute, promote, removePersonFrom, rename } from './people.ts'
import { extendTimer, setHeads, setStep, startTimer, stopTimer } from './running.ts'
import { createSparing } from './sparing.ts'
import { cancelWriting, revealWriting, shareLate, startWriting } from './writing.ts'

const FACILITATOR: readonly Role[] = ['facilitator']

/** Who may ask for what. */
export const MAY: Readonly<Record<CommandType, readonly Role[]>> = {
  'board.add': FACILITATOR,
  'board.rename': FACILITATOR,
  lock: FACILITATOR,
  doors: FACILITATOR,
  'timer.start': FACILITATOR,
  'timer.extend': FACILITATOR,
  'timer.stop': FACILITATOR,
  step: FACILITATOR,
  focus: FACILITATOR,
  heads: FACILITATOR,
  consent: TAKING_PART,
  'person.rename': ANYBODY,
  hand: TAKING_PART,
  'note.hide': FACILITATOR,
  'person.remove': FACILITATOR,
  'person.mute': FACILITATOR,
  'person.promote': FACILITATOR,
  'link.replace': FACILITATOR,
  'code.replace': FACILITATOR,
  'member.join': TAKING_PART,
  'member.leave': TAKING_PART,
  'member.colead': FACILITATOR,
  'writing.start': FACILITATOR,
  'writing.reveal': FACILITATOR,
  'writing.cancel': FACILITATOR,
  'writing.share': TAKING_PART,
  'receipt.consent': TAKING_PART,
  'receipt.withdraw': TAKING_PART,
  'note.rewrite': TAKING_PART,
  'plan.derive': FACILITATOR,
}

/** What writes on a board, or lets one write the plan, and so is not for those whose writing is paused. */
const WRITES: ReadonlySet<CommandType> = new Set<CommandType>([
  'writing.share',
  'note.rewrite',
  'member.join',
])

/** Carries out commands. @returns what each made; nothing, for most. @throws Refusal */
export const createCarryOut = (deps: CommandDeps) => {
  const spare = createSparing(deps)
  return async (acting: Acting, command: Command): Promise<Made> => {
    requireRole(acting.person, MAY[command.type], deps.t)
    if (acting.person.muted && WRITES.has(command.type))
      throw new Refusal('forbidden', deps.t('server.muted'))
    spare(acting, command)
    switch (command.type) {
      case 'board.add':
        return addBoard(deps, acting, command)
      case 'board.rename':
        return renameBoard(deps, acting, command)
      case 'lock':
        return lock(deps, acting, command)
      case 'focus':
        return focus(deps, acting, command)
      case 'doors':
        return doors(deps, acting, command)
      case 'link.replace':
        return replaceLink(deps, acting, command)
      case 'code.replace':
        return replaceCode(deps, acting)
      case 'timer.start':
        return startTimer(deps, acting, command)
      case 'timer.extend':
        return extendTimer(deps, acting, command)
      case 'timer.stop':
        return stopTimer(deps, acting)
      case 'step':
        return setStep(deps, acting, command)
      case 'heads':
        return setHeads(deps, acting, command)
      case 'consent':
        return consent(deps, acting, command)
      case 'person.rename':
        return rename(deps, acting, command)
      case 'hand':
        return hand(deps, acting, command)
      case 'note.hide':
        return hideItem(deps, acting, command)
      case 'person.remove':
        return removePersonFrom(deps, acting, command)
      case 'person.mute':
        return mute(deps, acting, command)
      case 'person.promote':
        return promote(deps, acting, command)
      case 'member.join':
        return joinMembers(deps, acting, command)
      case 'member.leave':
        return leaveMembers(deps, acting)
      case 'member.colead':
        return setColead(deps, acting, command)
      case 'writing.start':
        return startWriting(deps, acting, command)
      case 'writing.reveal':
        return revealWriting(deps, acting, command)
      case 'writing.cancel':
        return cancelWriting(deps, acting, command)
      case 'writing.share':
        return shareLate(deps, acting, command)
      case 'receipt.consent':
        return consentByReceipt(deps, acting, command)
      case 'receipt.withdraw':
        return withdraw(deps, acting, command)
      case 'note.rewrite':
        return rewrite(deps, acting, command)
      case 'plan.derive': {
        const docs = await deps.planner.open(acting.workshop)
        deps.planner.derive(acting.workshop, docs)
        return {}
      }
      default:
        return command satisfies never
    }
  }
}
