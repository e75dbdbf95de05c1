/**
 * Cuts stored structs in two wherever an update is about to delete some of one, all in one pass. Yjs by itself cuts one at a time, and
 * for each moves along all that their author wrote later: where every other letter of a board is deleted, that is nearly all the work.
 */
import * as Y from 'yjs'
import type { Range, Ranges } from '../../../shared/updateParts.ts'

type Struct = Y.Item | Y.GC

/** A struct that is cut in two or more: where it lies, and what it is then. */
interface Cut {
  readonly at: number
  readonly row: Struct[]
}

const endOf = ({ id, length }: Struct): number => id.clock + length

/** Cuts what lies across the ends of these ranges, as Yjs would. @returns what was cut; in `structs`, nothing has moved yet */
const cutApart = (
  transaction: Y.Transaction,
  client: number,
  structs: Struct[],
  ranges: readonly Range[],
): readonly Cut[] => {
  const { clients } = transaction.doc.store
  const last = structs.at(-1)
  const end = last ? endOf(last) : 0
  const cuts: Cut[] = []
  const cutAt = (clock: number): void => {
    if (clock >= end) return
    let row = cuts.at(-1)?.row
    let piece = row?.at(-1)
    if (!row || !piece || clock >= endOf(piece)) {
      const at = Y.findIndexSS(structs, clock)
      piece = structs[at]
      if (!(piece instanceof Y.Item) || piece.deleted || piece.id.clock === clock) return
      row = [piece]
      cuts.push({ at, row })
    } else if (piece.id.clock === clock) return
    // Yjs looks for it among these few alone, so next to nothing is moved along.
    clients.set(client, row)
    Y.getItemCleanStart(transaction, Y.createID(client, clock))
  }
  try {
    for (const { clock, len } of ranges) {
      cutAt(clock)
      cutAt(clock + len)
    }
  } finally {
    clients.set(client, structs)
  }
  return cuts
}

/** Puts what was cut in its place: from the end, so that each of the others is moved once. */
const putInPlace = (structs: Struct[], cuts: readonly Cut[]): void => {
  let more = 0
  for (const { row } of cuts) more += row.length - 1
  let from = structs.length
  structs.length += more
  for (const { at, row } of cuts.toReversed()) {
    // By hand, since `copyWithin` is ten times as slow with objects.
    while (--from > at) {
      const struct = structs[from]
      if (struct) structs[from + more] = struct
    }
    more -= row.length - 1
    for (const [nth, piece] of row.entries()) structs[at + more + nth] = piece
  }
}

/**
 * To be called in a transaction, right before Yjs applies an update in it. A single range is no more work for Yjs.
 * @param deletes what the update deletes
 */
export const cutAhead = (transaction: Y.Transaction, deletes: Ranges): void => {
  for (const [client, ranges] of deletes) {
    const structs = ranges.length > 1 ? transaction.doc.store.clients.get(client) : null
    if (structs) putInPlace(structs, cutApart(transaction, client, structs, ranges))
  }
}
