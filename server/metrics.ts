/** What the server counts of itself, in the text format of Prometheus. Numbers alone: no names, no ids, no words. */

/** Upper bounds of the times that are told apart, in seconds. */
const BOUNDS = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5]

type Labels = Readonly<Record<string, string | number>>

const labelled = (name: string, labels: Labels | undefined): string => {
  if (!labels) return name
  const inside = Object.entries(labels).map(([key, value]) => `${key}="${value}"`)
  return inside.length > 0 ? `${name}{${inside.join(',')}}` : name
}

interface Timing {
  readonly counts: number[]
  sum: number
  count: number
}

/** What is counted. Names end in their unit: `_seconds`, `_bytes`, `_total`. */
export interface Metrics {
  /** Adds to a sum that only grows. `labels` come from a short list that is fixed in the code. */
  add(name: string, amount?: number, labels?: Labels): void
  /** Notes how long something took, in ms. */
  took(name: string, ms: number): void
  /** What is the case at the moment of asking. */
  gauge(name: string, read: () => number): void
  /** All of it. */
  print(): string
}

/** Nothing counted yet. */
export const createMetrics = (): Metrics => {
  const sums = new Map<string, Map<string, number>>()
  const timings = new Map<string, Timing>()
  const gauges = new Map<string, () => number>()
  return {
    add(name, amount = 1, labels) {
      // Several times a message: a known name costs one look, and no string is made.
      let lines = sums.get(name)
      if (!lines) sums.set(name, (lines = new Map()))
      const line = labelled(name, labels)
      lines.set(line, (lines.get(line) ?? 0) + amount)
    },
    took(name, ms) {
      const timing = timings.get(name) ?? { counts: BOUNDS.map(() => 0), sum: 0, count: 0 }
      timings.set(name, timing)
      const seconds = ms / 1000
      const index = BOUNDS.findIndex((bound) => seconds <= bound)
      if (index >= 0) timing.counts[index] = (timing.counts[index] ?? 0) + 1
      timing.sum += seconds
      timing.count += 1
    },
    gauge: (name, read) => void gauges.set(name, read),
    print() {
      const lines: string[] = []
      for (const [name, read] of gauges) lines.push(`# TYPE ${name} gauge`, `${name} ${read()}`)
      for (const [name, values] of sums) {
        lines.push(`# TYPE ${name} counter`)
        for (const [line, value] of values) lines.push(`${line} ${value}`)
      }
      for (const [name, { counts, sum, count }] of timings) {
        lines.push(`# TYPE ${name} histogram`)
        let below = 0
        BOUNDS.forEach((le, index) => {
          below += counts[index] ?? 0
          lines.push(`${labelled(`${name}_bucket`, { le })} ${below}`)
        })
        lines.push(`${labelled(`${name}_bucket`, { le: '+Inf' })} ${count}`)
        lines.push(`${name}_sum ${sum}`, `${name}_count ${count}`)
      }
      return `${lines.join('\n')}\n`
    },
  }
}
