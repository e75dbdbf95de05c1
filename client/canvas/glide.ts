/**
 * What others move is heard of some 10 to 15 times a second, and is to be seen moving: it glides from where it is shown to where it
 * is said to be, for as long as the last step took to come. Pure.
 */
import { contains, type Point, type Rect } from '../../shared/geometry.ts'

/** Something on its way. */
export interface Glide {
  /** Where it was shown when it was last heard of. */
  readonly from: Point
  /** Where it is said to be. */
  readonly to: Point
  /** Ms: when that was heard. */
  readonly since: number
  /** Ms that the way takes. */
  readonly ms: number
  /** Ms between the last two steps, evened out. */
  readonly pace: number
}

/** No way takes less or more ms: a burst is not to stutter, and a late step not to drag. */
const [LEAST_MS, MOST_MS] = [40, 160]
/** After so many ms without a step it had come to rest, and the pause tells nothing of how fast the next ones come. */
const REST_MS = 300
/** Ms between steps, as long as nobody knows better. */
const USUAL_MS = 70
/** Steps come unevenly: a way takes a little longer than the last step did, so that it seldom ends before the next one comes. */
const SLACK = 1.15
/** Over more CSS pixels than this nothing glides: it went elsewhere. */
const FAR = 600

/** Something that stands at a place. */
export const standing = (at: Point, now: number): Glide => ({
  from: at,
  to: at,
  since: now,
  ms: 0,
  pace: USUAL_MS,
})

/** Whether it is still on its way. */
export const isGliding = ({ since, ms }: Glide, now: number): boolean => now < since + ms

/** Where it is shown. */
export const shownAt = (glide: Glide, now: number): Point => {
  const { from, to, since, ms } = glide
  if (!isGliding(glide, now)) return to
  const part = Math.max(0, now - since) / ms
  return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part]
}

/** Whether its way begins or ends in what is seen. */
export const passes = (seen: Rect, { from, to }: Glide): boolean => contains(seen, from) || contains(seen, to)

/**
 * It is said to be here now. @param zoom CSS pixels a board unit
 * @returns the same when that is known
 */
export const heardAt = (glide: Glide, to: Point, now: number, zoom: number): Glide => {
  if (glide.to[0] === to[0] && glide.to[1] === to[1]) return glide
  const from = shownAt(glide, now)
  if (Math.hypot(to[0] - from[0], to[1] - from[1]) * zoom > FAR) return standing(to, now)
  const step = now - glide.since
  const pace = step > REST_MS ? USUAL_MS : (glide.pace + step) / 2
  return { from, to, since: now, pace, ms: Math.min(MOST_MS, Math.max(LEAST_MS, pace * SLACK)) }
}

/** All that others move, each thing under a key of its own. */
export interface Glides<Key> {
  /** Takes in where everything is said to be; what is missing is forgotten. */
  hear(places: ReadonlyMap<Key, Point>, now: number, zoom: number): void
  /** What is known of one. */
  of(key: Key): Glide | undefined
}

export const createGlides = <Key>(): Glides<Key> => {
  const glides = new Map<Key, Glide>()
  return {
    hear(places, now, zoom) {
      for (const key of glides.keys()) if (!places.has(key)) glides.delete(key)
      for (const [key, at] of places) {
        const last = glides.get(key)
        glides.set(key, last ? heardAt(last, at, now, zoom) : standing(at, now))
      }
    },
    of: (key) => glides.get(key),
  }
}
