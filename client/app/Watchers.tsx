import { useEffect } from 'react'
import type { Transaction } from 'yjs'
import type { Goal } from '../model/goal.ts'
import { useSession } from '../model/react.tsx'
import type { Showing } from '../panels/vote/rounds.ts'
import { useAnnounce, useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'
import { useFocusCall, type FocusCallProps } from './useFocusCall.ts'
import { useFull } from './useFull.ts'
import { useHands } from './useHands.ts'
import { useHelpless } from './useHelpless.ts'
import { useMuted } from './useMuted.ts'
import { useMyself } from './useMyself.ts'
import { useOnChange } from './useOnChange.ts'
import { useRefused } from './useRefused.ts'
import { useResting } from './useResting.ts'
import { useRounds } from './useRounds.ts'
import { useSaving } from './useSaving.ts'
import { useWriting } from './useWriting.ts'

const TWO_MINUTES = 120_000

/** Listens to the workshop, and tells what matters: on the screen, and to a screen reader. Draws nothing itself. */
export const Watchers = ({
  boardId,
  panel,
  showing,
  onWrite,
  onShared,
  onFacilitate,
  ...call
}: FocusCallProps & {
  readonly boardId: string | null
  /** What stands beside the board; null when nothing does. */
  readonly panel: string | null
  /** What the page of votes shows. */
  readonly showing: Showing
  /** Opens my private notes. */
  readonly onWrite: () => void
  /** Leads to what was shared of it. */
  readonly onShared: (goal: Goal) => void
  /** Opens what a facilitator has at hand. */
  readonly onFacilitate: () => void
}) => {
  const { view } = call
  usePeople()
  useHands()
  useMyself(panel, onFacilitate)
  useResting(boardId)
  useMuted()
  useSaving()
  useHelpless()
  useFull()
  useSteps()
  useTimer()
  useRounds(showing)
  useFocusCall(call)
  useWriting({ view, panel, onWrite, onShared })
  useRefused()
  useNewNotes(boardId)
  return null
}

const usePeople = () => {
  const t = useT()
  const announce = useAnnounce()
  const { stage } = useSession()
  useOnChange(
    stage,
    ({ people }) => people,
    (people, before) => {
      // The first arrival of the stage is no arrival of people.
      if (before.size === 0) return
      const fresh = [...people.values()].filter(({ id, role }) => !before.has(id) && role !== 'viewer')
      const [first] = fresh
      if (!first) return
      announce(
        fresh.length === 1
          ? t('say.joined', { name: first.name })
          : t('say.joined.many', { count: fresh.length }),
        'people',
      )
    },
  )
}

const useSteps = () => {
  const t = useT()
  const announce = useAnnounce()
  const { stage } = useSession()
  useOnChange(
    stage,
    ({ meta }) => meta.step,
    (step, before) => {
      if (!step || (step.name === before?.name && step.number === before.number)) return
      announce(t('say.step', { name: step.name, question: step.question }).trim(), 'steps')
    },
  )
}

const useTimer = () => {
  const t = useT()
  const announce = useAnnounce()
  const notify = useNotify()
  const session = useSession()
  useEffect(() => {
    let timers: ReturnType<typeof setTimeout>[] = []
    let endsAt: number | null = null
    const plan = () => {
      const next = session.stage.get().meta.timer?.endsAt ?? null
      if (next === endsAt) return
      endsAt = next
      timers.forEach(clearTimeout)
      timers = []
      if (next === null) return
      const left = next - Date.now()
      const at = (ms: number, work: () => void) => {
        if (ms > 0 && ms < 2 ** 31) timers.push(setTimeout(work, ms))
      }
      at(left - TWO_MINUTES, () => announce(t('say.two-minutes'), 'steps'))
      // The notice is a status: a screen reader says it, too.
      at(left, () => notify({ text: t('say.time-up'), first: true }))
    }
    plan()
    const stop = session.stage.subscribe(plan)
    return () => {
      stop()
      timers.forEach(clearTimeout)
    }
  }, [session, announce, notify, t])
}

/** Says how many notes others put on the board that is shown; of what I put there myself I know. */
const useNewNotes = (boardId: string | null) => {
  const t = useT()
  const announce = useAnnounce()
  const session = useSession()
  useEffect(() => {
    if (!boardId) return
    const board = session.board(boardId)
    let known: ReadonlySet<string> | null = null
    const look = () => {
      if (!board.ready.get()) return
      const before = known
      const { items } = board.view.get()
      known = new Set(items.keys())
      if (!before) return
      const count = [...items.values()].filter(
        ({ id, kind }) => kind === 'note' && !before.has(id) && !own.has(id),
      ).length
      if (count > 0) announce(t('say.notes', { count }), 'items')
    }
    const own = new Set<string>()
    const onChange = ({ local, changed }: Transaction) => {
      if (local) for (const keys of changed.values()) for (const key of keys) if (key !== null) own.add(key)
    }
    board.doc.on('beforeObserverCalls', onChange)
    look()
    const stops = [
      board.view.subscribe(look),
      board.ready.subscribe(look),
      () => board.doc.off('beforeObserverCalls', onChange),
    ]
    return () => stops.forEach((stop) => stop())
  }, [session, boardId, announce, t])
}
