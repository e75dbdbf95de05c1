/**
 * Private writing on this device. My notes lie in a draft, a document that only I read, until the facilitator shares all of
 * them. Then the board holds them without a name, and the receipts on this device are all that still tells which are mine.
 *
 * A draft that the server closed while this device held more of it is not lost: what is not on the board stays here, to be
 * shared late or thrown away.
 */
import type { WorkshopInfo } from '../../shared/answers.ts'
import { readItem } from '../../shared/board.ts'
import { LOCAL } from '../../shared/boardChange.ts'
import { addItem, setFields } from '../../shared/boardItems.ts'
import { replaceText } from '../../shared/boardTexts.ts'
import { restore, trash } from '../../shared/bin.ts'
import { cleanText } from '../../shared/clean.ts'
import type { Consent, NamelessConsent } from '../../shared/consent.ts'
import { readDraft, setDraftConsent, type DraftNote } from '../../shared/draft.ts'
import { newReceipt } from '../../shared/receipts.ts'
import { isNameless, type Stage, type StageWriting } from '../../shared/stage.ts'
import { asShared, inParts } from './lateParts.ts'
import type { Memory } from './memory.ts'
import { createMySpells, draftName } from './mySpells.ts'
import {
  NOTHING_MINE,
  type LateNote,
  type Mine,
  type OwnNote,
  type PrivateNote,
  type SharedNote,
  type Spell,
} from './spells.ts'
import { createStore } from './store.ts'
import type { DraftHandle } from './opening.ts'
import type { BoardHandle, Store, WorkshopApi } from './types.ts'

export interface WritingDeps {
  readonly workshop: string
  readonly memory: Memory
  readonly info: Store<WorkshopInfo>
  readonly stage: Store<Stage>
  /** Grows when a document was replaced by a clean one. */
  readonly generation: Store<number>
  readonly command: WorkshopApi['command']
  /** Opens my draft of that name, or gives the open one. */
  draft(name: string): DraftHandle
  /** Lets go of a draft, and throws this device's copy of it away. */
  discard(name: string): Promise<void>
  board(id: string): BoardHandle
  /** Whether this device knows all that is on a board now: the server has told, and the connection stands since. */
  boardInStep(id: string): Store<boolean>
}

export interface Writing {
  readonly mine: Store<Mine>
  /** Takes part in the spell that is on; null when there is none. */
  enter(): Spell | null
  /** Remembers words as they are being written; null when there are none any more. */
  keepUnfinished(spell: Spell, note: PrivateNote | null): void
  /** Keeps a note in my draft, and before it its receipt. Too late for the draft, it is a late note. @returns its id */
  add(spell: Spell, note: PrivateNote): string
  /** Changes a note of my draft; was it shared meanwhile, the words of the shared one. @throws Refusal */
  change(own: OwnNote, note: PrivateNote): Promise<void>
  remove(own: OwnNote): void
  putBack(own: OwnNote): void
  /** Puts late notes of one spell on its board, without a name. @throws Refusal */
  share(late: readonly LateNote[]): Promise<void>
  /** Throws a late note away, or, where an earlier wording was shared, the later words. */
  drop(late: LateNote): void
  /** What may be kept of a shared note of mine. @throws Refusal */
  consent(shared: SharedNote, consent: NamelessConsent): Promise<void>
  /** Takes a shared note of mine off the board. @throws Refusal */
  takeBack(shared: SharedNote): Promise<void>
}

/** Whether a private note will stay in the room. */
export const isRoomOnly = ({ consent }: Pick<DraftNote, 'consent'>, usual: Consent | null): boolean =>
  (consent ?? usual) === 'room'

const isSame = (a: Mine, b: Mine): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Private writing on this device, which several of its pages may have open. */
export const createWriting = (
  deps: WritingDeps,
): Writing & {
  /** The server takes no more of a draft; `waiting` changes of it were not heard. When its writing is over, so is the draft. */
  refused(name: string, waiting: number): void
  /** The server is asked for a draft again. */
  taken(name: string): void
  close(): void
} => {
  const { workshop, memory, info, stage, generation, command } = deps
  const mine = createStore<Mine>(NOTHING_MINE)
  const receipts = memory.receipts(workshop)
  const refused = new Set<string>()
  /** Drafts that are over and were compared with their board. A connection that is lost later changes nothing about that. */
  const compared = new Set<string>()
  /** Notes that the server took late; the board will show them in a moment. */
  const sent = new Set<string>()
  const boards = new Map<string, () => void>()
  const me = () => info.get().participant.id
  const receiptOf = (item: string) =>
    receipts.read().find((receipt) => receipt.item === item && receipt.person === me()) ?? null
  const forgetReceipt = (gone: string) => receipts.change((kept) => kept.filter(({ item }) => item !== gone))

  // ---- what is open ---------------------------------------------------------------------------------------------------------

  const watchBoardOf = (id: string) => {
    if (boards.has(id)) return
    const { view, ready } = deps.board(id)
    const stops = [view, ready, deps.boardInStep(id)].map((store) => store.subscribe(refresh))
    boards.set(id, () => stops.forEach((stop) => stop()))
  }
  const spells = createMySpells({
    kept: memory.spells(workshop),
    me,
    draft: deps.draft,
    discard: deps.discard,
    onHold: (spell) => watchBoardOf(spell.board),
    onChange: () => refresh(),
  })
  const { hold, setUnsaved, update } = spells

  // ---- what is mine ---------------------------------------------------------------------------------------------------------

  const current = (): StageWriting | null => {
    const { role } = info.get()
    return role === 'viewer' ? null : stage.get().meta.writing
  }

  const isOver = (spell: Spell): boolean =>
    refused.has(draftName(spell)) && stage.get().meta.writing?.id !== spell.id

  const lateOf = (spell: Spell, notes: readonly DraftNote[]): LateNote[] => {
    const { doc } = deps.board(spell.board)
    return notes.flatMap((note): LateNote[] => {
      if (!receiptOf(note.id) || sent.has(note.id)) return []
      const there = readItem(doc, note.id)
      // It was shared; the board itself has not come yet.
      if (!there && isNameless(stage.get(), note.id)) return []
      if (!there) return [{ note, spell, shared: null }]
      const differs =
        spell.unsaved && there.kind === 'note' && !there.trashed && cleanText(there.text) !== note.text
      return differs ? [{ note, spell, shared: there.text }] : []
    })
  }

  const refresh = () => {
    const drafts: OwnNote[] = []
    const late: LateNote[] = []
    const done: Spell[] = []
    for (const spell of spells.all()) {
      const name = draftName(spell)
      const draft = spells.heldOf(spell)
      if (!draft) continue
      const notes = readDraft(draft.doc)
      if (!isOver(spell)) drafts.push(...notes.map((note) => ({ note, spell })))
      // Before the server has told what is on the board now, all of it would look late.
      else if (draft.loaded.get() && (compared.has(name) || deps.boardInStep(spell.board).get())) {
        compared.add(name)
        const left = lateOf(spell, notes)
        late.push(...left)
        // Another page may have forgotten it, or is about to.
        if (left.length && !spells.isKept(spell)) update(spell, { unsaved: spell.unsaved })
        if (!left.length && !spell.unfinished && !spells.isElsewhere(spell)) done.push(spell)
      }
    }
    const shared = receipts.read().flatMap((receipt): SharedNote[] => {
      if (receipt.person !== me()) return []
      const note = boards.has(receipt.board)
        ? deps.board(receipt.board).view.get().items.get(receipt.item)
        : null
      return note?.kind === 'note' && !note.trashed ? [{ note, receipt }] : []
    })
    const unfinished = spells.all().filter((spell) => spell.unfinished !== null)
    const next: Mine = { spell: current(), drafts, late, unfinished, shared }
    if (!isSame(mine.get(), next)) mine.set(next)
    if (!done.length) return
    for (const spell of done) compared.delete(draftName(spell))
    spells.forget(done)
  }

  const onGeneration = () => {
    // A board that was begun anew is empty until the server has answered.
    compared.clear()
    for (const [id, stop] of boards) {
      stop()
      boards.delete(id)
      watchBoardOf(id)
    }
    for (const spell of spells.all()) if (spells.heldOf(spell)) hold(spell)
    refresh()
  }

  const enter = (): Spell | null => {
    const now = current()
    if (!now) return null
    const { id, board, question } = now
    const spell = update({ id, board, question, person: me(), unfinished: null, unsaved: false }, {})
    hold(spell)
    refresh()
    return spell
  }

  const consentFor = (room: boolean): NamelessConsent | null =>
    room ? 'room' : info.get().consent === 'room' ? 'nameless' : null

  const inDraft = (spell: Spell, work: (doc: DraftHandle['doc']) => void) => {
    const { doc } = hold(spell)
    if (refused.has(draftName(spell))) setUnsaved(spell)
    // One change, so that no half of a note ever travels.
    doc.transact(() => work(doc), LOCAL)
    refresh()
  }

  const stops = [stage.subscribe(refresh), info.subscribe(refresh), generation.subscribe(onGeneration)]
  for (const { board, person } of receipts.read()) if (person === me()) watchBoardOf(board)
  for (const spell of spells.all()) hold(spell)
  refresh()

  return {
    mine,
    enter,
    keepUnfinished(spell, note) {
      update(spell, { unfinished: note?.text.trim() ? note : null })
      refresh()
    },
    add(spell, { text, room, colour, asks, principles }) {
      const { secret, item } = newReceipt()
      receipts.change((kept) => [...kept, { item, secret, board: spell.board, person: spell.person }])
      watchBoardOf(spell.board)
      inDraft(update(spell, { unfinished: null }), (doc) => {
        addItem(doc, { kind: 'note', at: [0, 0], id: item, text, colour, asks, principles })
        setDraftConsent(doc, item, consentFor(room))
      })
      return item
    },
    async change({ note, spell }, { text, room, colour, asks, principles }) {
      if (isOver(spell) && readItem(deps.board(spell.board).doc, note.id)) {
        await command({ type: 'note.rewrite', board: spell.board, item: note.id, text })
        return
      }
      inDraft(spell, (doc) => {
        if (text !== note.text) replaceText(doc, note.id, 'text', text)
        setFields(doc, 'note', [note.id], { colour, asks, principles })
        setDraftConsent(doc, note.id, consentFor(room))
      })
    },
    remove: ({ note, spell }) => inDraft(spell, (doc) => trash(doc, [note.id])),
    putBack: ({ note, spell }) => inDraft(spell, (doc) => restore(doc, [note.id])),
    async share(late) {
      const [first] = late
      if (!first) return
      const { board } = first.spell
      // What is through is so, whatever becomes of the rest.
      const through = (part: readonly LateNote[]) => {
        for (const { note } of part) sent.add(note.id)
        refresh()
      }
      for (const part of inParts(late.filter(({ shared }) => shared === null))) {
        await command({ type: 'writing.share', board, notes: part.map(asShared) })
        through(part)
      }
      for (const each of late) {
        if (each.shared === null) continue
        const { id, text } = each.note
        await command({ type: 'note.rewrite', board, item: id, text })
        through([each])
      }
    },
    drop({ note, spell, shared }) {
      if (shared !== null) return inDraft(spell, (doc) => replaceText(doc, note.id, 'text', shared))
      forgetReceipt(note.id)
      refresh()
    },
    async consent({ receipt: { board, item, secret } }, consent) {
      await command({ type: 'receipt.consent', board, item, receipt: secret, consent })
    },
    async takeBack({ receipt: { board, item, secret } }) {
      await command({ type: 'receipt.withdraw', board, item, receipt: secret })
      forgetReceipt(item)
      refresh()
    },
    refused(name, waiting) {
      refused.add(name)
      const spell = spells.all().find((each) => draftName(each) === name)
      if (spell && waiting > 0) setUnsaved(spell)
      refresh()
    },
    taken(name) {
      refused.delete(name)
      compared.delete(name)
      refresh()
    },
    close() {
      for (const stop of [...stops, ...boards.values()]) stop()
      spells.close()
    },
  }
}
