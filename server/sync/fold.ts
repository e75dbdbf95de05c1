/** The heavy work on a journal's bytes, which a thread of its own does: many updates into one, with history or without. */
import { deflateRawSync } from 'node:zlib'
import * as Y from 'yjs'
import { copyWithoutHistory } from './rebuild.ts'

/** What is to be folded, and how. */
export interface FoldTask {
  /** A whole journal, in order. */
  readonly updates: readonly Uint8Array[]
  /** Client ids that are spent, when the document is to be copied without its history; else null. */
  readonly anew: readonly number[] | null
  /** Whether a point in time is wanted: the same once more, packed. */
  readonly point: boolean
}

/** What came of it. */
export interface Folded {
  /** All updates as one, garbage-collected. */
  readonly state: Uint8Array
  readonly point: Uint8Array | null
  /** The client id under which the document was written anew, and those under which it had been written. */
  readonly anew: { readonly client: number; readonly retired: readonly number[] } | null
}

/** @throws when the updates cannot be applied, or not be copied. */
export const fold = ({ updates, anew, point }: FoldTask): Folded => {
  const doc = new Y.Doc({ gc: true })
  doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)))
  const retired = [...doc.store.clients.keys()]
  const result = anew ? copyWithoutHistory(doc, new Set([...anew, ...retired])) : doc
  const state = Y.encodeStateAsUpdate(result)
  return {
    state,
    point: point ? deflateRawSync(state) : null,
    anew: anew && { client: result.clientID, retired },
  }
}
