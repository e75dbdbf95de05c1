/** Back, a phone's key or swipe, closes what lies over the page before it leaves the page. */
import { createContext, useContext, useEffect, useRef, type ReactNode } from 'react'

/** How many things lie over the page in a history entry, by its state. */
const overIn = (state: unknown): number =>
  typeof state === 'object' && state !== null && 'over' in state && typeof state.over === 'number'
    ? state.over
    : 0

export interface Backs {
  /** Something lies over the page from now on. @returns a function that says that it was closed */
  open(close: () => void): () => void
  /** Does this on the page's own history entry, once those of what lies over it are gone: at once where there are none. */
  onPage(act: () => void): void
}

/** As much of a browser's window as this takes. */
export interface BackPage {
  readonly history: Pick<History, 'state' | 'go' | 'pushState'>
  setTimeout(run: () => void): unknown
  addEventListener(type: 'popstate', listener: () => void): void
}

/**
 * Keeps a history entry for each thing that lies over the page. The entry is made just after the press that opens it, since browsers
 * pass over entries that nobody asked for; what is closed otherwise takes its entry away, and so does a reload, which closes all.
 */
export const createBacks = (page: BackPage): Backs => {
  const { history } = page
  const closers: (() => void)[] = []
  /** What waits for the page's own entry. */
  const acts: (() => void)[] = []
  /** Entries are being taken away, which browsers do a little later: that is nobody's Back. */
  let leaving = false
  const settle = (): void => {
    if (leaving) return
    let depth = overIn(history.state)
    const wanted = acts.length ? 0 : closers.length
    if (depth > wanted) {
      leaving = true
      history.go(wanted - depth)
    } else if (acts.length) {
      for (const act of acts.splice(0)) act()
      later()
    }
    while (depth < wanted) {
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
    // Forward may lead to an entry of what was closed, and of another page: nothing opened is to take that for its own.
    if (acts.length || depth > closers.length) settle()
    else later()
  })
  // The page before a reload may have left entries.
  later()
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
    onPage(act) {
      acts.push(act)
      settle()
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
