/**
 * Whether a copy is ahead of the server. Of a document that only the server writes, or others do, that can't come from here: the
 * copy is of another history, e.g. from before the server's data were put back as they had been.
 */
import * as Y from 'yjs'

/** What a document holds at one moment, to be held against what the server has. */
export interface Measure {
  /** Whether it has structs that somebody lacks who has this. */
  hasMore(stateVector: Uint8Array): boolean
  /** The server tells this of what it has. */
  told(update: Uint8Array): void
  /** Whether something is deleted in it of which the server, by all that it told, knows nothing. */
  hasDeletedMore(): boolean
}

type DeleteSet = ReturnType<typeof Y.createDeleteSet>
type Ranges = DeleteSet['clients']

/** Whether all of some ranges lies in others. Both are merged and in order. */
const isWithin = (some: Ranges, others: Ranges): boolean =>
  [...some].every(([client, ranges]) => {
    const around = others.get(client) ?? []
    let at = 0
    return ranges.every(({ clock, len }) => {
      for (let other = around[at]; other && other.clock + other.len < clock + len; other = around[at]) at += 1
      const other = around[at]
      return other !== undefined && other.clock <= clock
    })
  })

/** What an update says is deleted; what comes as garbage is so without being named. */
const deletesIn = (update: Uint8Array): DeleteSet[] => {
  const { structs, ds } = Y.decodeUpdate(update)
  const garbage = Y.createDeleteSet()
  for (const struct of structs) {
    if (!(struct instanceof Y.GC)) continue
    const ranges = garbage.clients.get(struct.id.client) ?? []
    ranges.push({ clock: struct.id.clock, len: struct.length })
    garbage.clients.set(struct.id.client, ranges)
  }
  return [ds, garbage]
}

/** Measures a document as it is now. */
export const measure = ({ store }: Pick<Y.Doc, 'store'>): Measure => {
  const ends = new Map([...store.clients.keys()].map((client) => [client, Y.getState(store, client)]))
  const deleted = Y.createDeleteSetFromStructStore(store).clients
  const toldDeleted: DeleteSet[] = []
  return {
    hasMore(stateVector) {
      const theirs = Y.decodeStateVector(stateVector)
      return [...ends].some(([client, end]) => end > (theirs.get(client) ?? 0))
    },
    told(update) {
      if (deleted.size > 0) toldDeleted.push(...deletesIn(update))
    },
    hasDeletedMore: () => deleted.size > 0 && !isWithin(deleted, Y.mergeDeleteSets(toldDeleted).clients),
  }
}
