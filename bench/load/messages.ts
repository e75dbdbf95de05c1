/** What a load run and its crowds, each in a process of its own, say to each other. */
import type { Counts } from '../support/histogram.ts'
import type { Place } from '../support/peer.ts'

/** People of one crowd in one room. */
export interface CrowdRoom {
  readonly place: Place
  /** One session a person; empty words where no session is asked for. */
  readonly tokens: readonly string[]
  /** How many of them change things; the others only point. */
  readonly editors: number
}

/** What one crowd does. */
export interface CrowdPlan {
  readonly rooms: readonly CrowdRoom[]
  /** Changes a second of an editor. */
  readonly editRate: number
  /** Cursors a second of each person. */
  readonly cursorRate: number
  /** Ms since 1970 from which times count. */
  readonly base: number
}

export type ToCrowd =
  | { readonly type: 'join'; readonly plan: CrowdPlan }
  | { readonly type: 'go' }
  | { readonly type: 'measure'; readonly from: number; readonly to: number }
  | { readonly type: 'finish' }

/** Figures of one crowd; delays by their step. */
export interface CrowdFigures {
  readonly edits: Counts
  readonly cursors: Counts
  readonly saved: Counts
  /** Changes sent within the measured time, by room. */
  readonly sentEdits: readonly number[]
  readonly sentCursors: readonly number[]
  /** Changes of the measured time that arrived, all receivers together. */
  readonly gotEdits: number
  readonly gotCursors: number
  /** That arrived within the measured time. */
  readonly bytes: number
  /** Sockets that were closed before the end. */
  readonly dropped: number
}

export type FromCrowd =
  { readonly type: 'joined' } | { readonly type: 'figures'; readonly figures: CrowdFigures }
