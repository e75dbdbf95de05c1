/** The drafts of a writing, as the storage has them. */
import { draftDoc } from '../../shared/docs.ts'
import { readDraft, type DraftNote } from '../../shared/draft.ts'
import type { KeyName } from '../storage/keys.ts'
import type { Storage } from '../storage/storage.ts'
import type { Committer } from '../sync/contract.ts'
import { docPrefix, readUpdates } from '../sync/stored.ts'
import { docOf } from '../sync/updates.ts'
import { turn } from '../turn.ts'
import { inChunks } from './chunks.ts'

/** What a writing has in the storage is read and deleted by these. */
export interface DraftDeps {
  readonly storage: Storage
  readonly committer: Committer
}

/** Entries that one commit deletes. */
const AT_ONCE = 200

/** No person's id: what a writing keeps beside its drafts, sealed as they are. */
const NOBODY = '*'

/** What the keys of all drafts of a writing begin with. */
export const draftsPrefix = ({ workshop, writing }: KeyName): string =>
  docPrefix(workshop, draftDoc(writing, '')).slice(0, -1)

/** What the keys of all else begin with that a writing has. */
export const besidesPrefix = ({ workshop, writing }: KeyName): string =>
  docPrefix(workshop, draftDoc(writing, NOBODY))

const listDrafts = async (storage: Storage, name: KeyName): Promise<readonly string[]> => {
  const besides = besidesPrefix(name)
  const keys: string[] = []
  for await (const [key] of storage.list(draftsPrefix(name))) if (!key.startsWith(besides)) keys.push(key)
  return keys
}

/**
 * Reads all drafts of a writing, one in a turn; nobody may hold one open who could still change it.
 * @returns what is to be shared, by person
 */
export const readDrafts = async (
  { storage, committer }: DraftDeps,
  name: KeyName,
): Promise<ReadonlyMap<string, readonly DraftNote[]>> => {
  await committer.settled()
  const { length } = draftsPrefix(name)
  const people = new Set((await listDrafts(storage, name)).map((key) => key.slice(length).split('/', 1)[0]))
  const notes = new Map<string, readonly DraftNote[]>()
  for (const person of people) {
    if (!person) continue
    await turn()
    const draft = draftDoc(name.writing, person)
    notes.set(person, readDraft(docOf(await readUpdates(storage, name.workshop, draft))))
  }
  return notes
}

/** Deletes all drafts of a writing, some of their entries in a commit. @throws Refusal `storage-failed` */
export const deleteDrafts = async ({ storage, committer }: DraftDeps, name: KeyName): Promise<void> => {
  for (const keys of inChunks(await listDrafts(storage, name), AT_ONCE)) {
    committer.enqueue(
      name.workshop,
      keys.map((key) => ({ type: 'del', key })),
    )
    await committer.settled()
  }
}
