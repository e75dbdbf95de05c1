import { useEffect, useRef } from 'react'
import { paths } from '../model/paths.ts'
import { useGo, useSession } from '../model/react.tsx'
import type { Showing } from '../panels/vote/rounds.ts'
import { useDismiss, useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'

/**
 * Tells of each round that opens or closes, wherever one is but before that very round; and takes it back once it is no longer so: the
 * round has closed, another one is open, or older data were put back in which there is none.
 */
export const useRounds = (showing: Showing): void => {
  const t = useT()
  const go = useGo()
  const notify = useNotify()
  const session = useSession()
  const dismiss = useDismiss()
  const shown = useRef(showing)
  useEffect(() => {
    shown.current = showing
    const round = session.stage.get().rounds.find(({ id }) => id === showing)
    if (round) dismiss(t(round.closedAt === null ? 'say.vote-open' : 'say.vote-closed'))
  }, [showing, session, dismiss, t])
  useEffect(() => {
    const { workshop } = session
    let known: ReadonlyMap<string, boolean> | null = null
    /** Which rounds the notices are about. */
    const told: { open: string | null; closed: string | null } = { open: null, closed: null }
    const look = () => {
      const { rounds, meta } = session.stage.get()
      // Nothing has arrived yet.
      if (!meta.title) return
      const before = known
      const now = new Map(rounds.map((round) => [round.id, round.closedAt === null]))
      known = now
      const { open, closed } = told
      if (open !== null && now.get(open) !== true) {
        dismiss(t('say.vote-open'))
        told.open = null
      }
      if (closed !== null && (now.get(closed) !== false || [...now.values()].includes(true))) {
        dismiss(t('say.vote-closed'))
        told.closed = null
      }
      // Whoever opens a round is led to it.
      if (!before || shown.current === 'form') return
      const viewer = session.info.get().role === 'viewer'
      for (const { id, closedAt } of rounds) {
        if (shown.current === id) continue
        if (closedAt === null && !before.has(id) && !viewer) {
          told.open = id
          notify({
            text: t('say.vote-open'),
            action: { label: t('say.vote-go'), run: () => go(paths.vote(workshop, id)) },
            stays: true,
            first: true,
          })
        } else if (closedAt !== null && before.get(id) === true) {
          told.closed = id
          notify({
            text: t('say.vote-closed'),
            action: { label: t('say.vote-see'), run: () => go(paths.vote(workshop, id)) },
            stays: true,
          })
        }
      }
    }
    look()
    const stop = session.stage.subscribe(look)
    return () => {
      stop()
      if (told.open !== null) dismiss(t('say.vote-open'))
      if (told.closed !== null) dismiss(t('say.vote-closed'))
    }
  }, [session, notify, dismiss, go, t])
}
