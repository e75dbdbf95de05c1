import type { Judging } from '../../server/sync/gate/gate.ts'

/** Somebody of whom the gate knows nothing bad, on a document that is as free as can be. */
export const ANYBODY: Judging = {
  isMine: () => true,
  mayWrite: () => true,
  mayWork: () => true,
  isRetired: () => false,
  beyond: (deletes) => deletes,
  fill: () => 'free',
}
