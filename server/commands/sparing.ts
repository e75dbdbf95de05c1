/** How often one person may change the stage, which everybody in the workshop holds, and which keeps a trace of each change. */
import type { Command } from '../../shared/commands.ts'
import { Refusal } from '../../shared/errors.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { createPots } from '../remembered.ts'
import type { Acting, CommandDeps } from './acting.ts'

/** Says what is kept of all their words, of each of which the stage may have to tell: as much as several other changes. */
const CONSENT = 6

/** Counts commands. @throws Refusal `too-fast` from what it gives, for whoever asks for too many */
export const createSparing = ({ clock, t }: Pick<CommandDeps, 'clock' | 't'>) => {
  const { facilitator, others, wishes } = LIMITS.commands
  const mayRun = createPots(facilitator, clock.elapsed)
  const mayChange = createPots(others, clock.elapsed)
  const mayWish = createPots(wishes, clock.elapsed)

  const may = ({ id, role }: Acting['person'], command: Command): boolean => {
    switch (command.type) {
      // Words on a board, which has limits of its own.
      case 'note.rewrite':
        return true
      case 'receipt.consent':
      case 'receipt.withdraw':
        return mayWish(id, 1)
      case 'consent':
        if (command.item) return mayWish(id, 1)
        return role === 'facilitator' ? mayRun(id, CONSENT) : mayChange(id, CONSENT)
      default:
        return role === 'facilitator' ? mayRun(id, 1) : mayChange(id, 1)
    }
  }

  return ({ person }: Acting, command: Command): void => {
    if (!may(person, command))
      throw new Refusal('too-fast', t('server.too-fast.requests'), { person: person.id })
  }
}
