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

export const createDevices = ({ clock }: { readonly clock: Clock }) => {
  const waiting = new Map<string, DeviceOf & { readonly expiresAt: number }>()
  const find = (code: string) => {
    const found = waiting.get(hashOf(code))
    return found && found.expiresAt > clock.now() ? found : null
  }
  return {
    /** Keeps a code that no workshop has, for a person; one that they had before no longer holds. */
    add(device: DeviceOf, code: string): { readonly code: string; readonly expiresAt: number } {
      const now = clock.now()
      for (const [hash, { workshop, person, expiresAt }] of waiting)
        if (expiresAt <= now || (workshop === device.workshop && person === device.person))
          waiting.delete(hash)
      const [oldest] = waiting.keys()
      if (oldest && waiting.size >= WAITING) waiting.delete(oldest)
      const expiresAt = now + HOLDS
      waiting.set(hashOf(code), { ...device, expiresAt })
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
