/** Commands on boards: adding, naming, letting rest, and asking everyone to look at a place. */
import type { Command } from '../../shared/commands.ts'
import { Refusal } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import { keysBetween } from '../../shared/order.ts'
import { boardOf, boardsOf, putBoard, setMeta, type StageBoard } from '../../shared/stage.ts'
import type { Acting, CommandDeps, Made } from './acting.ts'

type Deps = Pick<CommandDeps, 'workshops' | 'clock' | 't'>
type Of<Type extends Command['type']> = Extract<Command, { type: Type }>

/** Most boards of one workshop. */
const MOST_BOARDS = 50

const findBoard = ({ t }: Deps, { workshop }: Acting, id: string): StageBoard => {
  const board = boardOf(workshop.stage, id)
  if (!board) throw new Refusal('not-found', t('server.no-such-thing'))
  return board
}

export const addBoard = (deps: Deps, { workshop }: Acting, { title }: Of<'board.add'>): Made => {
  const boards = boardsOf(workshop.stage)
  if (boards.length >= MOST_BOARDS) throw new Refusal('full', deps.t('server.full.boards'))
  const [order = ''] = keysBetween(boards.at(-1)?.order ?? '', '', 1)
  const board = { id: newId(), title, order, locked: false }
  deps.workshops.act(workshop, (stage) => putBoard(stage, board))
  return { board: { id: board.id, title } }
}

export const renameBoard = (deps: Deps, acting: Acting, { board, title }: Of<'board.rename'>): Made => {
  const found = findBoard(deps, acting, board)
  deps.workshops.act(acting.workshop, (stage) => putBoard(stage, { ...found, title }))
  return {}
}

export const lock = (deps: Deps, acting: Acting, { board, locked }: Of<'lock'>): Made => {
  const { workshop } = acting
  const boards = board ? [findBoard(deps, acting, board)] : boardsOf(workshop.stage)
  deps.workshops.act(workshop, (stage) => {
    for (const found of boards)
      if (found.locked !== locked) {
        workshop.lockedAt.set(found.id, deps.clock.elapsed())
        putBoard(stage, { ...found, locked })
      }
  })
  return {}
}

export const focus = (deps: Deps, acting: Acting, { focus }: Of<'focus'>): Made => {
  if (focus) findBoard(deps, acting, focus.board)
  deps.workshops.act(acting.workshop, (stage) => setMeta(stage, { focus }))
  return {}
}
