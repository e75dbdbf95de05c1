/** How often an address did what it may do only so often. */
import type { Clock } from '../clock.ts'

/** Addresses of one IPv6 network count as one: a single machine has as many of them as it likes. */
export const networkOf = (address: string): string =>
  address.includes(':') && !address.includes('.') ? address.split(':').slice(0, 4).join(':') : address

/** Most addresses that are remembered at once. */
const REMEMBERED = 50_000

/** Counts in windows of so many ms, each beginning with an address's first time. */
export const createAttempts = ({
  clock,
  window,
}: {
  readonly clock: Pick<Clock, 'elapsed'>
  readonly window: number
}) => {
  const counts = new Map<string, { readonly until: number; count: number }>()
  const forgetOld = () => {
    const now = clock.elapsed()
    for (const [address, { until }] of counts) if (until <= now) counts.delete(address)
    if (counts.size > REMEMBERED) counts.clear()
  }
  return {
    /** How often so far in the present window. */
    count(address: string): number {
      const found = counts.get(networkOf(address))
      return found && found.until > clock.elapsed() ? found.count : 0
    },
    add(address: string): void {
      const network = networkOf(address)
      const found = counts.get(network)
      if (found && found.until > clock.elapsed()) {
        found.count++
        return
      }
      if (counts.size >= REMEMBERED) forgetOld()
      counts.set(network, { until: clock.elapsed() + window, count: 1 })
    },
  }
}
