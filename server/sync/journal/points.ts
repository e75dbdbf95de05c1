/**
 * Points in time of a document, to go back to. `doc/<workshop>/<document>/points` lists them, and
 * `doc/<workshop>/<document>/p/<time>` holds one: the whole document as one packed update. They are written in the commit of the
 * snapshot that they are copies of, at most one in ten minutes, and grow sparse with age.
 */
import type { DocName } from '../../../shared/docs.ts'
import type { Write } from '../../storage/storage.ts'
import { pointKey, pointsKey, type Point } from '../stored.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Milliseconds between two points. */
export const POINT_EVERY = 10 * MINUTE

/** Of points up to this age, one is kept in each span; older ones go. That is at most 18 + 21 + 30. */
const SPANS = [
  { age: 3 * HOUR, span: 10 * MINUTE },
  { age: DAY, span: HOUR },
  { age: 31 * DAY, span: DAY },
] as const

/** Bytes that the points of one document take at most; the oldest go first. */
const MOST_BYTES = 64_000_000

/** Boards alone: a private draft is nobody's to go back to, the stage follows from commands, and nobody reads the plan's. */
export const keepsPoints = (name: DocName): boolean => name.type === 'board'

/** What is kept of points, given oldest first: in each span the last one. */
export const thinned = (points: readonly Point[], now: number): readonly Point[] => {
  const kept: Point[] = []
  const taken = new Set<string>()
  let bytes = 0
  for (const point of points.toReversed()) {
    const found = SPANS.find(({ age }) => now - point.at < age)
    const place = found && `${found.span} ${Math.floor(point.at / found.span)}`
    bytes += point.bytes
    if (place === undefined || taken.has(place) || (kept.length > 0 && bytes > MOST_BYTES)) {
      bytes -= point.bytes
      continue
    }
    taken.add(place)
    kept.unshift(point)
  }
  return kept
}

/** What keeps one more point beside those that there are. @returns the writes, and the points that then are */
export const writePoint = (
  prefix: string,
  points: readonly Point[],
  at: number,
  packed: Uint8Array,
): { readonly writes: readonly Write[]; readonly points: readonly Point[] } => {
  const all = [...points.filter((point) => point.at !== at), { at, bytes: packed.byteLength }]
  const kept = thinned(all, at)
  const gone = all.filter((point) => !kept.includes(point))
  return {
    points: kept,
    writes: [
      ...gone.map(({ at: old }): Write => ({ type: 'del', key: pointKey(prefix, old) })),
      { type: 'put', key: pointKey(prefix, at), value: packed },
      { type: 'put', key: pointsKey(prefix), value: Buffer.from(JSON.stringify(kept)) },
    ],
  }
}
