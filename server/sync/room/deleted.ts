/**
 * What of a document is deleted, kept at hand. Deletions have no clock: whoever comes back says again all that they know, and is
 * told all in turn, a set that Yjs would look for in the whole document each time.
 */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { Ranges } from '../../../shared/updateParts.ts'

/** Changes after which it is looked for anew, when somebody asks; or structs of the document for each change, when those are more. */
const STALE = { changes: 256, structs: 100 } as const
/** As many steps are quickly looked up in the document itself. */
const FEW = 1_000

type DeleteSet = ReturnType<typeof Y.createDeleteSet>

/** What is deleted in one document. */
export interface Deleted {
  /** A transaction has ended. */
  changed(transaction: Y.Transaction): void
  /** All that is deleted, as an update has it: most of it, the same for many, and what came since. */
  encoded(): { readonly most: Uint8Array; readonly rest: Uint8Array }
  /** What of these ranges may not be deleted yet; at most a little of it is. Both are merged and in order. */
  beyond(ranges: Ranges): Ranges
}

/** A delete set as an update ends with it; the higher ids come first, as Yjs has it. */
const encodeDeletes = (ranges: Ranges): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, ranges.size)
    for (const [client, list] of [...ranges].sort(([a], [b]) => b - a)) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, list.length)
      for (const { clock, len } of list) {
        encoding.writeVarUint(encoder, clock)
        encoding.writeVarUint(encoder, len)
      }
    }
  })

type RangeList = Ranges extends ReadonlyMap<number, infer List> ? List : never

/** What of one client's ranges lies outside of others. */
const without = (ranges: RangeList, others: RangeList): RangeList => {
  const left: RangeList[number][] = []
  let at = 0
  for (const range of ranges) {
    const { clock, len } = range
    const end = clock + len
    for (let from = clock; from < end;) {
      const other = others[at]
      if (!other || other.clock >= end) {
        // There may be very many, and most of them are as they were.
        left.push(from === clock ? range : { clock: from, len: end - from })
        break
      }
      if (other.clock > from) left.push({ clock: from, len: other.clock - from })
      from = Math.max(from, other.clock + other.len)
      // It may cover some of the next range too.
      if (from < end) at += 1
    }
  }
  return left
}

/** What is deleted in a document; nothing is kept until somebody asks. */
export const createDeleted = ({ store }: Pick<Y.Doc, 'store'>): Deleted => {
  let held: { readonly set: DeleteSet; readonly most: Uint8Array; changes: number } | null = null
  /** What was deleted since. */
  let fresh: DeleteSet[] = []
  let rest: Uint8Array | null = null

  const look = () => {
    if (held) return held
    const set = Y.createDeleteSetFromStructStore(store)
    let structs = 0
    for (const { length } of store.clients.values()) structs += length
    const changes = Math.max(STALE.changes, structs / STALE.structs)
    fresh = []
    rest = null
    return (held = { set, most: encodeDeletes(set.clients), changes })
  }

  const merged = (): DeleteSet => {
    const [first = Y.createDeleteSet(), ...more] = fresh
    const all = more.length > 0 ? Y.mergeDeleteSets(fresh) : first
    fresh = [all]
    return all
  }

  return {
    changed({ deleteSet, beforeState, afterState }) {
      if (!held) return
      rest = null
      held.changes -= 1
      if (held.changes < 0) {
        held = null
        return
      }
      const came = Y.createDeleteSet()
      // What came as garbage was never deleted here, and no delete set of a transaction names it.
      for (const [client, end] of afterState) {
        const before = beforeState.get(client) ?? 0
        const structs = before < end ? store.clients.get(client) : null
        if (!structs) continue
        for (let index = Y.findIndexSS(structs, before); index < structs.length; index++) {
          const struct = structs[index]
          if (!struct?.deleted) continue
          const clock = Math.max(before, struct.id.clock)
          const list = came.clients.get(client) ?? []
          list.push({ clock, len: struct.id.clock + struct.length - clock })
          came.clients.set(client, list)
        }
      }
      fresh.push(deleteSet, came)
    },
    encoded() {
      const { most } = look()
      return { most, rest: (rest ??= encodeDeletes(merged().clients)) }
    },
    beyond(ranges) {
      let steps = 0
      for (const list of ranges.values()) for (const { len } of list) steps += len
      if (steps <= FEW) return ranges
      const { set } = look()
      const since = merged()
      const left = new Map<number, RangeList>()
      for (const [client, list] of ranges) {
        const unknown = without(without(list, set.clients.get(client) ?? []), since.clients.get(client) ?? [])
        if (unknown.length > 0) left.set(client, unknown)
      }
      return left
    },
  }
}
