/** Boards in memory, without a server: what the benchmark and a look at the canvas run against. */
import type * as Y from 'yjs'
import { watchBoard, type BoardView } from '../../shared/board.ts'
import { createUndo } from '../../shared/bin.ts'
import type { WorkshopInfo } from '../../shared/answers.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { readStage } from '../../shared/stage.ts'
import { createMemory } from '../../client/model/memory.ts'
import { createPageStorage } from '../../client/model/pageStorage.ts'
import { createStore, type Settable } from '../../client/model/store.ts'
import type { BoardHandle, Peer, Session } from '../../client/model/types.ts'
import { createWishes } from '../../client/model/wishes.ts'
import { createWriting } from '../../client/model/writing.ts'

export const BOARD_ID = 'board-in-memory-01'

/** A board's handle over a document. */
export const memoryBoard = (
  doc: Y.Doc,
): BoardHandle & { readonly peers: Settable<readonly Peer[]>; readonly writable: Settable<boolean> } => {
  const view = createStore<BoardView>({ items: new Map(), shown: [], bin: [] })
  watchBoard(doc, view.set)
  return {
    id: BOARD_ID,
    doc,
    view,
    ready: createStore(true),
    writable: createStore(true),
    undo: createUndo(doc),
    peers: createStore<readonly Peer[]>([]),
    writers: createStore(new Map()),
    announce: () => undefined,
  }
}

const nothing = (): Promise<never> => Promise.reject(new Error('there is no server here'))

/** A session whose stage is a document in memory. */
export const memorySession = (board: BoardHandle, stageDoc: Y.Doc): Session => {
  const info: WorkshopInfo = {
    id: 'workshop-in-memory',
    title: '',
    role: 'participant',
    boards: [{ id: BOARD_ID, title: '' }],
    limits: { payload: LIMITS.payload, presence: LIMITS.presence, items: LIMITS.items, text: LIMITS.text },
    participant: { id: 'person-in-memory-1', name: '', colour: 0, role: 'participant' },
    consent: null,
    member: null,
  }
  const parts = {
    workshop: info.id,
    info: createStore(info),
    stage: createStore(readStage(stageDoc)),
    board: () => board,
    generation: createStore(0),
  }
  return {
    ...parts,
    writing: createWriting({
      ...parts,
      memory: createMemory(null),
      command: nothing,
      draft: () => {
        throw new Error('nobody writes in private here')
      },
      discard: nothing,
      boardInStep: () => createStore(true),
    }),
    wishes: createWishes({
      kept: createMemory(null).wishes('workshop-in-memory'),
      command: nothing,
      online: createStore(false),
      board: () => board,
    }),
    status: createStore({ state: 'online' as const, waiting: 0, back: false, trouble: null, closed: null }),
    api: {
      info: nothing,
      command: nothing,
      openRound: nothing,
      closeRound: nothing,
      ballot: nothing,
      castBallot: nothing,
      deviceCode: nothing,
      leave: nothing,
      exportUrl: () => '',
      askExport: nothing,
    },
    plan: () => {
      throw new Error('there is no plan here')
    },
    here: createStore<ReadonlySet<string>>(new Set([info.participant.id])),
    refused: createStore([]),
    putBack: () => Promise.resolve(null),
    dropRefused: () => Promise.resolve(),
    keeps: createStore(false),
    links: createStore(null),
    keepLink: () => undefined,
    device: createPageStorage(),
    reference: createStore('ABCD-23'),
    refresh: () => Promise.resolve(),
    again: () => Promise.resolve(),
    close: () => undefined,
  }
}
