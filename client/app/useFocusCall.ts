import { useEffect, useRef } from 'react'
import { describe } from '../../shared/kinds/registry.ts'
import type { StageMeta } from '../../shared/stage.ts'
import type { Goal } from '../model/goal.ts'
import { paths } from '../model/paths.ts'
import { useGo, useSession } from '../model/react.tsx'
import { useCalm } from '../ui/look.tsx'
import { useDismiss, useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'
import { occupied } from './occupied.ts'
import type { View } from './routes.ts'

type Focus = NonNullable<StageMeta['focus']>

export interface FocusCallProps {
  readonly view: View
  /** Something stands beside the board that a move would take away. */
  readonly beside: boolean
  readonly onLook: (goal: Goal) => void
}

/**
 * Leads to where the facilitator asks everyone to look. Nobody is moved while they write, answer something, vote, or want it
 * calm: to them the way is offered.
 */
export const useFocusCall = ({ view, beside, onLook }: FocusCallProps): void => {
  const t = useT()
  const go = useGo()
  const notify = useNotify()
  const dismiss = useDismiss()
  const session = useSession()
  const { calm } = useCalm()
  const now = useRef({ view, beside, calm })
  useEffect(() => {
    now.current = { view, beside, calm }
  }, [view, beside, calm])

  useEffect(() => {
    let last = JSON.stringify(session.stage.get().meta.focus)
    let offered: string | null = null
    const look = ({ board, item, at }: Focus) => {
      const list = now.current.view === 'list'
      go(list ? paths.list(session.workshop, board) : paths.board(session.workshop, board))
      onLook({ board, item, at, choose: false })
    }
    const stop = session.stage.subscribe(() => {
      const { meta, boards } = session.stage.get()
      const { focus } = meta
      const print = JSON.stringify(focus)
      if (print === last) return
      last = print
      if (offered !== null) dismiss(offered)
      offered = null
      if (!focus || session.info.get().role === 'facilitator' || now.current.view === 'hall') return
      const item = focus.item ? session.board(focus.board).view.get().items.get(focus.item) : undefined
      const place = item ? describe(item, t) : (boards.find((board) => board.id === focus.board)?.title ?? '')
      const text = t('say.focus', { place })
      const onBoard = now.current.view === 'board' || now.current.view === 'list'
      if (onBoard && !now.current.beside && !now.current.calm && !occupied(document)) {
        look(focus)
        notify({ text })
        return
      }
      offered = text
      notify({ text, action: { label: t('say.focus.go'), run: () => look(focus) }, stays: true })
    })
    return () => {
      stop()
      if (offered !== null) dismiss(offered)
    }
  }, [session, notify, dismiss, go, t, onLook])
}
