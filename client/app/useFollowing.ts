import { useCallback, useEffect, useMemo, useRef } from 'react'
import { createFollowing, type Followed } from '../model/following.ts'
import { useSession, useStore } from '../model/react.tsx'
import { createStore } from '../model/store.ts'
import type { Peer } from '../model/types.ts'
import { useAnnounce, useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'

export interface FollowingHere {
  readonly followed: Followed | null
  readonly start: (person: string) => void
  readonly stop: () => void
}

/**
 * Whom I follow on a board. It ends with the board, and as soon as I turn to something else.
 * @param isFree whether I look at that board, and write nothing beside it
 */
export const useFollowing = (boardId: string | null, isFree: boolean): FollowingHere => {
  const t = useT()
  const announce = useAnnounce()
  const notify = useNotify()
  const session = useSession()
  // A board that was replaced by a clean one is asked for again.
  const board = useStore(session.generation, () => (boardId === null ? null : session.board(boardId)))
  /** Whoever was removed has no name on the stage any more. */
  const name = useRef('')
  const following = useMemo(
    () =>
      createFollowing({
        peers: board?.peers ?? createStore<readonly Peer[]>([]),
        isOnline: () => session.status.get().state === 'online',
        // It explains what is seen now, so it does not wait behind what is to be read some time.
        onOver: (why) => notify({ text: t(`follow.over.${why}`, { name: name.current }), first: true }),
      }),
    [board, session, notify, t],
  )
  const followed = useStore(following.followed)
  const start = useCallback(
    (person: string) => {
      name.current = session.stage.get().people.get(person)?.name ?? ''
      following.start(person)
      announce(t('follow.begun', { name: name.current }), 'people')
    },
    [following, session, announce, t],
  )
  const stop = useCallback(() => {
    if (following.followed.get() === null) return
    following.stop()
    announce(t('follow.ended', { name: name.current }), 'people')
  }, [following, announce, t])
  useEffect(() => {
    if (!isFree) stop()
  }, [isFree, stop])
  // Silently: who goes to another board knows that this one is gone.
  useEffect(() => () => following.stop(), [following])
  return useMemo(() => ({ followed, start, stop }), [followed, start, stop])
}
