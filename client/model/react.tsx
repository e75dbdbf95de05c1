/** The model's thin React skin: one hook, and the session. */
import { createContext, useCallback, useContext, useRef, useSyncExternalStore, type ReactNode } from 'react'
import type { BoardHandle, Session, Store } from './types.ts'

interface Held<Value, Part> {
  readonly source: Value
  readonly selector: (value: Value) => Part
  readonly part: Part
}

/**
 * Reads a store, or the part of it that a selector picks. The component renders again only when that part changes by `equal`
 * (`Object.is` without it).
 */
export function useStore<Value>(store: Store<Value>): Value
export function useStore<Value, Part>(
  store: Store<Value>,
  selector: (value: Value) => Part,
  equal?: (a: Part, b: Part) => boolean,
): Part
export function useStore<Value, Part>(
  store: Store<Value>,
  selector?: (value: Value) => Part,
  equal: (a: Part, b: Part) => boolean = Object.is,
): Value | Part {
  const held = useRef<Held<Value, Part> | null>(null)
  const snapshot = (): Value | Part => {
    const source = store.get()
    if (!selector) return source
    const last = held.current
    if (last && Object.is(last.source, source) && last.selector === selector) return last.part
    const picked = selector(source)
    const part = last && equal(last.part, picked) ? last.part : picked
    held.current = { source, selector, part }
    return part
  }
  return useSyncExternalStore(store.subscribe, snapshot, snapshot)
}

const SessionContext = createContext<Session | null>(null)

export const SessionProvider = ({
  session,
  children,
}: {
  readonly session: Session
  readonly children: ReactNode
}) => <SessionContext value={session}>{children}</SessionContext>

/** The workshop that is open on this page. */
export const useSession = (): Session => {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession stands outside SessionProvider')
  return session
}

/** Leads to another page of Kiteboard, without loading anew. */
export type Go = (href: string, options?: { readonly replace?: boolean }) => void

const GoContext = createContext<Go>((href) => window.location.assign(href))

export const GoProvider = ({ go, children }: { readonly go: Go; readonly children: ReactNode }) => (
  <GoContext value={go}>{children}</GoContext>
)

/** For what leads somewhere after it was done; whatever is a link is a plain `<a href>`. */
export const useGo = (): Go => useContext(GoContext)

const UNDO_EVENTS = ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const

/** Whether there is something of mine to undo, or to redo. */
export const useUndo = ({ undo }: Pick<BoardHandle, 'undo'>) => {
  const subscribe = useCallback(
    (listener: () => void) => {
      for (const event of UNDO_EVENTS) undo.on(event, listener)
      return () => {
        for (const event of UNDO_EVENTS) undo.off(event, listener)
      }
    },
    [undo],
  )
  return {
    canUndo: useSyncExternalStore(subscribe, () => undo.undoStack.length > 0),
    canRedo: useSyncExternalStore(subscribe, () => undo.redoStack.length > 0),
  }
}
