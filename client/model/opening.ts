/** What a session opens under a document's name: the document itself, and what the rest of the client sees of it. */
import * as Y from 'yjs'
import type { WorkshopInfo } from '../../shared/answers.ts'
import { readBoard, watchBoard, type BoardView } from '../../shared/board.ts'
import { createUndo } from '../../shared/bin.ts'
import { boardDoc } from '../../shared/docs.ts'
import { createPlanUndo, readPlan, type Plan } from '../../shared/plan.ts'
import type { Stage } from '../../shared/stage.ts'
import { createBatched, type NextFrame } from './batch.ts'
import { REMOTE, type PresenceWire } from './channel.ts'
import type { OpenDocument } from './document.ts'
import { sameIds, withoutHidden } from './hidden.ts'
import { createPresence } from './presence.ts'
import type { BoardHandle, DocHandle, Peer, Store } from './types.ts'
import { createSaying, createWriters } from './writers.ts'

/** My private notes of one spell. */
export interface DraftHandle extends DocHandle<BoardView> {
  /** Whether this device's copy was read. */
  readonly loaded: Store<boolean>
}

/** Something that is open under a document's name. */
export interface Opened {
  readonly document: OpenDocument
  readonly board: BoardHandle | null
  readonly plan: DocHandle<Plan> | null
  readonly draft: DraftHandle | null
  /** Shows the document in its place, where it has no handle that is asked for anew. */
  show?(): void
  /** Ends what watches the document, not the document itself. */
  unwatch(): void
}

/** How a document is opened: which of its copies, and whether that is a clean one. */
export interface HowOpened {
  readonly epoch?: number
  readonly fresh?: boolean
}

export interface OpeningDeps {
  readonly nextFrame: NextFrame
  readonly stage: Store<Stage>
  /** The same, with my own choice shown at once. */
  readonly ownStage: Store<Stage>
  readonly info: Store<Pick<WorkshopInfo, 'consent' | 'participant'>>
  /** The copy of the stage that is shown has changed. */
  onStage(doc: Y.Doc): void
  /** Who else has it open has changed. */
  onPeers(peers: readonly Peer[]): void
  /** Who I am. */
  person(): string
  /** Opens a document, on this device and at the server. */
  open(name: string, doc: Y.Doc, options: HowOpened & { readonly presence?: PresenceWire }): OpenDocument
  /** Counts what waits of it. @returns how to stop that */
  count(name: string, document: OpenDocument): () => void
  writableOf(name: string): Store<boolean>
}

const NOTHING_ELSE = { board: null, plan: null, draft: null } as const

export const createOpening = ({
  nextFrame,
  stage,
  ownStage,
  info,
  onStage,
  onPeers,
  person,
  open,
  count,
  writableOf,
}: OpeningDeps) => ({
  /** Everybody's page has the stage open, whatever else it shows: so presence there tells who is here. */
  stage(how: HowOpened = {}): Opened & { show(): void } {
    const doc = new Y.Doc()
    const presence = createPresence({ person: person() })
    const document = open('stage', doc, { ...how, presence })
    presence.announce({})
    let isShown = false
    const onChange = () => {
      if (isShown) onStage(doc)
    }
    const onOthers = () => {
      if (isShown) onPeers(presence.peers.get())
    }
    doc.on('afterTransaction', onChange)
    const stopOthers = presence.peers.subscribe(onOthers)
    return {
      ...NOTHING_ELSE,
      document,
      show() {
        isShown = true
        onChange()
        onOthers()
      },
      unwatch() {
        doc.off('afterTransaction', onChange)
        stopOthers()
        presence.close()
      },
    }
  },

  board(id: string, how: HowOpened = {}): Opened & { readonly board: BoardHandle } {
    const name = boardDoc(id)
    const doc = new Y.Doc()
    const presence = createPresence({ person: person() })
    const document = open(name, doc, { ...how, presence })
    let whole = readBoard(doc)
    let hidden = stage.get().hidden
    const view = createBatched(withoutHidden(whole, hidden), nextFrame)
    let local = false
    const onBefore = (transaction: Y.Transaction) => {
      local = transaction.origin !== REMOTE
    }
    doc.on('beforeTransaction', onBefore)
    const unwatchBoard = watchBoard(doc, (next) => {
      whole = next
      view.set(withoutHidden(whole, hidden), local)
    })
    const unwatchHidden = stage.subscribe(() => {
      const now = stage.get().hidden
      if (sameIds(now, hidden)) return
      hidden = now
      view.set(withoutHidden(whole, hidden), false)
    })
    const uncount = count(name, document)
    const undo = createUndo(doc)
    const { ready, inStep } = document
    const { peers, announce } = presence
    const others = createWriters({ doc, peers, stage, me: person(), inStep })
    const { writers } = others
    const saying = createSaying({ doc, stage: ownStage, info, announce })
    return {
      ...NOTHING_ELSE,
      document,
      board: {
        id,
        doc,
        view,
        ready,
        undo,
        writable: writableOf(name),
        peers,
        writers,
        announce: saying.say,
      },
      unwatch() {
        others.close()
        saying.close()
        unwatchBoard()
        unwatchHidden()
        uncount()
        doc.off('beforeTransaction', onBefore)
        view.close()
        undo.destroy()
        presence.close()
      },
    }
  },

  plan(how: HowOpened = {}): Opened & { readonly plan: DocHandle<Plan> } {
    const doc = new Y.Doc()
    const document = open('plan', doc, how)
    const view = createBatched(readPlan(doc), nextFrame)
    const onChange = (transaction: Y.Transaction) => {
      if (transaction.changed.size) view.set(readPlan(doc), transaction.origin !== REMOTE)
    }
    doc.on('afterTransaction', onChange)
    const uncount = count('plan', document)
    const undo = createPlanUndo(doc)
    return {
      ...NOTHING_ELSE,
      document,
      plan: { doc, view, ready: document.ready, undo, writable: writableOf('plan') },
      unwatch() {
        uncount()
        view.close()
        undo.destroy()
      },
    }
  },

  /** My private notes. Nobody else is there, so there is no presence; what is written shows at once. */
  draft(name: string, how: HowOpened = {}): Opened & { readonly draft: DraftHandle } {
    const doc = new Y.Doc()
    const document = open(name, doc, how)
    const view = createBatched(readBoard(doc), nextFrame)
    const unwatchNotes = watchBoard(doc, (next) => view.set(next, true))
    const uncount = count(name, document)
    const undo = createUndo(doc)
    const { ready, loaded } = document
    return {
      ...NOTHING_ELSE,
      document,
      draft: { doc, view, ready, loaded, undo, writable: writableOf(name) },
      unwatch() {
        unwatchNotes()
        uncount()
        view.close()
        undo.destroy()
      },
    }
  },
})
