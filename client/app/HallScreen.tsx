/** The hall's screen: the board, live, and beside it the step, the time, and how to join. No controls; read from the back row. */
import { useEffect, useState } from 'react'
import { BoardCanvas } from '../canvas/BoardCanvas.tsx'
import { BARRED } from '../model/connection.ts'
import { paths } from '../model/paths.ts'
import { useSession, useStore } from '../model/react.tsx'
import type { Session, SyncStatus } from '../model/types.ts'
import { classes } from '../ui/classes.ts'
import { clockOf } from '../ui/clock.ts'
import { useNow } from '../ui/useNow.ts'
import { QrCode } from '../panels/invite/QrCode.tsx'
import { spokenAddress, spokenCode } from '../panels/invite/qr.ts'
import { useT } from '../ui/words.tsx'
import type { MessageKey } from '../../shared/i18n/translate.ts'
import { describe } from '../../shared/kinds/registry.ts'
import type { Stage, StageRound } from '../../shared/stage.ts'
import { HallResult } from './HallResult.tsx'
import { HallWriting } from './HallWriting.tsx'
import css from './HallScreen.module.css'

/** The board that a hall looks at: where everyone is asked to look, else the first. */
const boardShown = ({ boards, meta }: Stage): string | null =>
  boards.find(({ id }) => id === meta.focus?.board)?.id ?? boards[0]?.id ?? null

const openRound = ({ rounds }: Stage): StageRound | null =>
  rounds.findLast((round) => round.closedAt === null) ?? null

/** Milliseconds for which a result stays on the screen, when no other step comes before. */
const RESULT_MS = 10 * 60_000
/** A round that closed so shortly before this page was opened is still news. */
const NEWS_MS = 30_000

interface News {
  readonly round: string
  /** The step and focus under which it came; null once another has ended it. */
  readonly scene: string | null
}

/** The round whose result is news: it closed while this page was open. */
const useResult = (session: Session): StageRound | null => {
  const last = useStore(session.stage, ({ rounds }) => rounds.at(-1) ?? null)
  const scene = useStore(session.stage, ({ meta }) => JSON.stringify([meta.step?.number, meta.focus]))
  const [since] = useState(() => Date.now() - NEWS_MS)
  const [news, setNews] = useState<News | null>(null)
  const closed = last?.result && last.closedAt !== null && last.closedAt > since ? last.id : null
  const shown = closed !== null && (news?.round !== closed || news.scene === scene)

  useEffect(() => {
    if (closed === null) return
    setNews((held) => {
      if (held?.round !== closed) return { round: closed, scene }
      return held.scene === null || held.scene === scene ? held : { round: closed, scene: null }
    })
  }, [closed, scene])
  useEffect(() => {
    if (closed === null) return
    const timer = setTimeout(() => setNews({ round: closed, scene: null }), RESULT_MS)
    return () => clearTimeout(timer)
  }, [closed])
  return shown ? last : null
}

export const HallScreen = () => {
  const t = useT()
  const session = useSession()
  const board = useStore(session.stage, boardShown)
  const result = useResult(session)
  const writing = useStore(session.stage, ({ meta }) => meta.writing)
  // What the facilitator asks everyone to look at comes before the wait for what is being written.
  const led = useStore(session.stage, ({ meta }) => meta.focus?.item != null)
  const waits = writing !== null && !led ? writing : null
  return (
    <main className={css.hall} aria-label={t('hall.title')}>
      <div className={classes(css.picture, led && !result && css.led)}>
        {result ? (
          <HallResult round={result} />
        ) : waits ? (
          <HallWriting writing={waits} />
        ) : board ? (
          <Board key={board} id={board} />
        ) : null}
        {result ? null : <LookedAt />}
      </div>
      <aside className={css.side} aria-label={t('hall.side')}>
        <Now key={result?.id ?? 'now'} after={result !== null} />
        <Join />
        <Foot />
      </aside>
    </main>
  )
}

const nothing = () => undefined

const Board = ({ id }: { readonly id: string }) => {
  const session = useSession()
  const board = useStore(session.generation, () => session.board(id))
  return <BoardCanvas board={board} onOpen={nothing} onMakeFigure={nothing} presenting />
}

/** What the facilitator asks everyone to look at, in words that the back row can read. */
const LookedAt = () => {
  const session = useSession()
  const item = useStore(session.stage, ({ meta }) => meta.focus?.item ?? null)
  const board = useStore(session.stage, ({ meta }) => meta.focus?.board ?? null)
  useStore(session.generation)
  return board && item ? <Words key={`${board}/${item}`} board={board} item={item} /> : null
}

const Words = ({ board, item }: { readonly board: string; readonly item: string }) => {
  const t = useT()
  const session = useSession()
  const found = useStore(session.board(board).view, ({ items }) => items.get(item))
  if (!found || found.trashed) return null
  const words = describe(found, t)
  return (
    <p dir="auto" className={classes(css.looked, words.length > MUCH && css.much)}>
      {words}
    </p>
  )
}

/** Characters from which what everybody looks at is written smaller. */
const MUCH = 250
/** Characters from which a name is written smaller, so that more of it can be read. */
const LONG = 30

/** "Time is up" is news for so long, in ms. */
const OVER_MS = 5 * 60_000

const troubleWords = ({ state, closed, trouble }: SyncStatus): MessageKey | null => {
  if (state === 'offline') return closed === BARRED ? 'hall.barred' : 'hall.offline'
  return trouble === 'mixed' ? 'hall.mixed' : null
}

/**
 * The open vote; else the step, or the workshop's title where no step is named; and the time.
 * @param after a vote's result is shown: the step before it is over, and so is its time; a timer that is set from then on counts
 */
const Now = ({ after }: { readonly after: boolean }) => {
  const t = useT()
  const { stage, status } = useSession()
  const { title, ...meta } = useStore(stage, ({ meta }) => meta)
  const [before] = useState(meta.timer?.endsAt)
  const step = after ? null : meta.step
  const timer = after && meta.timer?.endsAt === before ? null : meta.timer
  const now = useNow(timer !== null, timer?.endsAt ?? null)
  const left = timer ? timer.endsAt - now : 0
  const trouble = useStore(status, troubleWords)
  const round = useStore(stage, openRound)
  if (round)
    return (
      <section className={css.now}>
        <h1 className={css.step}>
          <span className={classes(css.name, css.asked, round.question.length > LONG && css.long)} dir="auto">
            {round.question}
          </span>
        </h1>
        <p className={css.over}>{t('hall.vote')}</p>
        {trouble ? (
          <p className={css.question}>{t(trouble)}</p>
        ) : (
          <p className={css.over}>{t('hall.voted', { count: round.voted })}</p>
        )}
      </section>
    )
  const name = step ? step.name : title
  const question = trouble ? t(trouble) : step?.question
  return (
    <section className={css.now}>
      <h1 className={css.step}>
        {step ? <span className={css.disc}>{step.number}</span> : null}
        <span className={classes(css.name, name.length > LONG && css.long)} dir="auto">
          {name}
        </span>
      </h1>
      {question ? (
        <p className={css.question} dir="auto">
          {question}
        </p>
      ) : null}
      {timer ? (
        left > 0 ? (
          <p className={css.timer} role="timer" aria-live="off">
            {clockOf(left)}
          </p>
        ) : left < -OVER_MS ? null : (
          <>
            <p className={css.over}>{t('hall.over')}</p>
            <p className={css.question}>{t('hall.over.hint')}</p>
          </>
        )
      ) : null}
    </section>
  )
}

const Join = () => {
  const t = useT()
  const { stage } = useSession()
  const code = useStore(stage, ({ meta }) => meta.code)
  const doors = useStore(stage, ({ meta }) => meta.doors)
  const address = window.location.origin + paths.join()
  if (doors === 'closed' || !code) return <p className={css.closed}>{t('hall.closed')}</p>
  return (
    <section className={css.join}>
      <QrCode
        text={window.location.origin + paths.join(code)}
        label={t('hall.qr', { address: spokenAddress(address) })}
        size={320}
      />
      <p className={css.at}>
        {t('hall.join')} <strong>{spokenAddress(address)}</strong>
      </p>
      <p className={css.code}>{spokenCode(code)}</p>
    </section>
  )
}

/** How many people are here, viewers left out: a screen is not a person. And for whoever sets the screen up, the way to the board. */
const Foot = () => {
  const t = useT()
  const session = useSession()
  const people = useStore(session.stage, (stage) => stage.people)
  const here = useStore(session.here)
  // Without a connection nobody knows who is here.
  const offline = useStore(session.status, ({ state }) => state === 'offline')
  const count = [...here].filter((id) => {
    const role = people.get(id)?.role
    return role !== undefined && role !== 'viewer'
  }).length
  return (
    <section className={css.foot}>
      {offline ? null : <p>{t('hall.here', { count })}</p>}
      <a className={css.way} href={paths.workshop(session.workshop)}>
        {t('hall.board')}
      </a>
    </section>
  )
}
