/** Back, a phone's key or swipe, closes what lies over the page before it leaves the page. */
import { createContext, useContext, useEffect, useRef, type ReactNode } from 'react'

/** How many things lie over the page in a history entry, by its state. */
export const overIn = (state: unknown): number =>
  typeof state === 'object' && state !== null && 'over' in state && typeof state.over === 'number'
    ? state.over
    : 0

export interface Backs {
  /** Something lies over the page from now on. @returns a function that says that it was closed */
  open(close: () => void): () => void
}

/**
 * Keeps a history entry for each thing that lies over the page. The entry is made just after the press that opens it, since browsers
 * pass over entries that nobody asked for; what is closed otherwise takes its entry away.
 */
export const createBacks = (page: Window): Backs => {
  const { history } = page
  const closers: (() => void)[] = []
  /** Entries are being taken away: that is nobody's Back. */
  let leaving = false
  const settle = (): void => {
    if (leaving) return
    let depth = overIn(history.state)
    if (depth > closers.length) {
      leaving = true
      history.go(closers.length - depth)
    }
    while (depth < closers.length) {
      depth += 1
      history.pushState({ ...history.state, over: depth }, '')
    }
  }
  // What closes may make room for something else in the same moment.
  const later = (): void => void page.setTimeout(settle)
  page.addEventListener('popstate', () => {
    const depth = overIn(history.state)
    if (!leaving) for (const close of closers.slice(depth).reverse()) close()
    leaving = false
    later()
  })
  return {
    open(close) {
      // Each its own, though two be closed by the same function.
      const closer = () => close()
      closers.push(closer)
      later()
      return () => {
        closers.splice(closers.indexOf(closer), 1)
        later()
      }
    },
  }
}

const BacksContext = createContext<Backs | null>(null)

export const BacksProvider = ({
  backs,
  children,
}: {
  readonly backs: Backs
  readonly children: ReactNode
}) => <BacksContext value={backs}>{children}</BacksContext>

/** While it is open, Back closes it. */
export const useBackCloses = (isOpen: boolean, close: () => void): void => {
  const backs = useContext(BacksContext)
  const latest = useRef(close)
  useEffect(() => {
    latest.current = close
  }, [close])
  useEffect(() => {
    if (!isOpen || !backs) return undefined
    return backs.open(() => latest.current())
  }, [backs, isOpen])
}
