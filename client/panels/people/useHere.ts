/** Who is in the workshop just now, as far as their presence on its boards tells. */
import { useMemo } from 'react'
import { useSession, useStore } from '../../model/react.tsx'
import type { Session, Store } from '../../model/types.ts'

const sameBoards = (a: readonly string[], b: readonly string[]): boolean => a.join() === b.join()

/** Ids of the people who are present on any of these boards, and mine. A new set only when it changed. */
const hereOn = (session: Session, boards: readonly string[]): Store<ReadonlySet<string>> => {
  const handles = boards.map((board) => session.board(board))
  let held: ReadonlySet<string> = new Set()
  return {
    get() {
      const now = new Set([session.info.get().participant.id])
      for (const handle of handles) for (const peer of handle.peers.get()) now.add(peer.person)
      if (now.size !== held.size || [...now].some((id) => !held.has(id))) held = now
      return held
    },
    subscribe(listener) {
      const stops = handles.map((handle) => handle.peers.subscribe(listener))
      return () => stops.forEach((stop) => stop())
    },
  }
}

/** Ids of the people who are here now. */
export const useHere = (): ReadonlySet<string> => {
  const session = useSession()
  const boards = useStore(session.stage, (stage) => stage.boards.map((board) => board.id), sameBoards)
  const store = useMemo(() => hereOn(session, boards), [session, boards])
  return useStore(store)
}
