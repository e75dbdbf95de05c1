/** A store whose listeners hear of others' changes once a frame, and of my own at once. */
import type { Store } from './types.ts'

export interface Batched<Value> extends Store<Value> {
  set(value: Value, mine: boolean): void
  close(): void
}

/** Runs work before the next picture is drawn; a hidden page draws none, so a clock stands in. @returns how to stop it. */
export type NextFrame = (work: () => void) => () => void

export const browserFrame: NextFrame = (work) => {
  let done = false
  const once = () => {
    if (done) return
    done = true
    work()
  }
  const frame = requestAnimationFrame(once)
  const timer = setTimeout(once, 120)
  return () => {
    done = true
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}

export const createBatched = <Value>(initial: Value, nextFrame: NextFrame): Batched<Value> => {
  let shown = initial
  let latest = initial
  let stop: (() => void) | null = null
  const listeners = new Set<() => void>()
  const flush = () => {
    stop?.()
    stop = null
    if (Object.is(shown, latest)) return
    shown = latest
    for (const listener of [...listeners]) listener()
  }
  return {
    get: () => shown,
    set(value, mine) {
      latest = value
      if (mine) flush()
      else stop ??= nextFrame(flush)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      stop?.()
      stop = null
      listeners.clear()
    },
  }
}
