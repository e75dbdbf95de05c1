/** The drafts of a writing, as the storage has them. */
import * as Y from 'yjs'
import { draftDoc } from '../../shared/docs.ts'
import { readDraft, type DraftNote } from '../../shared/draft.ts'
import type { Storage } from '../storage/storage.ts'
import type { Committer } from '../sync/contract.ts'
import { docPrefix, openJournal } from '../sync/journal.ts'

export interface Drafts {
  /** What is to be shared, by person. */
  readonly notes: ReadonlyMap<string, readonly DraftNote[]>
  /** The storage's keys of all that they consist of. */
  readonly keys: readonly string[]
}

/** What the keys of all drafts of a writing begin with. */
export const draftsPrefix = (workshop: string, writing: string): string =>
  docPrefix(workshop, draftDoc(writing, '')).slice(0, -1)

/** Reads all drafts of a writing, of which nobody may hold one open who could still change it. */
export const readDrafts = async (
  { storage, committer }: { readonly storage: Storage; readonly committer: Committer },
  workshop: string,
  writing: string,
): Promise<Drafts> => {
  await committer.settled()
  const prefix = draftsPrefix(workshop, writing)
  const keys: string[] = []
  for await (const [key] of storage.list(prefix)) keys.push(key)
  const people = new Set(keys.map((key) => key.slice(prefix.length).split('/', 1)[0] ?? ''))
  const notes = new Map<string, readonly DraftNote[]>()
  for (const person of people) {
    const { snapshots, tail } = await openJournal({ storage, committer }, workshop, draftDoc(writing, person))
    const doc = new Y.Doc()
    for (const update of [...snapshots, ...tail]) Y.applyUpdate(doc, update)
    notes.set(person, readDraft(doc))
  }
  return { notes, keys }
}
