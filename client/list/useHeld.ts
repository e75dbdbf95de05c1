import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { itemsOf, type BoardView } from '../../shared/board.ts'
import type { AnyItem } from '../../shared/kinds/registry.ts'
import { useSession, useStore } from '../model/react.tsx'
import type { BoardHandle } from '../model/types.ts'
import { all, letIn, settle, waiting, type Known } from './held.ts'

/** After it opened and the server answered, this long everything is let in: the board is still arriving. */
const SETTLING_MS = 2_500

/** Ids of what was made, brought back or changed on this device since the list opened. */
const useMine = (board: BoardHandle): ReadonlySet<string> => {
  const [mine] = useState(() => new Set<string>())
  useEffect(() => {
    const root = itemsOf(board.doc)
    const note = (transaction: { local: boolean; changed: Map<unknown, Set<string | null>> }) => {
      if (!transaction.local) return
      for (const id of transaction.changed.get(root) ?? []) if (id) mine.add(id)
    }
    // Before any observer sees the change, and so before the list draws it.
    board.doc.on('beforeObserverCalls', note)
    return () => board.doc.off('beforeObserverCalls', note)
  }, [board, mine])
  return mine
}

/** What the list shows of a board, and what of others waits to be let in. */
export const useHeld = (
  board: BoardHandle,
  view: BoardView,
  /** Whether it would land where nobody looks, so that nothing moves. */
  lands: (item: AnyItem) => boolean,
) => {
  const session = useSession()
  const mine = useMine(board)
  const [known, setKnown] = useState<Known>(null)
  const ready = useStore(board.ready)
  const online = useStore(session.status, (status) => status.state === 'online')
  const shown = useRef(view.shown)
  useLayoutEffect(() => {
    shown.current = view.shown
  }, [view])

  const settled = known !== null
  useEffect(() => {
    if (!ready || !online || settled) return
    const timer = setTimeout(() => setKnown(all(shown.current)), SETTLING_MS)
    return () => clearTimeout(timer)
  }, [ready, online, settled])

  useLayoutEffect(() => {
    if (known) setKnown(settle(view.shown, known, (item) => mine.has(item.id) || lands(item)))
  }, [view, known, mine, lands])

  return {
    items: letIn(view.shown, known),
    held: waiting(view.shown, known),
    show: useCallback(() => setKnown((before) => before && all(shown.current)), []),
  }
}
