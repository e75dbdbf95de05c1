import { describe, expect, test } from 'vitest'
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
import { replaceText } from '../../../shared/boardTexts.ts'
import { createUndo } from '../../../shared/bin.ts'
import type { Consent } from '../../../shared/consent.ts'
import type { Command } from '../../../shared/commands.ts'
import { draftDoc, type Role } from '../../../shared/docs.ts'
import { readDraft } from '../../../shared/draft.ts'
import { itemOfReceipt } from '../../../shared/receipts.ts'
import { readStage, type Stage, type StageWriting } from '../../../shared/stage.ts'
import { FakeStorage } from '../model/device.ts'

const WORKSHOP = 'workshop-1-workshop-1'
const BOARD = 'board-1-board-1-board'
const ME = 'person-1-person-1-per'
const SPELL: StageWriting = {
  id: 'writing-1-writing-1-w',
  board: BOARD,
  question: 'What do you fear?',
  startedAt: 0,
  progress: null,
}
const NAME = draftDoc(SPELL.id, ME)

const words = (text: string, more: Partial<PrivateNote> = {}): PrivateNote => ({
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
const createBrowser = ({
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
  const answers = { online: true }
  const open = () => {
    const synced = createStore(false)
    const handle: BoardHandle = {
      ...handleOf(board),
      id: BOARD,
      peers: createStore([]),
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
        if (!answers.online) return Promise.reject(new Error('offline'))
        commands.push(command)
        return Promise.resolve({})
      },
      draft(name) {
        const held = drafts.get(name)
        if (held) return held
        const doc = copies.get(name) ?? new Y.Doc()
        copies.set(name, doc)
        const made = { ...handleOf(doc), loaded: createStore(true) }
        drafts.set(name, made)
        return made
      },
      discard(name) {
        drafts.delete(name)
        copies.delete(name)
        return Promise.resolve()
      },
      board: () => handle,
      boardSynced: () => synced,
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
  return { storage, copies, board, commands, answers, info, open, say, share }
}

/** Enters the spell that is on. */
const entered = (browser: ReturnType<typeof createBrowser>) => {
  browser.say(SPELL)
  const { writing, synced } = browser.open()
  const spell = writing.enter()
  if (!spell) throw new Error('there is nothing to enter')
  return { writing, synced, spell }
}
const texts = (notes: readonly { readonly note: { readonly text: string } }[]) =>
  notes.map(({ note }) => note.text)

describe('private writing', () => {
  test('a note lies in the draft alone, under the id of a receipt that this device keeps', () => {
    const browser = createBrowser()
    const { writing, spell } = entered(browser)
    const id = writing.add(spell, words('The stairs'))
    expect(texts(writing.mine.get().drafts)).toEqual(['The stairs'])
    expect(readBoard(browser.board).items.size).toBe(0)
    const [receipt] = createMemory(browser.storage).readReceipts(WORKSHOP)
    expect(itemOfReceipt(receipt?.secret ?? '')).toBe(id)
  })

  test('"room only" is said of the one note, and follows what I allow in general', () => {
    const strict = createBrowser({ consent: 'room' })
    const { writing, spell } = entered(strict)
    writing.add(spell, words('kept', { room: true }))
    writing.add(spell, words('let out'))
    expect(writing.mine.get().drafts.map(({ note }) => note.consent)).toEqual(['room', 'nameless'])
    const lenient = entered(createBrowser({ consent: 'named' }))
    lenient.writing.add(lenient.spell, words('as usual'))
    expect(lenient.writing.mine.get().drafts[0]?.note.consent).toBeNull()
  })

  test('a deleted note is not shared, and can be put back', () => {
    const browser = createBrowser()
    const { writing, spell } = entered(browser)
    writing.add(spell, words('Second thoughts'))
    const [own] = writing.mine.get().drafts
    if (!own) throw new Error('no note')
    writing.remove(own)
    expect(writing.mine.get().drafts).toEqual([])
    writing.putBack(own)
    expect(texts(writing.mine.get().drafts)).toEqual(['Second thoughts'])
  })

  test('once shared, mine are known by their receipts, and the draft is thrown away here too', () => {
    const browser = createBrowser()
    const { writing, synced, spell } = entered(browser)
    const id = writing.add(spell, words('The stairs'))
    browser.share()
    addItem(browser.board, { kind: 'note', at: [0, 0], text: 'Of somebody else' })
    browser.say(null)
    synced.set(true)
    writing.refused(NAME, 0)
    const { drafts, late, shared } = writing.mine.get()
    expect([drafts, late]).toEqual([[], []])
    expect(shared.map(({ note }) => note.id)).toEqual([id])
    expect(browser.copies.has(NAME)).toBe(false)
    // Also after a reload.
    const again = browser.open()
    expect(texts(again.writing.mine.get().shared)).toEqual(['The stairs'])
  })

  test('what is not on the board when the writing is over is late: shared by itself, or thrown away', async () => {
    const browser = createBrowser()
    const { writing, synced, spell } = entered(browser)
    writing.add(spell, words('in time'))
    const ids = writing.mine.get().drafts.map(({ note }) => note.id)
    writing.add(spell, words('in the tunnel'))
    writing.add(spell, words('regretted'))
    browser.share(ids)
    browser.say(null)
    writing.refused(NAME, 2)
    // Nothing looks late before the board is known.
    expect(writing.mine.get().late).toEqual([])
    synced.set(true)
    expect(texts(writing.mine.get().late)).toEqual(['in the tunnel', 'regretted'])

    const again = browser.open()
    again.synced.set(true)
    // Without the server's word, they may still be in time.
    expect(again.writing.mine.get().late).toEqual([])
    again.writing.refused(NAME, 2)
    const [first, second] = again.writing.mine.get().late
    if (!first || !second) throw new Error('nothing is late')
    again.writing.drop(second)
    await again.writing.share([first])
    expect(browser.commands).toMatchObject([
      { type: 'writing.share', board: BOARD, notes: [{ id: first.note.id, text: 'in the tunnel' }] },
    ])
    expect(again.writing.mine.get().late).toEqual([])
    expect(browser.copies.has(NAME)).toBe(false)
  })

  test('a late note that could not be shared stays', async () => {
    const browser = createBrowser()
    const { writing, synced, spell } = entered(browser)
    writing.add(spell, words('stays'))
    browser.say(null)
    synced.set(true)
    writing.refused(NAME, 1)
    browser.answers.online = false
    await expect(writing.share(writing.mine.get().late)).rejects.toThrow('offline')
    expect(texts(writing.mine.get().late)).toEqual(['stays'])
  })

  test('words changed without a connection, after they were shared, are offered as a change', async () => {
    const browser = createBrowser()
    const { writing, synced, spell } = entered(browser)
    const id = writing.add(spell, words('The stairs'))
    browser.share()
    const [own] = writing.mine.get().drafts
    if (!own) throw new Error('no note')
    await writing.change(own, words('The steep stairs'))
    browser.say(null)
    synced.set(true)
    writing.refused(NAME, 1)
    const [late] = writing.mine.get().late
    expect(late).toMatchObject({ shared: 'The stairs', note: { text: 'The steep stairs' } })
    if (late) await writing.share([late])
    expect(browser.commands).toMatchObject([{ type: 'note.rewrite', item: id, text: 'The steep stairs' }])
  })

  test('others who change a shared note do not make mine look late', () => {
    const browser = createBrowser()
    const { writing, synced, spell } = entered(browser)
    const id = writing.add(spell, words('The stairs'))
    browser.share()
    replaceText(browser.board, id, 'text', 'The stairs and the lift')
    browser.say(null)
    synced.set(true)
    writing.refused(NAME, 0)
    expect(writing.mine.get().late).toEqual([])
  })

  test('half a note waits over a reload, and when the writing ends it is still there to be shared', () => {
    const browser = createBrowser()
    const { writing, synced, spell } = entered(browser)
    writing.keepUnfinished(spell, words('I am afraid th'))
    const again = browser.open()
    expect(again.writing.enter()?.unfinished?.text).toBe('I am afraid th')
    browser.say(null)
    again.synced.set(true)
    synced.set(true)
    again.writing.refused(NAME, 0)
    const [kept] = again.writing.mine.get().unfinished
    if (!kept) throw new Error('it is lost')
    again.writing.add(kept, words('I am afraid they close it'))
    expect(texts(again.writing.mine.get().late)).toEqual(['I am afraid they close it'])
    expect(again.writing.mine.get().unfinished).toEqual([])
  })

  test('taking a note back shows the receipt, and then forgets it', async () => {
    const browser = createBrowser()
    const { writing, synced, spell } = entered(browser)
    writing.add(spell, words('The stairs'))
    browser.share()
    browser.say(null)
    synced.set(true)
    writing.refused(NAME, 0)
    const [mine] = writing.mine.get().shared
    if (!mine) throw new Error('not mine')
    await writing.consent(mine, 'room')
    await writing.takeBack(mine)
    const { item, secret } = mine.receipt
    expect(browser.commands).toEqual([
      { type: 'receipt.consent', board: BOARD, item, receipt: secret, consent: 'room' },
      { type: 'receipt.withdraw', board: BOARD, item, receipt: secret },
    ])
    expect(createMemory(browser.storage).readReceipts(WORKSHOP)).toEqual([])
  })

  test('somebody else on the same device sees nothing of mine', () => {
    const browser = createBrowser()
    const { writing, spell } = entered(browser)
    writing.add(spell, words('The stairs'))
    browser.share()
    const now = browser.info.get()
    browser.info.set({ ...now, participant: { ...now.participant, id: 'person-2-person-2-per' } })
    const other = browser.open()
    other.synced.set(true)
    expect(other.writing.mine.get()).toMatchObject({ drafts: [], late: [], shared: [], unfinished: [] })
  })

  test('whoever only watches has nothing to enter', () => {
    const browser = createBrowser({ role: 'viewer' })
    browser.say(SPELL)
    const { writing } = browser.open()
    expect(writing.enter()).toBeNull()
    expect(writing.mine.get().spell).toBeNull()
  })
})
