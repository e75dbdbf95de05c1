/** The heavy work on a journal's bytes, which a thread of its own does: many updates into one, with history or without. */
import { deflateRawSync } from 'node:zlib'
import * as Y from 'yjs'
import { docOf } from '../updates.ts'
import { decodeEpoch, nextEpoch, type Spent } from './epoch.ts'
import { inSmallParts } from './part.ts'
import { copyWithoutHistory } from './rebuild.ts'

/** What is to be folded, and how. */
export interface FoldTask {
  /** A whole journal, in order. */
  readonly updates: readonly Uint8Array[]
  /** Client ids that are spent, when the document is to be copied without its history; else null. */
  readonly anew: Spent | null
  /** Whether a point in time is wanted: the same once more, packed. */
  readonly point: boolean
}

/** What came of it. */
export interface Folded {
  /** All updates as one, garbage-collected. */
  readonly state: Uint8Array
  /** The same in parts, for those who come: what leaves a piece at a time is to be no large piece. */
  readonly parts: readonly Uint8Array[]
  readonly point: Uint8Array | null
  /** The client id under which the document was written anew, and the epoch that then is, encoded. */
  readonly anew: { readonly client: number; readonly epoch: Uint8Array } | null
}

const copyAnew = (doc: Y.Doc, { epoch, claimed }: Spent) => {
  const written = doc.store.clients
  const isClaimed = new Set(claimed)
  const { isRetired } = decodeEpoch(epoch)
  const copy = copyWithoutHistory(doc, (id) => written.has(id) || isClaimed.has(id) || isRetired(id))
  const next = nextEpoch(epoch, [...written.keys(), ...claimed])
  return { copy, anew: { client: copy.clientID, epoch: next } }
}

/** @throws when the updates cannot be applied, or not be copied. */
export const fold = ({ updates, anew, point }: FoldTask): Folded => {
  const doc = docOf(updates)
  const made = anew && copyAnew(doc, anew)
  const state = Y.encodeStateAsUpdate(made?.copy ?? doc)
  return {
    state,
    parts: inSmallParts(state),
    point: point ? deflateRawSync(state) : null,
    anew: made?.anew ?? null,
  }
}
