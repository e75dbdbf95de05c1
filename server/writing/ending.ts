/**
 * How a writing ends. Its drafts are closed and read, and a plan of what comes of them is written down; from that commit on it will
 * be done, by this server or by its next start. Then the notes come on the board, some in a turn of the event loop, so that a
 * thousand of them hold up nobody; the drafts are deleted; the writing leaves the stage; and its key is destroyed.
 */
import type * as Y from 'yjs'
import { itemsOf, readItem } from '../../shared/board.ts'
import { boardDoc } from '../../shared/docs.ts'
import { Refusal } from '../../shared/errors.ts'
import type { AnyItem } from '../../shared/kinds/registry.ts'
import { CLOSE } from '../../shared/protocol.ts'
import { metaOf, setMeta, type StageWriting } from '../../shared/stage.ts'
import type { KeyName } from '../storage/keys.ts'
import { turn } from '../turn.ts'
import type { Workshop } from '../workshops/workshops.ts'
import { deleteDrafts, draftsPrefix, readDrafts } from './drafts.ts'
import { inChunks } from './chunks.ts'
import { makePlan, planKey, readPlan, type Plan } from './plan.ts'
import type { createProgress } from './progress.ts'
import { arrange, putNameless, requireRoom, type NamelessNote, type PlacedNote } from './put.ts'
import type { WritingDeps } from './writing.ts'

/** Items of a board that are read in one turn. */
const ITEMS_A_TURN = 500

const readShown = async (doc: Y.Doc): Promise<readonly AnyItem[]> => {
  const shown: AnyItem[] = []
  for (const ids of inChunks([...itemsOf(doc).keys()], ITEMS_A_TURN)) {
    await turn()
    for (const id of ids) {
      const item = readItem(doc, id)
      if (item && !item.trashed) shown.push(item)
    }
  }
  return shown
}

/** What comes of the drafts: nameless notes, out of what each person wrote. */
export type Gather = (drafts: Awaited<ReturnType<typeof readDrafts>>) => readonly NamelessNote[]

/** The ends of all workshops' writings. */
export const createEnding = (
  deps: WritingDeps & { readonly progress: Pick<ReturnType<typeof createProgress>, 'forget'> },
) => {
  const { workshops, ledger, storage, committer, forgetting, keys, sync, random, t, log, progress } = deps
  /** Writings that are being ended, each with that end, however it comes: nobody opens a draft of theirs. */
  const ending = new Map<string, Promise<void>>()
  /** Writings whose plan was written down and is not done yet: nobody opens a draft of these either, ever again. */
  const planned = new Set<string>()

  /** @throws Refusal `writing-closed` unless it is open */
  const find = (workshop: Workshop, id: string): StageWriting => {
    const open = metaOf(workshop.stage).writing
    if (open?.id !== id) throw new Refusal('writing-closed', t('server.writing-closed'))
    return open
  }

  /** Destroys a key; where that fails now, the next start does it. */
  const destroy = async (name: KeyName): Promise<void> => {
    try {
      await keys.destroy(name)
    } catch (error) {
      log.error({ err: error, ...name }, 'a key could not be destroyed yet')
    }
  }

  /** Does what is left of a plan. Where that fails, it goes on when somebody asks again, or the workshop is read again. */
  const finish = async (
    workshop: Workshop,
    { id, board }: StageWriting,
    { parts }: Pick<Plan, 'parts'>,
  ): Promise<void> => {
    const name = { workshop: workshop.id, writing: id }
    planned.add(id)
    for (const { key, notes } of parts) {
      await turn()
      const { doc } = await sync().open(workshop.id, boardDoc(board))
      workshops.act(workshop, () => {
        putNameless({ ledger }, workshop, { board, doc }, notes)
        committer.enqueue(workshop.id, [{ type: 'del', key }])
      })
    }
    await deleteDrafts({ storage, committer }, name)
    workshops.act(workshop, (stage) => {
      committer.enqueue(workshop.id, [{ type: 'del', key: planKey(name) }])
      // Without their key they are unreadable already; this takes them off the medium too.
      forgetting.owe(workshop.id, draftsPrefix(name))
      setMeta(stage, { writing: null })
    })
    await committer.settled()
    planned.delete(id)
    await destroy(name)
    progress.forget(id)
  }

  /** Where each note is to come. @throws Refusal `full` */
  const place = async (
    { id: workshop }: Workshop,
    { board }: StageWriting,
    notes: readonly NamelessNote[],
  ): Promise<readonly PlacedNote[]> => {
    if (notes.length === 0) return []
    const { doc } = await sync().open(workshop, boardDoc(board))
    requireRoom(doc, notes.length, t)
    return arrange(random, notes, await readShown(doc))
  }

  /** What an earlier try has left to do. */
  const left = async (name: KeyName): Promise<Plan | null> => {
    await committer.settled()
    const plan = await readPlan(storage, name)
    if (!plan) planned.delete(name.writing)
    return plan
  }

  /** Reads the drafts, and writes down what comes of them. @throws Refusal `full`, `storage-failed` */
  const write = async (workshop: Workshop, open: StageWriting, gather: Gather): Promise<Plan> => {
    const name = { workshop: workshop.id, writing: open.id }
    const drafts = await readDrafts({ storage, committer }, name)
    const notes = await place(workshop, open, gather(drafts))
    const { plan, writes } = await makePlan(name, notes)
    workshops.act(workshop, () => committer.enqueue(workshop.id, writes))
    planned.add(open.id)
    await committer.settled()
    return plan
  }

  return {
    destroy,

    /** Whether a writing is being ended, so that its drafts are not open. */
    isEnding: (id: string): boolean => ending.has(id) || planned.has(id),

    /** Resolves when the end that is under way has come, or the drafts are open again; null when none is under way. */
    underWay: (id: string): Promise<void> | null => ending.get(id) ?? null,

    /**
     * Ends a writing.
     * @param reason tells those who are writing
     * @returns how many notes came on the board
     * @throws Refusal `writing-closed`, `full`: all drafts are open again. `storage-failed`: either that, or it is half done and goes on later
     */
    async end(workshop: Workshop, id: string, reason: string, gather: Gather): Promise<number> {
      const open = find(workshop, id)
      if (ending.has(id)) throw new Refusal('writing-closed', t('server.writing-closed'))
      const name = { workshop: workshop.id, writing: id }
      let ended = () => {}
      ending.set(id, new Promise((resolve) => (ended = resolve)))
      try {
        sync().end(workshop.id, (doc) => doc.type === 'draft' && doc.writing === id, CLOSE.forbidden, reason)
        const plan = (await left(name)) ?? (await write(workshop, open, gather))
        await finish(workshop, open, plan)
        return plan.notes
      } finally {
        ending.delete(id)
        ended()
      }
    },

    /** Goes on with an end that was planned and not finished. @returns whether there was one */
    async resume(workshop: Workshop, open: StageWriting): Promise<boolean> {
      const name = { workshop: workshop.id, writing: open.id }
      const plan = await left(name)
      if (!plan) return false
      await finish(workshop, open, plan)
      log.info(name, 'the end of a writing was finished')
      return true
    },
  }
}
