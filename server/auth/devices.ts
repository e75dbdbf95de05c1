/** One-use codes by which a person joins another device. They live five minutes, so memory is enough for them. */
import type { Clock } from '../clock.ts'
import { hashOf } from './secrets.ts'

/** Ms that a device's code holds. */
const HOLDS = 5 * 60_000
/** Most codes that wait at once; beyond it the oldest goes. */
const WAITING = 10_000

export interface DeviceOf {
  readonly workshop: string
  readonly person: string
  /** The session that asked for it: once that has ended, the code holds no longer. */
  readonly session: string
}

interface Waiting extends DeviceOf {
  /** Unix ms, as it is shown. */
  readonly expiresAt: number
  /** The same, as time that goes by: a clock that is set back lengthens nothing. */
  readonly until: number
}

export const createDevices = ({ clock }: { readonly clock: Clock }) => {
  const waiting = new Map<string, Waiting>()
  const isOver = ({ expiresAt, until }: Waiting): boolean =>
    expiresAt <= clock.now() || until <= clock.elapsed()
  const find = (code: string) => {
    const found = waiting.get(hashOf(code))
    return found && !isOver(found) ? found : null
  }
  return {
    /** Keeps a code that no workshop has, for a person; one that they had before no longer holds. */
    add(device: DeviceOf, code: string): { readonly code: string; readonly expiresAt: number } {
      for (const [hash, other] of waiting)
        if (isOver(other) || (other.workshop === device.workshop && other.person === device.person))
          waiting.delete(hash)
      const [oldest] = waiting.keys()
      if (oldest && waiting.size >= WAITING) waiting.delete(oldest)
      const expiresAt = clock.now() + HOLDS
      waiting.set(hashOf(code), { ...device, expiresAt, until: clock.elapsed() + HOLDS })
      return { code, expiresAt }
    },
    /** Whose device a code joins, without using it up. */
    find: (code: string): DeviceOf | null => find(code),
    /** The same, and the code is used up. */
    take(code: string): DeviceOf | null {
      const found = find(code)
      waiting.delete(hashOf(code))
      return found
    },
  }
}

export type Devices = ReturnType<typeof createDevices>
