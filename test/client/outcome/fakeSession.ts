/** A session without a server: real documents, and commands that are only written down. */
import * as Y from 'yjs'
import type { WorkshopInfo } from '../../../shared/answers.ts'
import type { Command } from '../../../shared/commands.ts'
import type { Role } from '../../../shared/docs.ts'
import { readBoard, type BoardView } from '../../../shared/board.ts'
import { addItem } from '../../../shared/boardItems.ts'
import { createUndo } from '../../../shared/bin.ts'
import { createPlanUndo, readPlan, writeDerived, type Plan } from '../../../shared/plan.ts'
import type { Stage } from '../../../shared/stage.ts'
import { createMemory } from '../../../client/model/memory.ts'
import { createPageStorage } from '../../../client/model/pageStorage.ts'
import { createStore, type Settable } from '../../../client/model/store.ts'
import type { BoardHandle, DocHandle, Session, WorkshopApi } from '../../../client/model/types.ts'
import { createWishes } from '../../../client/model/wishes.ts'
import { createWriting } from '../../../client/model/writing.ts'

const BOARD = 'board-1-board-1-board'
export const ROUND = 'round-1-round-1-round'

export interface Fake {
  readonly session: Session
  readonly plan: Y.Doc
  readonly stage: Settable<Stage>
  readonly commands: Command[]
  readonly actionId: string
  /** Writes what the server derived for the one action. */
  derive(action: string): void
}

const handleOf = <View>(
  doc: Y.Doc,
  read: (doc: Y.Doc) => View,
  undo: Y.UndoManager,
  writable: boolean,
): DocHandle<View> => {
  const view = createStore(read(doc))
  doc.on('update', () => view.set(read(doc)))
  return { doc, view, undo, ready: createStore(true), writable: createStore(writable) }
}

const refuse = (): never => {
  throw new Error('not part of this test')
}

/** A workshop with one note, voted on in one closed round. */
export const createFake = ({
  role = 'facilitator',
  writable = true,
}: { role?: Role; writable?: boolean } = {}): Fake => {
  const boardDoc = new Y.Doc()
  const plan = new Y.Doc()
  const commands: Command[] = []
  const item = addItem(boardDoc, { kind: 'note', at: [0, 0], text: 'Ask first', colour: 'leaf' })
  const actionId = `action:${ROUND}:${item}`
  const derive = (action: string) =>
    writeDerived(
      plan,
      'actions',
      new Map([
        [
          actionId,
          {
            action,
            principles: [1],
            priority: { round: ROUND, rank: 1, total: 9 },
            sources: [{ board: BOARD, item }],
          },
        ],
      ]),
    )
  derive('Ask first')
  const principles = [
    { id: 1, label: 'More than a diagnosis', text: 'I am one person.' },
    { id: 6, label: 'My story, told once', text: 'I tell it once.' },
  ]
  const stage = createStore<Stage>({
    meta: {
      title: 'A better front door',
      language: 'en',
      code: '',
      doors: 'open',
      heads: null,
      principles,
      timer: null,
      step: null,
      focus: null,
      writing: null,
      lostWriting: null,
    },
    boards: [{ id: BOARD, title: 'Board', order: 'a0', locked: false }],
    people: new Map(),
    rounds: [
      {
        id: ROUND,
        question: 'Which first?',
        method: { type: 'score' },
        candidates: [{ board: BOARD, item, text: 'Ask first', theme: null, colour: 'leaf' }],
        openedAt: 1,
        endsAt: null,
        closedAt: 2,
        voted: 1,
        present: 1,
        result: {
          turnout: { voted: 1, present: 1 },
          candidates: [{ item, rank: 1, total: 9, mean: null, spread: null }],
        },
      },
    ],
    members: [],
    credits: new Map(),
    hidden: new Set(),
  })
  const planHandle: DocHandle<Plan> = handleOf(plan, readPlan, createPlanUndo(plan), writable)
  const board: BoardHandle = {
    ...handleOf<BoardView>(boardDoc, readBoard, createUndo(boardDoc), true),
    id: BOARD,
    peers: createStore([]),
    writers: createStore(new Map()),
    announce: () => undefined,
  }
  const api: WorkshopApi = {
    info: refuse,
    command: (command) => Promise.resolve(commands.push(command)),
    openRound: refuse,
    closeRound: refuse,
    ballot: refuse,
    castBallot: refuse,
    deviceCode: refuse,
    leave: refuse,
    exportUrl: (name) => `/exports/${name}`,
    askExport: refuse,
  }
  const parts = {
    workshop: 'workshop-1-workshop-1',
    info: createStore<WorkshopInfo>({
      id: 'workshop-1-workshop-1',
      title: 'A better front door',
      role,
      boards: [{ id: BOARD, title: 'Board' }],
      limits: { payload: 1, presence: 1, items: 1, text: 1 },
      participant: { id: 'person-1-person-1-per', name: 'Amina', colour: 0, role },
      consent: 'named',
      member: null,
    }),
    stage,
    generation: createStore(0),
    board: () => board,
  }
  const session: Session = {
    ...parts,
    writing: createWriting({
      ...parts,
      memory: createMemory(null),
      command: api.command,
      draft: () => {
        throw new Error('nobody writes in private here')
      },
      discard: refuse,
      boardInStep: () => createStore(true),
    }),
    wishes: createWishes({
      kept: createMemory(null).wishes('workshop-in-memory'),
      command: () => Promise.resolve({}),
      online: createStore(false),
      board: () => board,
    }),
    here: createStore(new Set<string>()),
    status: createStore({ state: 'online', waiting: 0, back: false, trouble: null, closed: null }),
    refused: createStore([]),
    putBack: () => Promise.resolve(null),
    dropRefused: () => Promise.resolve(),
    keeps: createStore(true),
    links: createStore(null),
    keepLink: () => undefined,
    device: createPageStorage(),
    reference: createStore('ABCD-23'),
    api,
    plan: () => planHandle,
    refresh: () => Promise.resolve(),
    again: () => Promise.resolve(),
    close: () => undefined,
  }
  return { session, plan, stage, commands, actionId, derive }
}
