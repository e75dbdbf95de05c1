import { useCallback, useEffect, useRef, useState } from 'react'
import type { Goal } from '../model/goal.ts'
import type { Memory } from '../model/memory.ts'
import { paths } from '../model/paths.ts'
import { useGo, useSession, useStore } from '../model/react.tsx'
import { isOnlyHere } from '../model/spells.ts'
import type { Showing } from '../panels/vote/rounds.ts'
import { PanelPage } from '../ui/Panel.tsx'
import { PHONE, useMedia } from '../ui/useMedia.ts'
import { useArrival } from '../ui/useArrival.ts'
import { useT } from '../ui/words.tsx'
import { Bar } from './Bar.tsx'
import { BoardPart } from './BoardPart.tsx'
import { ConsentCall } from './ConsentCall.tsx'
import { ExampleCall } from './ExampleCall.tsx'
import css from './Inside.module.css'
import * as Lazy from './lazies.ts'
import { Part } from './Part.tsx'
import { PhoneHead } from './PhoneHead.tsx'
import { PhoneTabs } from './PhoneTabs.tsx'
import type { View } from './routes.ts'
import { needsStillness, type Side } from './side.ts'
import { useFollowing } from './useFollowing.ts'
import { useLeaveWarning } from './useLeaveWarning.ts'
import type { MenuActions } from './useMenu.tsx'
import type { WorkshopRoute } from './WorkshopScreen.tsx'

/** Inside a workshop: the bar, the page below it, and what stands beside it. */
export const Inside = ({
  route,
  memory,
  onConsent,
  onLeave,
  toWriting,
  example,
}: {
  readonly route: WorkshopRoute
  readonly memory: Memory
  /** Asks what may be kept of my words; null when they are not to be reminded of that now. */
  readonly onConsent: (() => void) | null
  readonly onLeave: () => void
  /** How often my private notes were asked for from outside. */
  readonly toWriting: number
  /** This workshop is my own example. */
  readonly example: boolean
}) => {
  const t = useT()
  const go = useGo()
  const session = useSession()
  const phone = useMedia(PHONE)
  const { title, boards, role } = useStore(session.info)
  const { workshop } = session
  const [side, setSide] = useState<Side | null>(null)
  const [showing, setShowing] = useState<Showing>(null)
  const [goal, setGoal] = useState<Goal | null>(null)
  const sight = useRef<(() => Goal) | null>(null)
  // Whoever has just started a workshop is offered to invite people, once.
  const started = `invite:${workshop}`
  const [justStarted] = useState(() => memory.has(started) && !memory.has(`${started}:done`))
  const [inviting, setInviting] = useState(justStarted)
  const view: View = route.view === 'home' ? (phone ? 'list' : 'board') : route.view
  const boardId = useBoard(route, boards)

  const main = useRef<HTMLElement>(null)
  useArrival(main, view)
  useEffect(() => {
    document.title = `${title} · ${t('app.title')}`
  }, [title, t])
  /** How often the form of a new vote was asked for since the page of votes was last left. */
  const [starting, setStarting] = useState(0)
  useEffect(() => {
    if (view !== 'vote') setStarting(0)
  }, [view])
  // Another page, another board: what stood beside the last one goes.
  useEffect(() => {
    setSide(null)
  }, [view, boardId])
  useEffect(() => {
    if (toWriting > 0) setSide({ type: 'writing' })
  }, [toWriting])
  // Only a new address leads to an item, not another board under the same one.
  const shown = useRef(boardId)
  useEffect(() => {
    shown.current = boardId
  }, [boardId])
  useEffect(() => {
    const { item } = route
    if (!item) return
    setSide({ type: 'item', item })
    if (shown.current) setGoal({ board: shown.current, item, at: null, choose: true })
  }, [route])
  useEffect(() => {
    if (memory.has(started)) memory.mark(`${started}:done`)
  }, [memory, started])
  useLeaveWarning()

  const close = useCallback(() => setSide(null), [])
  const stay = useCallback(() => setReturning(false), [])
  /** What the server did not take is looked at. */
  const [returning, setReturning] = useState(false)
  const show = useCallback((type: Parameters<MenuActions['onShow']>[0]) => {
    if (type === 'refused') setReturning(true)
    else setSide({ type })
  }, [])
  const reached = useCallback(() => setGoal(null), [])
  const invite = useCallback(() => setInviting(true), [])
  const facilitate = useCallback(() => setSide({ type: 'facilitate' }), [])
  const write = useCallback(() => setSide({ type: 'writing' }), [])
  const showShared = useCallback(
    (shared: Goal) => {
      // On a phone it would lie below what stands beside the board elsewhere.
      if (phone) setSide(null)
      setGoal(shared)
    },
    [phone],
  )
  const isCanvas = view === 'board' || (!phone && (view === 'vote' || view === 'people'))
  const following = useFollowing(boardId, isCanvas && view !== 'vote' && !(side && needsStillness(side)))
  const { start } = following
  /** Whoever follows somebody wants to see the board. */
  const follow = useCallback(
    (person: string) => {
      start(person)
      if (phone) setSide(null)
      if (!isCanvas && boardId) go(paths.board(workshop, boardId))
    },
    [start, phone, isCanvas, boardId, go, workshop],
  )
  /** There may be something to say of private writing; what says it is loaded only then. */
  const calls = useStore(session.writing.mine, (mine) => mine.spell !== null || isOnlyHere(mine))
  const home = phone
    ? paths.list(workshop, boardId ?? undefined)
    : paths.board(workshop, boardId ?? undefined)
  const leaveVote = useCallback(() => go(home), [go, home])

  const call =
    calls && side?.type !== 'writing' ? <Lazy.WritingCall onOpen={write} compact={view !== 'list'} /> : null

  const followed = following.followed?.person ?? null
  const people = boardId
    ? { following: { board: boardId, followed, start: follow, stop: following.stop } }
    : {}

  if (view === 'hall')
    return (
      <Part>
        <Lazy.HallScreen />
      </Part>
    )

  const beside = side !== null || view === 'vote' || view === 'people'
  const onBoard = isCanvas || view === 'list'
  return (
    <div className={css.frame}>
      <a className={css.skip} href="#main">
        {t('app.skip')}
      </a>
      {phone ? (
        view === 'board' || view === 'list' ? (
          <PhoneHead
            boardId={boardId}
            list={view === 'list'}
            onShow={show}
            onInvite={invite}
            onLeave={onLeave}
          />
        ) : null
      ) : (
        <Bar
          view={view}
          boardId={boardId}
          beside={beside}
          showing={showing}
          onShow={show}
          onInvite={invite}
          onLeave={onLeave}
        />
      )}
      <main
        ref={main}
        id="main"
        className={css.main}
        tabIndex={-1}
        data-scrolls={onBoard ? undefined : true}
        data-beside={(onBoard && beside) || undefined}
      >
        {/* What stands beside a board comes and goes; where one looks on the board stays. */}
        <Part key={onBoard ? (view === 'list' ? 'list' : 'board') : 'none'}>
          {onBoard && boardId ? (
            <BoardPart
              id={boardId}
              list={view === 'list'}
              goal={goal?.board === boardId ? goal : null}
              onReached={reached}
              onLook={setGoal}
              {...{ side, setSide, sight, call, following }}
            />
          ) : null}
        </Part>
        {/* A phone that is turned gets a board beside it, or loses it: this stays. */}
        <Part key={`beside ${view}`} quiet={onBoard}>
          {view === 'vote' ? (
            <PanelPage>
              <Lazy.VoteScreen
                key={starting}
                {...(route.id ? { round: route.id } : {})}
                {...(boardId ? { board: boardId } : {})}
                start={starting > 0}
                asked={route.asked}
                onShowing={setShowing}
                onClose={leaveVote}
              />
            </PanelPage>
          ) : null}
          {view === 'outcome' ? <Lazy.OutcomeScreen /> : null}
          {view === 'people' ? (
            <PanelPage>
              <Lazy.PeoplePanel onClose={leaveVote} onInvite={invite} onLeave={onLeave} {...people} />
            </PanelPage>
          ) : null}
        </Part>
      </main>
      {phone ? <PhoneTabs {...{ view, boardId, showing, memory }} /> : null}
      <Part quiet>
        {side?.type === 'people' ? <Lazy.PeoplePanel onClose={close} onInvite={invite} {...people} /> : null}
        {side?.type === 'settings' ? <Lazy.SettingsPanel onClose={close} /> : null}
        {side?.type === 'help' ? <Lazy.HelpPanel onClose={close} /> : null}
        {side?.type === 'writing' ? (
          <Lazy.WritingPanel
            key={side.write ? 'write' : 'notes'}
            write={side.write === true}
            {...(side.pasted === undefined ? {} : { pasted: side.pasted })}
            onClose={close}
            onOpen={(board, item) => {
              if (board === boardId) setSide({ type: 'item', item })
              else
                go(`${view === 'list' ? paths.list(workshop, board) : paths.board(workshop, board)}#${item}`)
            }}
            onBoard={(board) => {
              setSide(null)
              if (!onBoard || board !== boardId)
                go(phone ? paths.list(workshop, board) : paths.board(workshop, board))
            }}
            onOpenly={role === 'facilitator' && onBoard ? () => setSide({ type: 'note', theme: null }) : null}
          />
        ) : null}
        {side?.type === 'facilitate' ? (
          <Lazy.FacilitatePanel
            onClose={close}
            {...(boardId ? { board: boardId } : {})}
            sight={() => sight.current?.() ?? null}
            onInvite={invite}
            onPeople={() => show('people')}
            onStartVote={() => {
              setSide(null)
              setStarting((count) => count + 1)
              go(paths.vote(workshop))
            }}
          />
        ) : null}
        {returning ? <Lazy.RefusedDialog onClose={stay} /> : null}
        {inviting ? <Lazy.InviteDialog started={justStarted} onClose={() => setInviting(false)} /> : null}
      </Part>
      <Part quiet>
        <Lazy.Watchers
          boardId={boardId}
          view={view}
          panel={side?.type ?? null}
          beside={beside}
          showing={showing}
          onLook={setGoal}
          onWrite={write}
          onShared={showShared}
          onFacilitate={facilitate}
        />
      </Part>
      {example ? <ExampleCall memory={memory} workshop={workshop} /> : null}
      {onConsent && !inviting ? <ConsentCall onChoose={onConsent} /> : null}
    </div>
  )
}

/** The board that is shown: the one in the address, else the last one, else the first. */
const useBoard = (route: WorkshopRoute, boards: readonly { readonly id: string }[]): string | null => {
  const asked = route.view === 'board' || route.view === 'list' ? route.id : null
  const [last, setLast] = useState(asked)
  useEffect(() => {
    if (asked) setLast(asked)
  }, [asked])
  return asked ?? last ?? boards[0]?.id ?? null
}
