/** Commands around private writing. */
import type { Command } from '../../shared/commands.ts'
import { Refusal } from '../../shared/errors.ts'
import { boardOf } from '../../shared/stage.ts'
import type { Acting, CommandDeps, Made } from './acting.ts'

type Deps = Pick<CommandDeps, 'writing' | 't'>
type Of<Type extends Command['type']> = Extract<Command, { type: Type }>

/** @throws Refusal `not-found`; `locked` while the board rests, for all but facilitators */
export const requireAwake = (t: CommandDeps['t'], { workshop, person }: Acting, board: string): void => {
  const found = boardOf(workshop.stage, board)
  if (!found) throw new Refusal('not-found', t('server.no-such-thing'))
  if (found.locked && person.role !== 'facilitator') throw new Refusal('locked', t('server.locked'))
}

/** Opens everybody's drafts. */
export const startWriting = async (
  { writing }: Deps,
  { workshop }: Acting,
  { board, question }: Of<'writing.start'>,
): Promise<Made> => ({ writing: { id: await writing.start(workshop, { board, question }) } })

/** Puts everybody's notes on the board, and tells how many. */
export const revealWriting = async (
  deps: Deps,
  { workshop }: Acting,
  { writing }: Of<'writing.reveal'>,
): Promise<Made> => ({ revealed: await deps.writing.reveal(workshop, writing) })

/** Ends a writing, of which nothing is shown. */
export const cancelWriting = async (
  deps: Deps,
  { workshop }: Acting,
  { writing }: Of<'writing.cancel'>,
): Promise<Made> => {
  await deps.writing.cancel(workshop, writing)
  return {}
}

/** Puts notes on a board that were not shared with the others. */
export const shareLate = async (
  { writing, t }: Deps,
  acting: Acting,
  { board, notes }: Of<'writing.share'>,
): Promise<Made> => {
  requireAwake(t, acting, board)
  return { shared: await writing.share(acting.workshop, acting.person.id, board, notes) }
}
