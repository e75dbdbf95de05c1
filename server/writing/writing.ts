/**
 * Private writing: each person writes in a draft that nobody else reads, until all notes are put on a board, shuffled and with no
 * author. Drafts are sealed under a key of the writing's own (storage/keys.ts). It is made before the first draft, and destroyed
 * once the notes are stored on the board and the drafts deleted: a crash in between leaves a key without a writing, which the next
 * start destroys. So once a writing is over, its drafts are unreadable for good.
 */
import type * as Y from 'yjs'
import { itemsOf, readBoard } from '../../shared/board.ts'
import type { LateNote } from '../../shared/commands.ts'
import { boardDoc, draftDoc, type DocName } from '../../shared/docs.ts'
import { Refusal } from '../../shared/errors.ts'
import type { Say } from '../say.ts'
import { newId } from '../../shared/ids.ts'
import { note } from '../../shared/kinds/note/note.ts'
import { boardOf, metaOf, setMeta, type StageWriting } from '../../shared/stage.ts'
import type { Clock } from '../clock.ts'
import type { Forgetting } from '../forgetting.ts'
import type { Ledger } from '../ledger.ts'
import type { Log } from '../log.ts'
import type { Keys } from '../storage/keys.ts'
import type { Storage } from '../storage/storage.ts'
import type { Committer, Sync } from '../sync/contract.ts'
import type { Workshop, Workshops } from '../workshops/workshops.ts'
import { readDrafts } from './drafts.ts'
import { createEnding } from './ending.ts'
import { createProgress } from './progress.ts'
import { arrange, isTaken, namelessOf, putNameless, requireRoom } from './put.ts'

export interface WritingDeps {
  readonly workshops: Workshops
  readonly ledger: Ledger
  readonly storage: Storage
  readonly committer: Committer
  readonly forgetting: Pick<Forgetting, 'owe'>
  readonly keys: Keys
  readonly sync: () => Pick<Sync, 'open' | 'end'>
  readonly clock: Clock
  /** A number from 0 up to `below`, out of the machine's best chance: it decides in which order notes are shared. */
  readonly random: (below: number) => number
  readonly t: Say
  readonly log: Log
}

type DraftName = Extract<DocName, { type: 'draft' }>

/** The private writings of all workshops. */
export const createWriting = (deps: WritingDeps) => {
  const { workshops, ledger, storage, committer, keys, sync, clock, random, t, log } = deps
  const progress = createProgress({ workshops, clock, log })
  const ending = createEnding({ ...deps, progress })

  const openIn = ({ stage }: Workshop): StageWriting | null => metaOf(stage).writing

  const requireNone = (workshop: Workshop): void => {
    if (openIn(workshop)) throw new Refusal('writing-open', t('server.writing-open'))
  }

  workshops.onLoad(async (workshop) => {
    const open = openIn(workshop)
    for (const name of await keys.list())
      if (name.workshop === workshop.id && name.writing !== open?.id) await ending.destroy(name)
    if (!open) return
    if (await keys.get({ workshop: workshop.id, writing: open.id })) {
      if (await ending.resume(workshop, open)) return
      const notes = await readDrafts({ storage, committer }, { workshop: workshop.id, writing: open.id })
      for (const [person, { length }] of notes) progress.counted(workshop.id, open.id, person, length)
      return
    }
    // A storage that was put back without its keys: nobody can read these drafts, nor write in them.
    log.error(
      { workshop: workshop.id, writing: open.id },
      'the key of a writing is gone; the writing is ended',
    )
    workshops.act(workshop, (stage) => setMeta(stage, { writing: null, lostWriting: open.id }))
  })

  /** Whether a draft can be opened now, by its own person. */
  const isOpen = (workshop: Workshop, writing: string): boolean =>
    openIn(workshop)?.id === writing && !ending.isEnding(writing)

  return {
    isOpen,

    /** A person's draft has changed. */
    wrote: (workshop: Workshop, { writing, person }: DraftName, doc: Y.Doc): void =>
      progress.wrote(workshop.id, writing, person, doc),

    /** Whether a person has such an item in their open draft. While it is being closed, this waits for what becomes of it. */
    async holds(workshop: Workshop, person: string, item: string): Promise<boolean> {
      for (let open = openIn(workshop); open; open = openIn(workshop)) {
        const end = ending.underWay(open.id)
        if (end) await end
        else if (!isOpen(workshop, open.id)) return false
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
        await ending.destroy(name)
        throw new Refusal('storage-failed', t('server.storage-failed'))
      }
      try {
        // Another may have been started meanwhile.
        requireNone(workshop)
        workshops.act(workshop, (stage) =>
          setMeta(stage, {
            writing: { id, board, question, startedAt: clock.now(), progress: null },
            lostWriting: null,
          }),
        )
      } catch (error) {
        await ending.destroy(name)
        throw error
      }
      log.info(name, 'a writing was started')
      return id
    },

    /**
     * Puts everybody's notes on the board and ends the writing. Those of a person who was removed meanwhile come too.
     * @returns how many. @throws Refusal `writing-closed`, `full`, `storage-failed`
     */
    async reveal(workshop: Workshop, id: string): Promise<number> {
      const revealed = await ending.end(workshop, id, t('server.writing.shared'), (drafts) =>
        [...drafts].flatMap(([person, notes]) => {
          const author = workshop.tables.person.get(person)
          return notes.map((each) => ({ ...each, consent: namelessOf(each.consent, author) }))
        }),
      )
      log.info({ workshop: workshop.id, writing: id, notes: revealed }, 'a writing was shared')
      return revealed
    },

    /** Ends a writing and shows nothing: what people wrote stays on their devices alone. @throws Refusal `writing-closed`, `storage-failed` */
    async cancel(workshop: Workshop, id: string): Promise<void> {
      await ending.end(workshop, id, t('server.writing.cancelled'), () => [])
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
      const placed = arrange(random, notes, readBoard(doc).shown)
      workshops.act(workshop, () => putNameless({ ledger }, workshop, { board, doc }, placed))
      return notes.length
    },

    /** Destroys the keys that a crash left behind. To be called once, when the server starts. */
    async sweep(): Promise<void> {
      for (const id of new Set((await keys.list()).map(({ workshop }) => workshop))) {
        // Reading a workshop destroys all keys but that of its open writing.
        if (await workshops.find(id)) continue
        for (const name of await keys.list()) if (name.workshop === id) await ending.destroy(name)
      }
    },
  }
}

export type Writing = ReturnType<typeof createWriting>
