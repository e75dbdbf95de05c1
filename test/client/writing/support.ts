/** A browser that people write in private with, and a server that the test plays. */
import * as Y from 'yjs'
import { createMemory } from '../../../client/model/memory.ts'
import type { DraftHandle } from '../../../client/model/opening.ts'
import type { PrivateNote } from '../../../client/model/spells.ts'
import { createStore } from '../../../client/model/store.ts'
import type { BoardHandle } from '../../../client/model/types.ts'
import { createWriting } from '../../../client/model/writing.ts'
import type { WorkshopInfo } from '../../../shared/answers.ts'
import { readBoard, watchBoard, type BoardView } from '../../../shared/board.ts'
import { addItem } from '../../../shared/boardItems.ts'
import { createUndo } from '../../../shared/bin.ts'
import type { Consent } from '../../../shared/consent.ts'
import type { Command } from '../../../shared/commands.ts'
import { draftDoc, type Role } from '../../../shared/docs.ts'
import { readDraft } from '../../../shared/draft.ts'
import { readStage, type Stage, type StageWriting } from '../../../shared/stage.ts'
import { FakeStorage } from '../model/device.ts'

export const WORKSHOP = 'workshop-1-workshop-1'
export const BOARD = 'board-1-board-1-board'
const ME = 'person-1-person-1-per'
export const SPELL: StageWriting = {
  id: 'writing-1-writing-1-w',
  board: BOARD,
  question: 'What do you fear?',
  startedAt: 0,
  progress: null,
}
export const NAME = draftDoc(SPELL.id, ME)

export const words = (text: string, more: Partial<PrivateNote> = {}): PrivateNote => ({
  text,
  room: false,
  colour: 'sky',
  asks: 'idea',
  principles: [],
  ...more,
})

const handleOf = (doc: Y.Doc) => {
  const view = createStore<BoardView>(readBoard(doc))
  watchBoard(doc, view.set)
  return { doc, view, ready: createStore(true), undo: createUndo(doc), writable: createStore(true) }
}

/** A browser that keeps what it is given, with a server that the test plays. */
export const createBrowser = ({
  role = 'participant',
  consent = null,
}: { role?: Role; consent?: Consent | null } = {}) => {
  const storage = new FakeStorage()
  const copies = new Map<string, Y.Doc>()
  const board = new Y.Doc()
  const commands: Command[] = []
  const stage = createStore<Stage>(readStage(new Y.Doc()))
  const info = createStore<WorkshopInfo>({
    id: WORKSHOP,
    title: '',
    role,
    boards: [],
    limits: { payload: 1, presence: 1, items: 1, text: 1 },
    participant: { id: ME, name: 'Amina', colour: 0, role },
    consent,
    member: null,
  })
  const answers = { online: true, requests: Infinity }
  const discarded: string[] = []
  /** @param own whether this page holds drafts of its own, which have not met those of other pages */
  const open = ({ own = false } = {}) => {
    const synced = createStore(false)
    const handle: BoardHandle = {
      ...handleOf(board),
      id: BOARD,
      peers: createStore([]),
      writers: createStore(new Map()),
      announce: () => undefined,
    }
    const drafts = new Map<string, DraftHandle>()
    const writing = createWriting({
      workshop: WORKSHOP,
      memory: createMemory(storage),
      info,
      stage,
      generation: createStore(0),
      command: (command) => {
        if (!answers.online || commands.length >= answers.requests)
          return Promise.reject(new Error('offline'))
        commands.push(command)
        return Promise.resolve({})
      },
      draft(name) {
        const held = drafts.get(name)
        if (held) return held
        const doc = (own ? undefined : copies.get(name)) ?? new Y.Doc()
        if (!own) copies.set(name, doc)
        const made = { ...handleOf(doc), loaded: createStore(true) }
        drafts.set(name, made)
        return made
      },
      discard(name) {
        drafts.delete(name)
        discarded.push(name)
        copies.delete(name)
        return Promise.resolve()
      },
      board: () => handle,
      boardInStep: () => synced,
    })
    return { writing, synced }
  }
  const say = (writing: StageWriting | null) => {
    const now = stage.get()
    stage.set({ ...now, meta: { ...now.meta, writing } })
  }
  /** Puts drafts on the board, as the server does. */
  const share = (ids?: readonly string[]) => {
    const draft = copies.get(NAME)
    for (const { id, text, colour } of draft ? readDraft(draft) : [])
      if (!ids || ids.includes(id)) addItem(board, { kind: 'note', at: [0, 0], id, text, colour })
  }
  return { storage, copies, discarded, board, commands, stage, answers, info, open, say, share }
}

/** Enters the spell that is on. */
export const entered = (browser: ReturnType<typeof createBrowser>) => {
  browser.say(SPELL)
  const { writing, synced } = browser.open()
  const spell = writing.enter()
  if (!spell) throw new Error('there is nothing to enter')
  return { writing, synced, spell }
}
export const texts = (notes: readonly { readonly note: { readonly text: string } }[]) =>
  notes.map(({ note }) => note.text)
