/**
 * Commands on notes that are nobody's. Whoever shows the receipt of one wrote it, and may say what is kept of it or take it back;
 * that somebody did is neither logged nor stored with their name.
 */
import { readItem } from '../../shared/board.ts'
import { removeItems } from '../../shared/boardItems.ts'
import { rewordText } from '../../shared/boardTexts.ts'
import type { Command } from '../../shared/commands.ts'
import { boardDoc } from '../../shared/docs.ts'
import { Refusal } from '../../shared/errors.ts'
import type { Say } from '../say.ts'
import { itemOfReceipt } from '../../shared/receipts.ts'
import { putRound, roundsOf } from '../../shared/stage.ts'
import type { OpenDocs } from '../rounds/plan.ts'
import type { Room } from '../sync/contract.ts'
import type { Workshop } from '../workshops/workshops.ts'
import type { Acting, CommandDeps, Made } from './acting.ts'
import { requireAwake } from './writing.ts'

type Deps = Pick<CommandDeps, 'workshops' | 'ledger' | 'planner' | 'sync' | 't'>
type Of<Type extends Command['type']> = Extract<Command, { type: Type }>

/** @throws Refusal `forbidden` unless the receipt is that of the item */
const requireReceipt = (
  t: Say,
  { item, receipt }: { readonly item: string; readonly receipt: string },
): void => {
  if (itemOfReceipt(receipt) !== item) throw new Refusal('forbidden', t('server.forbidden.receipt'))
}

/** The board in memory, with the item on it. @throws Refusal `not-found`, `unfit` when the item is somebody's */
const findNameless = (
  { ledger, t }: Deps,
  { workshop }: Acting,
  { board, item }: { readonly board: string; readonly item: string },
  room: Room | undefined,
): Room => {
  if (!room || !readItem(room.doc, item)) throw new Refusal('not-found', t('server.no-such-thing'))
  if (!ledger.isNameless(workshop, board, item)) throw new Refusal('unfit', t('server.unfit.somebodys'))
  return room
}

/** Changes what is known of a nameless item, with all that was derived from its words. */
const change = async (
  deps: Deps,
  acting: Acting,
  command: Of<'receipt.consent'> | Of<'receipt.withdraw'>,
  work: (room: Room) => void,
): Promise<Made> => {
  requireReceipt(deps.t, command)
  const docs: OpenDocs = await deps.planner.open(acting.workshop)
  const room = findNameless(deps, acting, command, docs.boards.get(command.board))
  deps.workshops.act(acting.workshop, () => work(room))
  deps.planner.deriveAgain(acting.workshop, docs)
  return {}
}

/** Says what is kept of a note, for whoever holds its receipt. */
export const consentByReceipt = (deps: Deps, acting: Acting, command: Of<'receipt.consent'>): Promise<Made> =>
  change(deps, acting, command, () =>
    deps.ledger.nameless(acting.workshop, command.board, new Map([[command.item, command.consent]])),
  )

/** Its words also stand where they were put to the vote. */
const clearCandidates = ({ stage }: Workshop, board: string, item: string, text: string): void => {
  for (const round of roundsOf(stage))
    if (round.candidates.some((each) => each.board === board && each.item === item))
      putRound(stage, {
        ...round,
        candidates: round.candidates.map((each) =>
          each.board === board && each.item === item ? { ...each, text } : each,
        ),
      })
}

/** The ledger goes on knowing that there was such an item: nobody else's may take its place. */
export const withdraw = (deps: Deps, acting: Acting, command: Of<'receipt.withdraw'>): Promise<Made> =>
  change(deps, acting, command, ({ doc }) => {
    const { board, item } = command
    removeItems(doc, [item])
    clearCandidates(acting.workshop, board, item, deps.t('server.withdrawn'))
    deps.ledger.nameless(acting.workshop, board, new Map([[item, 'room']]))
  })

/** Rewords a note in the server's name, so that Yjs's ids tell nothing of who typed. */
export const rewrite = async (
  deps: Deps,
  acting: Acting,
  { board, item, text }: Of<'note.rewrite'>,
): Promise<Made> => {
  requireAwake(deps.t, acting, board)
  const { doc } = findNameless(
    deps,
    acting,
    { board, item },
    await deps.sync().open(acting.workshop.id, boardDoc(board)),
  )
  rewordText(doc, item, 'text', text)
  return {}
}
