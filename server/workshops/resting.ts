/** Lets go of the workshops that nobody is in, so that a server holds no more than what is used, however many it ever had. */
import { CLOSE } from '../../shared/protocol.ts'
import { metaOf, roundsOf } from '../../shared/stage.ts'
import type { Clock } from '../clock.ts'
import type { Sync } from '../sync/contract.ts'
import type { Workshop, Workshops } from './workshops.ts'

/** Ms without a request or a socket after which a workshop is let go: far longer than any request takes. */
const REST = 600_000
/** Ms between two looks. */
const LOOK = 60_000

/** Whether something goes on in it by itself: a round that ends at its time, private writing. */
const isBusy = ({ stage }: Workshop): boolean =>
  metaOf(stage).writing !== null ||
  roundsOf(stage).some(({ closedAt, endsAt }) => closedAt === null && endsAt !== null)

/** Begins to look after them. */
export const createResting = ({
  workshops,
  sync,
  clock,
}: {
  readonly workshops: Pick<Workshops, 'unusedSince' | 'drop'>
  readonly sync: Pick<Sync, 'here' | 'end'>
  readonly clock: Clock
}) => {
  const look = (): void => {
    for (const workshop of workshops.unusedSince(clock.elapsed() - REST)) {
      const { id } = workshop
      if (sync.here(id).size > 0 || isBusy(workshop)) continue
      workshops.drop([id])
      // What it still has to store is under way to the storage, and whoever reads it waits for that.
      sync.end(id, ({ type }) => type === 'stage', CLOSE.restarting, '')
    }
    callOff = clock.after(LOOK, look)
  }
  let callOff = clock.after(LOOK, look)
  return { close: (): void => callOff() }
}
