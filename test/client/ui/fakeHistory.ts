import type { BackPage } from '../../../client/ui/back.tsx'

interface Entry {
  readonly url: string
  readonly state: unknown
}

/** A browser with one tab. As in browsers, what moves through its history does so later, and others may come before. */
export const fakeBrowser = (start: string) => {
  const entries: Entry[] = [{ url: start, state: null }]
  let at = 0
  let listeners: (() => void)[] = []
  const timers: (() => void)[] = []
  const moves: number[] = []
  const here = (): Entry => entries[at] ?? { url: '', state: null }
  const move = (by: number): void => {
    if (!entries[at + by]) return
    at += by
    for (const listener of listeners) listener()
  }
  const history = {
    get state() {
      return here().state
    },
    go: (by = 0) => void moves.push(by),
    pushState(state: unknown, _: string, url?: string | URL | null) {
      const entry = { url: String(url ?? here().url), state }
      at += 1
      entries.splice(at, Infinity, entry)
    },
    replaceState(state: unknown, _: string, url: string) {
      entries[at] = { url, state }
    },
  }
  return {
    history,
    here,
    /** The entries up to this one. */
    past: (): readonly Entry[] => entries.slice(0, at + 1),
    next: (): Entry | undefined => entries[at + 1],
    /** A page that is loaded here; what the one before it had begun is dropped. */
    load(): BackPage {
      for (const list of [timers, moves, listeners]) list.length = 0
      const own: (() => void)[] = []
      listeners = own
      return {
        history,
        setTimeout: (run) => void timers.push(run),
        addEventListener: (_, listener) => void own.push(listener),
      }
    },
    /** Does one thing of those that wait. @returns false when nothing does */
    step(timersFirst: boolean): boolean {
      if (!timers.length && !moves.length) return false
      if (timers.length && (timersFirst || !moves.length)) timers.shift()?.()
      else move(moves.shift() ?? 0)
      return true
    },
    /** Does all that waits. */
    rest(): void {
      while (this.step(true));
    },
    /** A person presses Back or Forward. */
    press: (key: 'back' | 'forward'): void => move(key === 'back' ? -1 : 1),
  }
}
