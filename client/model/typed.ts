/**
 * A text, with what I did to it since the server last said that all was stored: which letters I typed, and which I took out. It
 * knows nothing of Yjs's ids, and so it still tells mine from theirs when the document was begun anew.
 */

/** Letters of one fate. The numbers are of my changes; 0 means that the server knows. */
export interface Run {
  readonly text: string
  /** The change that typed it, or 0. */
  readonly made: number
  /** The change that took it out, or 0 while it is there. */
  readonly gone: number
}

/** The runs of a text, those that are gone among them. */
export type Typed = readonly Run[]

export type Delta = readonly {
  readonly retain?: number
  readonly insert?: unknown
  readonly delete?: number
}[]

/** Runs without empty ones, neighbours of one fate as one. */
const tidy = (runs: Typed): Run[] => {
  const all: Run[] = []
  for (const run of runs) {
    const last = all.at(-1)
    if (run.text === '') continue
    if (last?.made === run.made && last.gone === run.gone)
      all[all.length - 1] = { ...last, text: last.text + run.text }
    else all.push(run)
  }
  return all
}

/**
 * The runs after one more change of the text.
 * @param number of my change; 0 when somebody else made it
 */
export const change = (typed: Typed, delta: Delta, number: number): Typed => {
  const done: Run[] = []
  const left = [...typed]
  /** Moves on by so many letters that are there. */
  const pass = (length: number, as: (run: Run) => Run | null): void => {
    let wanted = length
    while (wanted > 0) {
      const run = left.shift()
      if (!run) return
      if (run.gone > 0) {
        done.push(run)
        continue
      }
      const text = run.text.slice(0, wanted)
      if (run.text.length > wanted) left.unshift({ ...run, text: run.text.slice(wanted) })
      wanted -= text.length
      const passed = as({ ...run, text })
      if (passed) done.push(passed)
    }
  }
  for (const step of delta) {
    if (step.retain !== undefined) pass(step.retain, (run) => run)
    if (typeof step.insert === 'string') done.push({ text: step.insert, made: number, gone: 0 })
    if (step.delete !== undefined) pass(step.delete, (run) => (number > 0 ? { ...run, gone: number } : null))
  }
  return tidy([...done, ...left])
}

/** The runs once the server has said that my changes up to this one are stored; null when none of mine is left. */
export const acknowledged = (typed: Typed, upTo: number): Typed | null => {
  const rest = tidy(
    typed
      .filter(({ gone }) => gone === 0 || gone > upTo)
      .map((run) => ({ ...run, made: run.made > upTo ? run.made : 0 })),
  )
  return rest.some(({ made, gone }) => made > 0 || gone > 0) ? rest : null
}

/** How many letters two texts have alike at their start, and then at their end. */
const alike = (one: string, other: string): readonly [start: number, end: number] => {
  const most = Math.min(one.length, other.length)
  let start = 0
  while (start < most && one[start] === other[start]) start++
  let end = 0
  while (end < most - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end++
  return [start, end]
}

/** The text after so many of my changes. */
const after = (typed: Typed, upTo: number): string =>
  typed.reduce(
    (all, { text, made, gone }) => (made <= upTo && (gone === 0 || gone > upTo) ? all + text : all),
    '',
  )

/** Whether a text reads as after some of my changes: the server has those already, and its word of it got lost. */
const isUnderWay = (typed: Typed, theirs: string): boolean =>
  [...new Set(typed.flatMap(({ made, gone }) => [made, gone]))].some(
    (number) => number > 0 && after(typed, number) === theirs,
  )

/**
 * My changes, made again to the text as others have left it. Of what I had not typed nothing is written: what others took out
 * meanwhile stays out. What has been done already is not done twice.
 */
export const redone = (typed: Typed, theirs: string): string => {
  if (isUnderWay(typed, theirs)) return after(typed, Infinity)
  const before = typed.reduce((all, { text, made }) => (made === 0 ? all + text : all), '')
  const [start, end] = alike(before, theirs)
  const shift = theirs.length - before.length
  /** Where a place in the text before is in theirs; what lay in a part that they changed comes after it. */
  const placeOf = (index: number): number =>
    index <= start ? index : Math.max(index, before.length - end) + shift
  let result = ''
  let copied = 0
  let index = 0
  const copyTo = (place: number): void => {
    result += theirs.slice(copied, Math.max(copied, place))
    copied = Math.max(copied, place)
  }
  for (const { text, made, gone } of typed) {
    if (made > 0) {
      if (gone > 0) continue
      copyTo(placeOf(index))
      result += text
      continue
    }
    const next = index + text.length
    if (gone > 0) {
      // Of what I took out, what they still have at either side of their change.
      if (index < start) {
        copyTo(index)
        copied = Math.max(copied, Math.min(next, start))
      }
      const from = Math.max(index, before.length - end)
      if (from < next) {
        copyTo(from + shift)
        copied = Math.max(copied, next + shift)
      }
    }
    index = next
  }
  copyTo(theirs.length)
  return result
}
