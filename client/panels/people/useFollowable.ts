import { useMemo } from 'react'
import { createFollowable } from '../../model/following.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { createStore } from '../../model/store.ts'
import type { Peer } from '../../model/types.ts'

/** How following is begun and ended. */
export interface FollowChoice {
  /** People can be followed here. */
  readonly board: string
  /** Whom I follow. */
  readonly followed: string | null
  readonly start: (person: string) => void
  readonly stop: () => void
}

/** Whom I can follow; nobody where there is no board. */
export const useFollowable = (choice: FollowChoice | undefined): ReadonlySet<string> => {
  const session = useSession()
  const me = useStore(session.info, ({ participant }) => participant.id)
  const peers = choice && session.board(choice.board).peers
  return useStore(useMemo(() => createFollowable(peers ?? createStore<readonly Peer[]>([]), me), [peers, me]))
}
