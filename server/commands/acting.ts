/** What every command is carried out with. */
import type { Role } from '../../shared/docs.ts'
import type { Say } from '../say.ts'
import type { Clock } from '../clock.ts'
import type { Ledger } from '../ledger.ts'
import type { Planner } from '../rounds/plan.ts'
import type { Rounds } from '../rounds/rounds.ts'
import type { Sync } from '../sync/contract.ts'
import type { PersonRecord } from '../workshops/records.ts'
import type { Workshop, Workshops } from '../workshops/workshops.ts'
import type { Writing } from '../writing/writing.ts'

export interface CommandDeps {
  readonly workshops: Workshops
  readonly ledger: Ledger
  readonly planner: Planner
  readonly rounds: Rounds
  readonly writing: Writing
  readonly sync: () => Sync
  readonly clock: Clock
  readonly t: Say
}

/** Who asks for a command, where. */
export interface Acting {
  readonly workshop: Workshop
  readonly person: PersonRecord
  /** The address that links begin with. */
  readonly base: string
}

/** What a command made, for its answer. */
export type Made = Readonly<Record<string, unknown>>

/** A role's link. */
export const linkOf = (base: string, workshop: string, secret: string): string =>
  `${base}/w/${workshop}#${secret}`

/** Those who may take part, and all who are in. */
export const TAKING_PART: readonly Role[] = ['participant', 'facilitator']
export const ANYBODY: readonly Role[] = ['viewer', ...TAKING_PART]
