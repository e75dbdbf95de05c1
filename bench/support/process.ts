/** What a process uses, as Linux tells it. */
import { readFileSync } from 'node:fs'

/** Clock ticks a second in /proc; 100 on every Linux that Node runs on. */
const TICKS = 100

export interface Usage {
  /** Seconds of processor time since the process began, all its threads together. */
  readonly cpu: number
  /** Bytes in memory. */
  readonly rss: number
  /** Seconds of this machine's clock. */
  readonly at: number
}

/** Reads /proc; on other systems all figures are NaN. */
export const usageOf = (pid: number): Usage => {
  const at = performance.now() / 1000
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [, pages = NaN] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ').map(Number)
    return { cpu: (Number(fields[11]) + Number(fields[12])) / TICKS, rss: pages * 4096, at }
  } catch {
    return { cpu: NaN, rss: NaN, at }
  }
}

/** What one thread, the one that runs a program's own code, had of a core and wanted of one, in ms since it began. */
export interface Turns {
  readonly ran: number
  /** Ready to run, while others had the cores. */
  readonly waited: number
}

/** Reads /proc; on other systems all figures are NaN. */
export const turnsOf = (pid: number): Turns => {
  try {
    const [ran = NaN, waited = NaN] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8')
      .split(' ')
      .map((nanoseconds) => Number(nanoseconds) / 1e6)
    return { ran, waited }
  } catch {
    return { ran: NaN, waited: NaN }
  }
}

/** Share of one core that a process used between two readings. */
export const coreShare = (from: Usage, to: Usage): number => (to.cpu - from.cpu) / (to.at - from.at)
