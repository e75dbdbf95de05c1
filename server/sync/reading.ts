/** A document, read out of its journal a little in each turn of the event loop: meanwhile all other documents go on. */
import * as Y from 'yjs'
import { turn } from '../turn.ts'
import type { Folder } from './folder.ts'
import type { OpenedJournal } from './journal.ts'
import type { Log } from './log.ts'

/** Bytes above which a thread puts the journal together first: what came and went is left out, and no part of it is large. */
const LARGE = 64_000
/** Milliseconds after which the rest waits for the next turn. */
const LONGEST = 8

/** An update that brings nothing. */
const NOTHING = Uint8Array.of(0, 0)

/** A document that was just read, and what it was made of. */
export interface ReadDocument extends Pick<OpenedJournal, 'snapshots' | 'tail'> {
  readonly doc: Y.Doc
}

/** Builds the document that a journal holds; nobody sees it before it is whole. */
export const readDocument = async (
  { snapshots, tail }: Pick<OpenedJournal, 'snapshots' | 'tail'>,
  { folder, log }: { readonly folder: Pick<Folder, 'part'>; readonly log: Log },
): Promise<ReadDocument> => {
  const updates = [...snapshots, ...tail]
  const bytes = updates.reduce((all, { byteLength }) => all + byteLength, 0)
  const parts =
    bytes > LARGE
      ? await folder.part(updates).catch((error: unknown) => {
          log.warn({ err: error }, 'a journal is read on the main thread')
          return null
        })
      : null
  const doc = new Y.Doc({ gc: true })
  const all = parts ?? updates
  let at = 0
  const applySome = (): void => {
    const until = performance.now() + LONGEST
    for (; at < all.length && performance.now() < until; at++) Y.applyUpdate(doc, all[at] ?? NOTHING)
  }
  for (; at < all.length; await turn()) doc.transact(applySome)
  return parts ? { doc, snapshots: parts, tail: [] } : { doc, snapshots, tail }
}
