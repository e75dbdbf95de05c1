/** The command by which a facilitator takes an item out of everybody's sight. */
import { readItem } from '../../shared/board.ts'
import type { Command } from '../../shared/commands.ts'
import { Refusal } from '../../shared/errors.ts'
import { setHidden } from '../../shared/stage.ts'
import type { Acting, CommandDeps, Made } from './acting.ts'

type Deps = Pick<CommandDeps, 'workshops' | 'ledger' | 'planner' | 't'>

/** What was derived from its words follows in the same commit. */
export const hideItem = async (
  { workshops, ledger, planner, t }: Deps,
  { workshop }: Acting,
  { board, item, hidden }: Extract<Command, { type: 'note.hide' }>,
): Promise<Made> => {
  const docs = await planner.open(workshop)
  const room = docs.boards.get(board)
  if (!room || !readItem(room.doc, item)) throw new Refusal('not-found', t('server.no-such-thing'))
  workshops.act(workshop, (stage) => {
    setHidden(stage, item, hidden)
    ledger.itemHidden(workshop, item)
  })
  planner.deriveAgain(workshop, docs)
  return {}
}
