/** A log that nobody can flood: of each person, or address, it takes so many lines, and says how many it left out. */
import { createRemembered } from './remembered.ts'
import { createBucket, type Flow } from './bucket.ts'
import type { Log } from './sync/log.ts'

/** Milliseconds for which it is remembered that lines were left out. */
const MEMORY = 600_000

/** A log that says whether it took a line. */
interface SparingLog extends Log {
  info(facts: object, message: string): boolean
  warn(facts: object, message: string): boolean
}

/** Logs by name. What is a bug of ours is always told. */
export const createSparingLogs = (
  log: Log,
  flow: Flow,
  elapsed: () => number,
): ((name: string) => SparingLog) => {
  const potOf = createRemembered(
    () => ({ mayTell: createBucket(flow, elapsed), unsaid: 0, last: elapsed() }),
    ({ last }) => elapsed() - last < MEMORY,
  )
  return (name) => {
    const at =
      (level: 'info' | 'warn') =>
      (facts: object, message: string): boolean => {
        const pot = potOf(name)
        pot.last = elapsed()
        if (!pot.mayTell(1)) {
          pot.unsaid += 1
          return false
        }
        const { unsaid } = pot
        pot.unsaid = 0
        log[level](unsaid > 0 ? { ...facts, unsaid } : facts, message)
        return true
      }
    return { info: at('info'), warn: at('warn'), error: (facts, message) => log.error(facts, message) }
  }
}
