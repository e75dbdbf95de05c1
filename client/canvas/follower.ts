/** Has the view go with the pointer of whom I follow, until I take it into my own hands. */
import { FAR, type Point } from '../../shared/geometry.ts'
import type { Peer, Store } from '../model/types.ts'
import { glideTo, jumpTo } from './followView.ts'
import { heardAt, isGliding, shownAt, standing, type Glide } from './glide.ts'
import type { Outlook } from './outlook.ts'
import type { CanvasState, CanvasStore } from './state.ts'
import type { Surroundings } from './surroundings.ts'

/** In calm mode, ms between two jumps at the least: whoever they follow may race about. */
const CALM_MS = 1_000
/** After a pause the view goes on as if one frame had passed. */
const [FRAME_MS, LONGEST_MS] = [16, 50]

export interface FollowerParts {
  readonly state: CanvasStore
  readonly peers: Store<readonly Peer[]>
  readonly outlook: Pick<Outlook, 'insets' | 'open' | 'begun'>
  surroundings(): Pick<Surroundings, 'calm' | 'letGo'>
  /** Milliseconds, ever rising. */
  now(): number
  /** Calls back once, with the next frame. @returns a function that calls it off */
  nextFrame(work: () => void): () => void
  /** Calls back once, in so many ms. @returns a function that calls it off */
  later(work: () => void, ms: number): () => void
}

export interface Follower {
  /** Follows this person, or nobody. */
  follow(person: string | null): void
  /** Whom it follows. */
  whom(): string | null
  close(): void
}

/**
 * Which of somebody's pointers counts: they may have the board open twice. It is the one that did something last.
 * @param before everybody, as they were until now
 * @param held whose pointer counted so far, by client
 */
export const pointerOf = (
  person: string,
  peers: readonly Peer[],
  before: readonly Peer[],
  held: number | null,
): Peer | null => {
  const theirs = peers.filter(
    ({ person: whose, cursor }) =>
      whose === person && cursor != null && cursor.every((part) => Math.abs(part) <= FAR),
  )
  // Whoever did nothing is the same value as before.
  const acted = theirs.find((peer) => !before.includes(peer))
  return acted ?? theirs.find(({ client }) => client === held) ?? theirs[0] ?? null
}

/** Whether somebody has begun something of their own on the board. */
const hasBegun = (after: CanvasState, before: CanvasState): boolean =>
  (after.panning && !before.panning) ||
  (after.drag !== null && before.drag === null) ||
  (after.marquee !== null && before.marquee === null) ||
  (after.resize !== null && before.resize === null) ||
  (after.editing !== null && after.editing !== before.editing) ||
  (after.tool !== 'hand' && after.tool !== before.tool) ||
  (after.selected.length > 0 && after.selected !== before.selected)

export const createFollower = (parts: FollowerParts): Follower => {
  const { state, peers, outlook, surroundings, now } = parts
  let whom: string | null = null
  let pointer: Peer | null = null
  let glide: Glide | null = null
  let heard: readonly Peer[] = []
  /** The view is being moved by this, not by a hand. */
  let mine = false
  /** When the view was last moved; null while it rests. */
  let moved: number | null = null
  let jumped = -Infinity
  let callOff: (() => void) | null = null

  const show = (change: () => void): void => {
    mine = true
    change()
    mine = false
  }
  const rest = (): void => {
    callOff?.()
    callOff = moved = null
  }
  const step = (): void => {
    callOff = null
    const { camera, viewport } = state.get()
    if (!glide || viewport[0] === 0) return
    const time = now()
    const going = { viewport, insets: outlook.insets() }
    if (surroundings().calm) {
      const next = jumpTo(camera, { ...going, at: glide.to })
      if (next === camera) return
      const wait = jumped + CALM_MS - time
      if (wait > 0) return void (callOff = parts.later(step, wait))
      jumped = time
      return show(() => state.change({ camera: next }))
    }
    const ms = moved === null ? FRAME_MS : Math.min(LONGEST_MS, time - moved)
    const next = glideTo(camera, { ...going, at: shownAt(glide, time), ms })
    moved = next === camera ? null : time
    if (next !== camera) show(() => state.change({ camera: next }))
    if (next !== camera || isGliding(glide, time)) look()
  }
  const look = (): void => {
    if (whom !== null && glide) callOff ??= parts.nextFrame(step)
  }
  const hear = (): void => {
    const all = peers.get()
    const before = heard
    heard = all
    if (whom === null) return
    const last = pointer
    pointer = pointerOf(whom, all, before, last?.client ?? null)
    // While it is away the view stays where it is.
    if (!pointer?.cursor) return
    const at: Point = pointer.cursor
    glide =
      glide && last?.client === pointer.client
        ? heardAt(glide, at, now(), state.get().camera.zoom)
        : standing(at, now())
    look()
  }
  /** The view may not have been shown yet: it must not jump once more when it is. */
  const begin = (): void => {
    if (state.get().viewport[0] === 0) return
    show(() => outlook.open())
    outlook.begun()
    look()
  }

  const follow = (person: string | null): void => {
    if (person === whom) return
    rest()
    whom = person
    pointer = glide = null
    if (person === null) return
    state.change({ tool: 'hand', editing: null })
    hear()
    begin()
  }

  let known = state.get()
  const onState = (): void => {
    const before = known
    const after = (known = state.get())
    if (whom === null || mine) return
    const resized = after.viewport !== before.viewport
    if (hasBegun(after, before) || (after.camera !== before.camera && !resized)) {
      follow(null)
      surroundings().letGo?.()
    } else if (resized) begin()
  }
  const stops = [peers.subscribe(hear), state.subscribe(onState)]
  return {
    follow,
    whom: () => whom,
    close() {
      follow(null)
      for (const stop of stops) stop()
    },
  }
}
