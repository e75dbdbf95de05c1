/** What the server counts of itself, in the text format of Prometheus. Numbers alone: no names, no ids, no words. */

/** All that is counted, with what `/metrics` says of each. Names end in their unit. What has labels has no line before its first event. */
export const METRICS = {
  kiteboard_people: ['gauge', 'People who have a page open.'],
  kiteboard_sockets: ['gauge', 'WebSockets that are open.'],
  kiteboard_workshops: ['gauge', 'Workshops in which somebody has a page open.'],
  kiteboard_workshops_held: ['gauge', 'Workshops whose records are in memory.'],
  kiteboard_documents: ['gauge', 'Documents in memory, each with its room.'],
  kiteboard_documents_bytes: ['gauge', 'Bytes of memory that they take, more or less.'],
  kiteboard_loop_lag_p50_seconds: [
    'gauge',
    'Lateness of the event loop in the last minute or two, median, in seconds.',
  ],
  kiteboard_loop_lag_p99_seconds: ['gauge', 'The same, 99th percentile, in seconds.'],
  kiteboard_loop_lag_max_seconds: ['gauge', 'The same, the worst, in seconds.'],
  process_resident_memory_bytes: ['gauge', 'Memory that the process takes, in bytes.'],
  kiteboard_messages_total: ['counter', 'Messages received over WebSockets, pings and pongs among them.'],
  kiteboard_received_bytes_total: ['counter', 'Bytes received over WebSockets.'],
  kiteboard_sent_bytes_total: ['counter', 'Bytes sent over WebSockets.'],
  kiteboard_updates_total: ['counter', 'Changes of documents taken in.'],
  kiteboard_strange_updates_total: [
    'counter',
    'Those among them that brought back what nobody knows the writer of.',
  ],
  kiteboard_failed_commits_total: ['counter', 'Commits that the storage refused.'],
  kiteboard_failed_folds_total: ['counter', 'Journals that could not be folded into a snapshot.'],
  kiteboard_rebuilt_total: ['counter', 'Documents written anew without their history.'],
  kiteboard_refusals_total: ['counter', 'Documents and sockets refused, by close code.', 'labelled'],
  kiteboard_http_refusals_total: ['counter', 'Requests refused, by code and HTTP status.', 'labelled'],
  kiteboard_cut_off_total: ['counter', 'Sockets cut since they went on sending after they were refused.'],
  kiteboard_foreign_presence_total: [
    'counter',
    'Entries of presence in which somebody spoke for others, in vain.',
  ],
  kiteboard_intake_seconds: ['histogram', 'Taking in what was sent to one document in a tick, in seconds.'],
  kiteboard_commit_seconds: ['histogram', 'Storing what gathered in a tick, in seconds.'],
  kiteboard_tick_seconds: [
    'histogram',
    'From the first change of a tick until all of it is stored, in seconds.',
  ],
  kiteboard_fan_out_seconds: ['histogram', 'Making the frame of a change for all its readers, in seconds.'],
  kiteboard_write_seconds: ['histogram', 'Writing the frames of one turn to their sockets, in seconds.'],
  kiteboard_fold_seconds: ['histogram', 'Folding a journal into a snapshot, in a thread, in seconds.'],
} as const satisfies Record<
  string,
  | readonly [kind: 'gauge' | 'histogram', help: string]
  | readonly [kind: 'counter', help: string, labels?: 'labelled']
>

type Kind = (typeof METRICS)[keyof typeof METRICS][0]
type Named<Of extends Kind> = {
  [Name in keyof typeof METRICS]: (typeof METRICS)[Name][0] extends Of ? Name : never
}[keyof typeof METRICS]
/** A sum that only grows. */
type Counter = Named<'counter'>
/** Times, sorted into what is below each of some bounds. */
type Histogram = Named<'histogram'>
/** What is the case now. */
type Gauge = Named<'gauge'>

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

/** What is counted. */
export interface Metrics {
  /** Adds to a sum. `labels` come from a short list that is fixed in the code. */
  add(name: Counter, amount?: number, labels?: Labels): void
  /** Notes how long something took, in ms. */
  took(name: Histogram, ms: number): void
  /** What is the case at the moment of asking. */
  gauge(name: Gauge, read: () => number): void
  /** All of it. */
  print(): string
}

const noTime = (): Timing => ({ counts: BOUNDS.map(() => 0), sum: 0, count: 0 })

const buckets = (name: string, { counts, sum, count }: Timing): readonly string[] => {
  let below = 0
  const lines = BOUNDS.map((le, index) => {
    below += counts[index] ?? 0
    return `${labelled(`${name}_bucket`, { le })} ${below}`
  })
  return [
    ...lines,
    `${labelled(`${name}_bucket`, { le: '+Inf' })} ${count}`,
    `${name}_sum ${sum}`,
    `${name}_count ${count}`,
  ]
}

/** Nothing counted yet. */
export const createMetrics = (): Metrics => {
  const sums = new Map<string, Map<string, number>>()
  const timings = new Map<string, Timing>()
  const gauges = new Map<string, () => number>()
  const sumsOf = (name: string, isLabelled: boolean): readonly string[] => {
    const found = [...(sums.get(name) ?? [])].map(([line, value]) => `${line} ${value}`)
    // Whoever watches for the first of something has to see that there was none.
    return found.length > 0 || isLabelled ? found : [`${name} 0`]
  }
  const linesOf = (name: string, kind: Kind, isLabelled: boolean): readonly string[] => {
    switch (kind) {
      case 'gauge':
        return [gauges.get(name)].flatMap((read) => (read ? [`${name} ${read()}`] : []))
      case 'counter':
        return sumsOf(name, isLabelled)
      case 'histogram':
        return buckets(name, timings.get(name) ?? noTime())
      default:
        return kind satisfies never
    }
  }
  return {
    add(name, amount = 1, labels) {
      // Several times a message: a known name costs one look, and no string is made.
      let lines = sums.get(name)
      if (!lines) sums.set(name, (lines = new Map()))
      const line = labelled(name, labels)
      lines.set(line, (lines.get(line) ?? 0) + amount)
    },
    took(name, ms) {
      const timing = timings.get(name) ?? noTime()
      timings.set(name, timing)
      const seconds = ms / 1000
      const index = BOUNDS.findIndex((bound) => seconds <= bound)
      if (index >= 0) timing.counts[index] = (timing.counts[index] ?? 0) + 1
      timing.sum += seconds
      timing.count += 1
    },
    gauge: (name, read) => void gauges.set(name, read),
    print: () =>
      Object.entries(METRICS)
        .flatMap(([name, [kind, help, labels]]) => [
          `# HELP ${name} ${help}`,
          `# TYPE ${name} ${kind}`,
          ...linesOf(name, kind, labels !== undefined),
        ])
        .map((line) => `${line}\n`)
        .join(''),
  }
}
