/** A workshop, open on this device: its documents, who I am in it, and how things stand with the server. */
import * as Y from 'yjs'
import { boardDoc, parseDocName } from '../../shared/docs.ts'
import type { Plan } from '../../shared/plan.ts'
import { readStage } from '../../shared/stage.ts'
import { createBatched, type NextFrame } from './batch.ts'
import { createChoices } from './choices.ts'
import type { Connection } from './connection.ts'
import { copyName, refusedName } from './copies.ts'
import { openDocument, type OpenDocument } from './document.ts'
import { createHere } from './here.ts'
import { createHoldings } from './holdings.ts'
import { createIdentity } from './identity.ts'
import type { Keep } from './keep.ts'
import { createKeeping } from './keeping.ts'
import { createLater } from './later.ts'
import type { Memory } from './memory.ts'
import { createOpening, type DraftHandle, type HowOpened, type Opened } from './opening.ts'
import { createOwnCredits } from './ownCredits.ts'
import type { Pages } from './pages.ts'
import { putBack } from './putBack.ts'
import { createRefusedWork } from './refusedWork.ts'
import { createReplacing } from './replacing.ts'
import { createRights } from './rights.ts'
import { createStatus } from './status.ts'
import { createStore } from './store.ts'
import type { BoardHandle, DocHandle, Peer, Session, WorkshopApi } from './types.ts'
import { createWishes } from './wishes.ts'
import { createWriting } from './writing.ts'

export interface SessionDeps {
  readonly workshop: string
  readonly api: WorkshopApi
  readonly memory: Memory
  readonly keep: Keep
  /** This device's pages. The session closes it. */
  readonly pages: Pages
  readonly connect: () => Connection
  readonly nextFrame: NextFrame
}

/** Before a draft that was closed, of a writing that goes on, is asked for again. */
const AGAIN_MS = 3_000

/**
 * Opens a workshop. What this device remembers shows at once, also offline; the server is asked meanwhile.
 * @throws Refusal when the server does not know me, or is out of reach and this device remembers nothing.
 */
export const openSession = async (deps: SessionDeps): Promise<Session> => {
  const { workshop, api, memory, pages, nextFrame } = deps
  const remembered = memory.readInfo(workshop)
  const first = remembered ?? (await api.info())
  if (!remembered) memory.keepInfo(first)

  const generation = createStore(0)
  const keeping = createKeeping()
  const links = createStore(memory.readLinks(workshop))
  const holdings = createHoldings({ workshop, memory, pages, keep: deps.keep })
  const { keep } = holdings
  const refusedWork = createRefusedWork({
    workshop,
    boxes: [keep.box(refusedName(workshop)), memory.box(workshop, 'refused')],
    pages,
    now: Date.now,
  })
  const connection = deps.connect()
  const status = createStatus(connection)
  const identity = createIdentity({
    first,
    ask: api.info,
    keep: memory.keepInfo,
    onAnswer: (now) => choices.settle(now),
    onEnded: connection.doubt,
    onRemoved: status.remove,
  })
  const { info, reference, refresh } = identity
  const opened = new Map<string, Opened>()
  const stage = createBatched(readStage(new Y.Doc()), nextFrame)
  const own = createOwnCredits({ stage, info })
  const rights = createRights({ stage, info })
  const peers = createStore<readonly Peer[]>([])
  const here = createHere(peers, first.participant.id)
  const later = createLater()
  let closed = false

  const choices = createChoices({
    kept: memory.choices(workshop),
    lastRun: { read: () => memory.readRun(workshop), keep: (run) => memory.keepRun(workshop, run) },
    command: api.command,
    person: () => info.get().participant.id,
    onTold: () => void refresh(),
  })

  // ---- documents ------------------------------------------------------------------------------------------------------------

  const count = (name: string, document: OpenDocument) => {
    const onWaiting = () => {
      const waiting = document.waiting.get()
      status.setWaiting(name, waiting)
      memory.keepWaiting(workshop, name, waiting)
    }
    status.setWaiting(name, document.waiting.get())
    return document.waiting.subscribe(onWaiting)
  }

  /** Whether the server knows nothing of a person any more: after older data were put back, they have joined as somebody new. */
  const isForgotten = (person: string): boolean => {
    const held = opened.get('stage')?.document
    return held?.inStep.get() === true && !readStage(held.doc).people.has(person)
  }

  const open = (
    name: string,
    doc: Y.Doc,
    options: HowOpened & { presence?: Parameters<typeof openDocument>[0]['presence'] },
  ) => {
    const epoch = options.epoch ?? holdings.epochOf(name)
    const document = openDocument({
      connection,
      keep,
      name,
      copy: copyName(workshop, name, epoch),
      doc,
      presence: options.presence ?? null,
      waiting: options.fresh ? 0 : (memory.readWaiting(workshop)[name] ?? 0),
      unsaved: {
        take: async (restore) => {
          if (!options.fresh) await replacing.takeUpEarly(name, epoch, restore)
        },
        keep: (parts) => keeping.tell(`waiting in ${name}`, holdings.keepParts(name, epoch, parts)),
        quiet: options.fresh === true,
      },
      ownIds: memory.ownIds(workshop, name, info.get().participant.id, isForgotten),
      neverWritten: () => rights.isNeverWritten(name),
      onRefused: (code) => replacing.replace(name, epoch, code),
      onAhead: () => replacing.renew(name, epoch),
      onUnsaved: (isSo) => status.setTrouble(name, 'unsaved', isSo),
      onKept: (can) => keeping.tell(copyName(workshop, name, epoch), can),
      onAgain: () => {
        if (opened.get(name)?.document === document)
          memory.keepWaiting(workshop, name, document.waiting.get())
      },
    })
    if (parseDocName(name)?.type === 'board') own.follow(doc, document.own.all)
    document.inStep.subscribe(() => {
      // Other pages of this device may have died meanwhile.
      if (!document.inStep.get()) return
      void replacing.takeUp(name)
      for (const each of opened.values()) each.document.tellOwn()
    })
    return document
  }

  const replacing = createReplacing({
    workshop,
    memory,
    holdings,
    nextFrame,
    later,
    opened,
    opening: () => opening,
    endDraft: (name, spell, draft) => endDraft(name, spell, draft),
    setWaiting: status.setWaiting,
    onReplaced: () => generation.set(generation.get() + 1),
    keepRefused: refusedWork.keep,
    onMixed: (name) => status.setTrouble(name, 'mixed', true),
    onUnkept: (name, isSo) => status.setTrouble(name, 'unkept', isSo),
  })

  /**
   * Drafts are closed while the notes in them are shared. Once they are, or nothing is to be shared, the draft is over; if sharing
   * failed, people write on in it.
   */
  const endDraft = (name: string, spell: string, { document }: Opened) => {
    document.detach()
    status.setWaiting(name, 0)
    memory.keepWaiting(workshop, name, 0)
    writing.refused(name, document.waiting.get())
    later.after(AGAIN_MS, () => {
      if (stage.get().meta.writing?.id !== spell) return
      writing.taken(name)
      document.again()
    })
  }

  // ---- the stage ------------------------------------------------------------------------------------------------------------

  const onStage = (doc: Y.Doc) => {
    const now = readStage(doc)
    stage.set(now, false)
    if (opened.get('stage')?.document.ready.get()) identity.follow(now)
  }

  const boardOf = (id: string): BoardHandle => {
    const name = boardDoc(id)
    const held = opened.get(name)
    if (held?.board) return held.board
    const fresh = opening.board(id)
    opened.set(name, fresh)
    return fresh.board
  }

  const planOf = (): DocHandle<Plan> => {
    const held = opened.get('plan')
    if (held?.plan) return held.plan
    const fresh = opening.plan()
    opened.set('plan', fresh)
    return fresh.plan
  }

  const draftOf = (name: string): DraftHandle => {
    const held = opened.get(name)
    if (held?.draft) return held.draft
    const fresh = opening.draft(name)
    opened.set(name, fresh)
    return fresh.draft
  }

  const opening = createOpening({
    nextFrame,
    stage,
    ownStage: own.stage,
    info,
    onStage,
    onPeers: peers.set,
    person: () => info.get().participant.id,
    open,
    count,
    writableOf: rights.writableOf,
  })
  const stageNow = opening.stage()
  opened.set('stage', stageNow)
  stageNow.show()

  const writing = createWriting({
    workshop,
    memory,
    info,
    stage,
    generation,
    command: api.command,
    draft: draftOf,
    async discard(name) {
      const held = opened.get(name)
      opened.delete(name)
      held?.unwatch()
      status.setWaiting(name, 0)
      memory.keepWaiting(workshop, name, 0)
      held?.document.backlog.clear()
      await held?.document.close()
      await keep.clear(copyName(workshop, name, holdings.epochOf(name)))
    },
    board: boardOf,
    boardInStep: (id) => {
      boardOf(id)
      return opened.get(boardDoc(id))?.document.inStep ?? createStore(false)
    },
  })

  const online = createStore(connection.state.get() === 'online')
  const stopOnline = connection.state.subscribe(() => online.set(connection.state.get() === 'online'))
  const wishes = createWishes({
    kept: memory.wishes(workshop),
    command: choices.command,
    online,
    board: boardOf,
    onWish: own.wish,
  })
  const countWishes = () => status.setWaiting('wishes', wishes.waiting.get().length)
  const stopWishes = wishes.waiting.subscribe(countWishes)
  countWishes()

  // What waits where nobody looks now is sent all the same.
  const waiting = [...Object.keys(memory.readWaiting(workshop)), ...memory.unsavedIn(workshop)]
  for (const name of new Set(waiting)) {
    const parsed = parseDocName(name)
    if (parsed?.type === 'board') boardOf(parsed.board)
    if (parsed?.type === 'plan') planOf()
  }

  if (remembered) void refresh()
  else void choices.settle(first)
  const stopRefreshing = connection.state.subscribe(() => {
    const state = connection.state.get()
    if (state === 'online' || state === 'ended') memory.keepEnded(workshop, state === 'ended')
    // Whom it does not know is told by it what to say.
    if ((state === 'online' || state === 'unknown') && !closed) void refresh()
  })

  const command: WorkshopApi['command'] = async (asked) => {
    const answer = await choices.command(asked)
    // What only the server's answer about me holds.
    if (['consent', 'member.join', 'member.leave', 'person.rename'].includes(asked.type)) await refresh()
    return answer
  }

  return {
    workshop,
    info,
    stage: own.stage,
    device: memory.device,
    here,
    status: status.store,
    api: { ...api, command },
    board: boardOf,
    plan: planOf,
    writing,
    wishes,
    generation,
    refused: refusedWork.refused,
    async putBack(document) {
      const parsed = parseDocName(document)
      const handle =
        parsed?.type === 'board' ? boardOf(parsed.board) : parsed?.type === 'plan' ? planOf() : null
      if (handle && !(handle.writable.get() && handle.ready.get())) return null
      return refusedWork.take(document, async (intents) => {
        const open = opened.get(document)?.document
        if (!handle || !open) return intents
        const left = putBack(handle.doc, intents, open.own)
        await open.settled()
        return left
      })
    },
    dropRefused: refusedWork.drop,
    keeps: keeping.keeps,
    links,
    keepLink(role, link) {
      const next = { facilitator: '', participant: '', viewer: '', ...links.get(), [role]: link }
      links.set(next)
      memory.keepLinks(workshop, next)
    },
    reference,
    refresh,
    again() {
      connection.again()
      return refresh()
    },
    close() {
      closed = true
      stopRefreshing()
      stopWishes()
      wishes.close()
      choices.close()
      stopOnline()
      writing.close()
      replacing.close()
      later.clear()
      for (const { document, unwatch } of opened.values()) {
        unwatch()
        void document.close()
      }
      opened.clear()
      own.close()
      stage.close()
      status.close()
      connection.close()
      pages.close()
    },
  }
}
