/** What the ledger took for somebody's who was there first with it, and is another's. */
import type * as Y from 'yjs'
import type { Mistaken } from '../sync/contract.ts'
import { unknownWriter, type WroteRecord } from '../workshops/records.ts'
import { isWrittenIn } from './touched.ts'
import { afterChange, writersOf } from './wrote.ts'

/**
 * An item's record, with what was written under the client id as an unknown writer's. Who had claimed that id has brought it; their own
 * it is only where they wrote under other ids.
 */
export const afterHandingBack = (
  item: string,
  map: Y.Map<unknown>,
  before: WroteRecord,
  { client, claimant, isClaimants }: Omit<Mistaken, 'written'>,
): WroteRecord => {
  if (!writersOf(before).includes(claimant)) return before
  const writer = unknownWriter(client)
  const isMaker = before.by === claimant && map._item?.id.client === client
  const { also = [], ...rest } = before
  const others = also.filter((other) => other !== claimant)
  const isAlso = (before.by !== claimant || isMaker) && isWrittenIn(map, isClaimants)
  const writers = isAlso ? [claimant, ...others] : others
  return afterChange(
    item,
    { ...rest, ...(isMaker && { by: writer }), ...(writers.length > 0 && { also: writers }) },
    { typed: true, origin: false, from: undefined, writer, bringer: claimant },
  )
}
