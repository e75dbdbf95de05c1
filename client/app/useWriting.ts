import { useEffect, useRef } from 'react'
import type { Stage, StageWriting } from '../../shared/stage.ts'
import type { Goal } from '../model/goal.ts'
import { paths } from '../model/paths.ts'
import { useGo, useSession } from '../model/react.tsx'
import { useAnnounce, useDismiss, useNotify } from '../ui/Notices.tsx'
import { PHONE, useMedia } from '../ui/useMedia.ts'
import { useT } from '../ui/words.tsx'
import type { View } from './routes.ts'

export interface WritingWatch {
  readonly view: View
  /** What stands beside the board; null when nothing does. */
  readonly panel: string | null
  /** Opens my private notes. */
  readonly onWrite: () => void
  /** Leads to what was shared. */
  readonly onShared: (goal: Goal) => void
}

/** The way to what was shared is offered for so long; the board shows it anyway. */
const OFFER_MS = 12_000

const namelessIn = ({ credits }: Stage): ReadonlySet<string> =>
  new Set([...credits].flatMap(([item, { nameless }]) => (nameless ? [item] : [])))

/**
 * Tells when private writing begins and how it ends. It takes nobody away from what they do: to what was shared, the way is
 * offered.
 */
export const useWriting = ({ view, panel, onWrite, onShared }: WritingWatch): void => {
  const t = useT()
  const go = useGo()
  const announce = useAnnounce()
  const notify = useNotify()
  const dismiss = useDismiss()
  const session = useSession()
  const now = useRef(view)
  /** The call to write that is shown. */
  const called = useRef<string | null>(null)
  useEffect(() => {
    now.current = view
    // Whoever came there by another way needs no call.
    if (called.current === null || !(view === 'board' || view === 'list' || panel === 'writing')) return
    dismiss(called.current)
    called.current = null
  }, [view, panel, dismiss])
  const phone = useMedia(PHONE)
  const beside = useRef(panel)
  const shared = useRef<string | null>(null)
  useEffect(() => {
    beside.current = panel
    // My private notes tell it themselves, and on a phone it would lie over what was opened.
    if (shared.current === null || (panel !== 'writing' && !(phone && panel !== null))) return
    dismiss(shared.current)
    shared.current = null
  }, [panel, phone, dismiss])

  useEffect(() => {
    let last: Stage['meta']['writing'] = null
    let before: ReadonlySet<string> = new Set()

    const begins = (question: string) => {
      const text = question ? t('say.writing.question', { question }) : t('say.writing')
      // Board and list show it themselves.
      if (now.current === 'board' || now.current === 'list') return announce(text, 'steps')
      called.current = text
      notify({ text, action: { label: t('say.writing.go'), run: onWrite }, stays: true, first: true })
    }
    const ends = ({ id: writing, board }: StageWriting, stage: Stage) => {
      const items = [...namelessIn(stage)].filter((item) => !before.has(item))
      if (!items.length)
        return notify(
          stage.meta.lostWriting === writing
            ? { text: t('say.writing.lost'), stays: true }
            : { text: t('say.writing.over') },
        )
      const run = () => {
        go(
          now.current === 'list' ? paths.list(session.workshop, board) : paths.board(session.workshop, board),
        )
        onShared({ board, item: items[0] ?? null, at: null, choose: false, items })
      }
      const text = t('say.writing.shared', { count: items.length })
      if (beside.current === 'writing') return announce(text, 'steps')
      shared.current = text
      notify({ text, action: { label: t('say.writing.show'), run }, ms: OFFER_MS, first: true })
    }
    const look = () => {
      const stage = session.stage.get()
      // Nothing has arrived yet.
      if (!stage.meta.title) return
      const { writing } = stage.meta
      if (writing?.id === last?.id) return
      if (called.current !== null) dismiss(called.current)
      called.current = null
      if (last) ends(last, stage)
      if (writing) {
        before = namelessIn(stage)
        if (session.info.get().role !== 'viewer') begins(writing.question)
      }
      last = writing
    }
    look()
    const stop = session.stage.subscribe(look)
    return () => {
      stop()
      if (called.current !== null) dismiss(called.current)
      called.current = null
    }
  }, [session, announce, notify, dismiss, go, onWrite, onShared, t])
}
