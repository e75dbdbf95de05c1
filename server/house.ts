/** Puts together what the server's folders offer. What that stands on (storage, sync, time, chance) arrives from outside. */
import type { Say } from './say.ts'
import { newId } from '../shared/ids.ts'
import { LIMITS } from '../shared/protocol.ts'
import { createDevices } from './auth/devices.ts'
import { createGatekeeper } from './auth/gatekeeper.ts'
import { createJoin } from './auth/join.ts'
import type { Origins } from './auth/origin.ts'
import type { Proofs } from './auth/proofs.ts'
import type { Clock } from './clock.ts'
import { createCarryOut } from './commands/carryOut.ts'
import { createForgetting } from './forgetting.ts'
import { createLedger } from './ledger.ts'
import type { Log } from './log.ts'
import { createPots } from './remembered.ts'
import { createPlanner } from './rounds/plan.ts'
import { createRounds } from './rounds/rounds.ts'
import type { Keys } from './storage/keys.ts'
import type { Storage } from './storage/storage.ts'
import type { WatchedCommitter } from './sync/committer.ts'
import type { Gatekeeper } from './sync/contract.ts'
import type { SyncGateway } from './sync/sockets/gateway.ts'
import { createResting } from './workshops/resting.ts'
import { createWorkshops, type Workshop } from './workshops/workshops.ts'
import { createWriting } from './writing/writing.ts'

/** What the house stands on. */
export interface HouseDeps {
  readonly storage: Storage
  /** Of what is sealed in the storage. */
  readonly keys: Keys
  /** What proves who wrote under a client id of Yjs. */
  readonly proofs: Pick<Proofs, 'of'>
  readonly committer: WatchedCommitter
  /** Opens the sync path, which asks this gatekeeper. */
  readonly connect: (gatekeeper: Gatekeeper) => SyncGateway
  readonly clock: Clock
  readonly random: (below: number) => number
  readonly t: Say
  readonly log: Log
  /** The addresses of this server, as pages name them. */
  readonly origins: () => Origins
}

/** All that one server is made of. */
export const createHouse = (deps: HouseDeps) => {
  const { storage, keys, proofs, committer, connect, clock, random, t, log, origins } = deps
  const openDoc = (workshop: string, name: string) => sync.open(workshop, name)
  const forgetting = createForgetting({ storage, committer, log })
  const workshops = createWorkshops({ storage, committer, openDoc, clock, t })
  const ledger = createLedger({ workshops })
  const planner = createPlanner({ openDoc, ledger, t })
  const here = (workshop: string) => sync.here(workshop)
  const rounds = createRounds({ workshops, forgetting, planner, openDoc, here, clock, t, log })
  const seen = (workshop: Workshop, person: string) => rounds.seen(workshop, person)
  const devices = createDevices({ clock })
  const join = createJoin({ workshops, devices, clock, t, random, seen })
  /** New people, by address. */
  const mayComeAnew = createPots(LIMITS.joins, clock.elapsed)
  /** Requests, by person. */
  const mayAsk = createPots(LIMITS.requests, clock.elapsed)
  /** Exports, likewise. */
  const mayExport = createPots(LIMITS.exports, clock.elapsed)
  const writing = createWriting({
    workshops,
    ledger,
    storage,
    committer,
    forgetting,
    keys,
    sync: () => sync,
    clock,
    random,
    t,
    log,
  })
  const gatekeeper = createGatekeeper({ workshops, ledger, writing, proofs, clock, t, origins, seen })
  const sync = connect(gatekeeper)
  const resting = createResting({ workshops, sync, clock })
  const carryOut = createCarryOut({ workshops, ledger, planner, rounds, writing, sync: () => sync, clock, t })
  committer.onFailure((ids) => workshops.drop(ids))
  return {
    /** Tells this start of the server from others. */
    run: newId(),
    storage,
    committer,
    clock,
    t,
    log,
    origins,
    forgetting,
    workshops,
    resting,
    ledger,
    planner,
    rounds,
    writing,
    devices,
    join,
    mayComeAnew,
    mayAsk,
    mayExport,
    gatekeeper,
    sync,
    carryOut,
  }
}

/** All that one server offers. */
export type House = ReturnType<typeof createHouse>
