/**
 * A document, read out of its journal a little in a turn of the event loop: meanwhile all other documents go on. Those that are read
 * at one time share each turn.
 */
import * as Y from 'yjs'
import { createDoc } from '../clearUp.ts'
import type { Folder } from './folder.ts'
import type { Log } from '../log.ts'
import type { Share } from '../share.ts'
import { bytesOf, NOTHING } from '../updates.ts'
import type { Journalled } from './part.ts'

/** Bytes of a journal's half that are taken in as they are; a thread looks through what is larger, and cuts it. */
const LARGE = 100_000

/** A document that was just read, and what it was made of. */
export interface ReadDocument extends Journalled {
  readonly doc: Y.Doc
}

/** The same journal, each part of it little work. */
const cut = async ({ snapshots, tail }: Journalled, part: Folder['part']): Promise<Journalled> => {
  // Each takes so much only as there are things in it, and to delete in it.
  if (Math.max(bytesOf(snapshots), bytesOf(tail)) <= LARGE) return { snapshots, tail }
  const { parts, hasTail } = await part({ snapshots, tail })
  return { snapshots: parts, tail: hasTail ? [] : tail }
}

/** Builds the document that a journal holds; nobody sees it before it is whole. */
export const readDocument = async (
  { snapshots, tail }: Journalled,
  { folder, log, share }: { readonly folder: Pick<Folder, 'part'>; readonly log: Log; readonly share: Share },
): Promise<ReadDocument> => {
  const read = await cut({ snapshots, tail }, folder.part).catch((error: unknown) => {
    log.warn({ err: error }, 'a journal is read as it was written')
    return { snapshots, tail }
  })
  const all = [...read.snapshots, ...read.tail]
  const doc = createDoc()
  let at = 0
  const applySome = (isTimeUp: () => boolean): void => {
    do Y.applyUpdate(doc, all[at++] ?? NOTHING)
    while (at < all.length && !isTimeUp())
  }
  while (at < all.length) await share.inTurn((isTimeUp) => doc.transact(() => applySome(isTimeUp)))
  return { doc, ...read }
}
