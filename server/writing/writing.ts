/**
 * Private writing: each person writes in a draft that nobody else reads, until all notes are put on a board at once, shuffled and
 * with no author. Drafts are sealed under a key of the writing's own (storage/keys.ts). It is made before the first draft, and
 * destroyed once the notes are stored on the board: a crash in between leaves a key without a writing, which the next start
 * destroys. So at each moment drafts are readable and not shared, or shared and unreadable for good.
 */
import type * as Y from 'yjs'
import { itemsOf } from '../../shared/board.ts'
import type { LateNote } from '../../shared/commands.ts'
import { boardDoc, draftDoc, type DocName } from '../../shared/docs.ts'
import { Refusal } from '../../shared/errors.ts'
import type { Translate } from '../../shared/i18n/translate.ts'
import { newId } from '../../shared/ids.ts'
import { note } from '../../shared/kinds/note/note.ts'
import { CLOSE } from '../../shared/protocol.ts'
import { boardOf, metaOf, setMeta, type StageWriting } from '../../shared/stage.ts'
import type { Clock } from '../clock.ts'
import type { Ledger } from '../ledger.ts'
import type { Log } from '../log.ts'
import type { Keys, KeyName } from '../storage/keys.ts'
import type { Storage } from '../storage/storage.ts'
import type { Committer, Sync } from '../sync/contract.ts'
import type { Workshop, Workshops } from '../workshops/workshops.ts'
import { draftsPrefix, readDrafts, type Drafts } from './drafts.ts'
import { createProgress } from './progress.ts'
import { isTaken, namelessOf, putNameless, requireRoom } from './put.ts'

export interface WritingDeps {
  readonly workshops: Workshops
  readonly ledger: Ledger
  readonly storage: Storage
  readonly committer: Committer
  readonly keys: Keys
  readonly sync: () => Pick<Sync, 'open' | 'end'>
  readonly clock: Clock
  /** A number from 0 up to `below`, out of the machine's best chance: it decides in which order notes are shared. */
  readonly random: (below: number) => number
  readonly t: Translate
  readonly log: Log
}

type DraftName = Extract<DocName, { type: 'draft' }>

/** The private writings of all workshops. */
export const createWriting = (deps: WritingDeps) => {
  const { workshops, ledger, storage, committer, keys, sync, clock, random, t, log } = deps
  const progress = createProgress({ workshops, clock, log })
  /** Writings that are being ended, each with that end, however it comes: nobody opens a draft of theirs. */
  const ending = new Map<string, Promise<void>>()

  const openIn = ({ stage }: Workshop): StageWriting | null => metaOf(stage).writing

  const find = (workshop: Workshop, id: string): StageWriting => {
    const open = openIn(workshop)
    if (open?.id !== id) throw new Refusal('writing-closed', t('server.writing-closed'))
    return open
  }

  const requireNone = (workshop: Workshop): void => {
    if (openIn(workshop)) throw new Refusal('writing-open', t('server.writing-open'))
  }

  /** Destroys a key; where that fails now, the next start does it. */
  const destroy = async (name: KeyName): Promise<void> => {
    try {
      await keys.destroy(name)
    } catch (error) {
      log.error({ err: error, ...name }, 'a key could not be destroyed yet')
    }
  }

  /** Without their key they are unreadable already; this takes them off the medium too. */
  const forget = ({ workshop, writing }: KeyName): void => {
    storage.forget(draftsPrefix(workshop, writing)).catch((error: unknown) => {
      log.warn({ err: error, workshop, writing }, 'sealed drafts could not be wiped from the disk yet')
    })
  }

  /**
   * Ends a writing. Its drafts are closed, read, and deleted in one commit with what becomes of them; then the key goes.
   * @param prepare looks at the drafts and at the board, and returns what to do. Where it throws, all drafts are open again
   * @throws Refusal `writing-closed`, `storage-failed`
   */
  const end = async <Result>(
    workshop: Workshop,
    id: string,
    reason: string,
    prepare: (drafts: Drafts, board: Y.Doc) => () => Result,
  ): Promise<Result> => {
    const { board } = find(workshop, id)
    if (ending.has(id)) throw new Refusal('writing-closed', t('server.writing-closed'))
    let ended = () => {}
    ending.set(id, new Promise((resolve) => (ended = resolve)))
    try {
      sync().end(workshop.id, (doc) => doc.type === 'draft' && doc.writing === id, CLOSE.forbidden, reason)
      const drafts = await readDrafts({ storage, committer }, workshop.id, id)
      const { doc } = await sync().open(workshop.id, boardDoc(board))
      // From here on in one turn, and so in one commit: the notes, the end of the drafts, the stage.
      find(workshop, id)
      const work = prepare(drafts, doc)
      const result = workshops.act(workshop, (stage) => {
        const made = work()
        committer.enqueue(
          workshop.id,
          drafts.keys.map((key) => ({ type: 'del', key })),
        )
        setMeta(stage, { writing: null })
        return made
      })
      await committer.settled()
      const name = { workshop: workshop.id, writing: id }
      await destroy(name)
      progress.forget(id)
      forget(name)
      return result
    } finally {
      ending.delete(id)
      ended()
    }
  }

  workshops.onLoad(async (workshop) => {
    const open = openIn(workshop)
    for (const name of await keys.list())
      if (name.workshop === workshop.id && name.writing !== open?.id) await destroy(name)
    if (!open) return
    if (await keys.get({ workshop: workshop.id, writing: open.id })) {
      const { notes } = await readDrafts({ storage, committer }, workshop.id, open.id)
      for (const [person, { length }] of notes) progress.counted(workshop.id, open.id, person, length)
      return
    }
    // A storage that was put back without its keys: nobody can read these drafts, nor write in them.
    log.error(
      { workshop: workshop.id, writing: open.id },
      'the key of a writing is gone; the writing is ended',
    )
    workshops.act(workshop, (stage) => setMeta(stage, { writing: null }))
  })

  /** Whether a draft can be opened now, by its own person. */
  const isOpen = (workshop: Workshop, writing: string): boolean =>
    openIn(workshop)?.id === writing && !ending.has(writing)

  return {
    isOpen,

    /** A person's draft has changed. */
    wrote: (workshop: Workshop, { writing, person }: DraftName, doc: Y.Doc): void =>
      progress.wrote(workshop.id, writing, person, doc),

    /** Whether a person has such an item in their open draft. While it is being closed, this waits for what becomes of it. */
    async holds(workshop: Workshop, person: string, item: string): Promise<boolean> {
      for (let open = openIn(workshop); open; open = openIn(workshop)) {
        const end = ending.get(open.id)
        if (end) await end
        else {
          const { doc } = await sync().open(workshop.id, draftDoc(open.id, person))
          if (isOpen(workshop, open.id)) return itemsOf(doc).has(item)
        }
      }
      return false
    },

    /** @returns its id. @throws Refusal `writing-open`, `not-found`, `storage-failed` */
    async start(workshop: Workshop, { board, question }: Pick<StageWriting, 'board' | 'question'>) {
      requireNone(workshop)
      if (!boardOf(workshop.stage, board)) throw new Refusal('not-found', t('server.no-such-thing'))
      const id = newId()
      const name = { workshop: workshop.id, writing: id }
      try {
        await keys.make(name)
      } catch (error) {
        log.error({ err: error, ...name }, 'a key could not be made')
        await destroy(name)
        throw new Refusal('storage-failed', t('server.storage-failed'))
      }
      try {
        // Another may have been started meanwhile.
        requireNone(workshop)
        workshops.act(workshop, (stage) =>
          setMeta(stage, { writing: { id, board, question, startedAt: clock.now(), progress: null } }),
        )
      } catch (error) {
        await destroy(name)
        throw error
      }
      log.info(name, 'a writing was started')
      return id
    },

    /**
     * Puts everybody's notes on the board and ends the writing. Those of a person who was removed meanwhile come too.
     * @returns how many. @throws Refusal `writing-closed`, `full`, `storage-failed`: nothing has changed
     */
    async reveal(workshop: Workshop, id: string): Promise<number> {
      const { board } = find(workshop, id)
      const revealed = await end(workshop, id, t('server.writing.shared'), (drafts, doc) => {
        const notes = [...drafts.notes].flatMap(([person, theirs]) => {
          const author = workshop.tables.person.get(person)
          return theirs.map((each) => ({ ...each, consent: namelessOf(each.consent, author) }))
        })
        requireRoom(doc, notes.length, t)
        return () => {
          putNameless({ ledger, random }, workshop, { board, doc }, notes)
          return notes.length
        }
      })
      log.info({ workshop: workshop.id, writing: id, notes: revealed }, 'a writing was shared')
      return revealed
    },

    /** Ends a writing and shows nothing: what people wrote stays on their devices alone. @throws Refusal `writing-closed`, `storage-failed` */
    async cancel(workshop: Workshop, id: string): Promise<void> {
      await end(workshop, id, t('server.writing.cancelled'), () => () => {})
      log.info({ workshop: workshop.id, writing: id }, 'a writing was ended, and nothing shared')
    },

    /**
     * Puts notes on a board that came too late to be shared with the others.
     * @returns how many. @throws Refusal `unfit` when one of the ids was used before, `full`
     */
    async share(
      workshop: Workshop,
      person: string,
      board: string,
      late: readonly LateNote[],
    ): Promise<number> {
      const { doc } = await sync().open(workshop.id, boardDoc(board))
      const ids = new Set(late.map(({ id }) => id))
      if (ids.size < late.length || [...ids].some((id) => isTaken(ledger, workshop, doc, id)))
        throw new Refusal('unfit', t('server.unfit.late'))
      requireRoom(doc, late.length, t)
      const author = workshop.tables.person.get(person)
      const notes = late.map(({ id, text, colour, principles, asks, consent = null }) => ({
        ...note.parse({ colour, principles, asks }),
        id,
        text,
        consent: namelessOf(consent, author),
      }))
      workshops.act(workshop, () => putNameless({ ledger, random }, workshop, { board, doc }, notes))
      return notes.length
    },

    /** Destroys the keys that a crash left behind. To be called once, when the server starts. */
    async sweep(): Promise<void> {
      for (const id of new Set((await keys.list()).map(({ workshop }) => workshop))) {
        // Reading a workshop destroys all keys but that of its open writing.
        if (await workshops.find(id)) continue
        for (const name of await keys.list()) if (name.workshop === id) await destroy(name)
      }
    },
  }
}

export type Writing = ReturnType<typeof createWriting>
