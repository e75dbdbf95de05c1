/** A document, read out of its journal a little in each turn of the event loop: meanwhile all other documents go on. */
import * as Y from 'yjs'
import { turn } from '../../turn.ts'
import type { Folder } from './folder.ts'
import type { OpenedJournal } from './journal.ts'
import type { Log } from '../log.ts'
import { NOTHING, sizeOf } from './updates.ts'

/** Bytes that are taken in at once. What is larger is cut by a thread. */
const LARGE = 100_000
/** Milliseconds after which the rest waits for the next turn. */
const LONGEST = 8

type Journalled = Pick<OpenedJournal, 'snapshots' | 'tail'>

/** A document that was just read, and what it was made of. */
export interface ReadDocument extends Journalled {
  readonly doc: Y.Doc
}

/** The same journal, none of it large; put together, where more came after the snapshot than is in it. */
const cut = async ({ snapshots, tail }: Journalled, part: Folder['part']): Promise<Journalled> => {
  const isLong =
    sizeOf(tail) > Math.max(LARGE, sizeOf(snapshots)) || tail.some(({ byteLength }) => byteLength > LARGE)
  if (isLong) return { snapshots: await part([...snapshots, ...tail]), tail: [] }
  return sizeOf(snapshots) > LARGE ? { snapshots: await part(snapshots), tail } : { snapshots, tail }
}

/** Builds the document that a journal holds; nobody sees it before it is whole. */
export const readDocument = async (
  { snapshots, tail }: Journalled,
  { folder, log }: { readonly folder: Pick<Folder, 'part'>; readonly log: Log },
): Promise<ReadDocument> => {
  const read = await cut({ snapshots, tail }, folder.part).catch((error: unknown) => {
    log.warn({ err: error }, 'a journal is read as it was written')
    return { snapshots, tail }
  })
  const all = [...read.snapshots, ...read.tail]
  const doc = new Y.Doc({ gc: true })
  let at = 0
  const applySome = (): void => {
    const until = performance.now() + LONGEST
    for (; at < all.length && performance.now() < until; at++) Y.applyUpdate(doc, all[at] ?? NOTHING)
  }
  for (; at < all.length; await turn()) doc.transact(applySome)
  return { doc, ...read }
}
