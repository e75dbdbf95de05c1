import { useLayoutEffect, useRef } from 'react'
import { Ellipsis, Megaphone } from 'lucide-react'
import type { StagePerson } from '../../shared/stage.ts'
import { byHand } from '../model/hands.ts'
import { paths } from '../model/paths.ts'
import { useSession, useStore } from '../model/react.tsx'
import { Bead } from '../ui/Bead.tsx'
import { Button, LinkButton } from '../ui/Button.tsx'
import { HandMark } from '../ui/HandMark.tsx'
import { Kite } from '../ui/Kite.tsx'
import { Menu } from '../ui/Menu.tsx'
import { useMedia } from '../ui/useMedia.ts'
import { useT } from '../ui/words.tsx'
import css from './Bar.module.css'
import { BoardMenu } from './BoardMenu.tsx'
import { openRoundOf, type Showing } from '../panels/vote/rounds.ts'
import type { View } from './routes.ts'
import { StatusLine } from './StatusLine.tsx'
import { StepPill } from './StepPill.tsx'
import { useMenu, type MenuActions } from './useMenu.tsx'

/** Tells panels how high the bar is: with a step in it, on a narrow screen, it has two rows. */
const useHeightTold = () => {
  const bar = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    const element = bar.current
    if (!element) return
    const { style } = document.documentElement
    const tell = () => style.setProperty('--bar-now', `${element.offsetHeight}px`)
    const observer = new ResizeObserver(tell)
    observer.observe(element)
    tell()
    return () => {
      observer.disconnect()
      style.removeProperty('--bar-now')
    }
  }, [])
  return bar
}

/** The bar over the board, from 700 px on. */
export const Bar = ({
  view,
  boardId,
  beside,
  showing,
  onShow,
  onInvite,
  onLeave,
}: MenuActions & {
  readonly view: View
  readonly boardId: string | null
  /** Something stands beside the board, and has the one filled button. */
  readonly beside: boolean
  /** What the page of votes shows. */
  readonly showing: Showing
}) => {
  const t = useT()
  const bar = useHeightTold()
  const session = useSession()
  const { title, role } = useStore(session.info)
  const round = useStore(session.stage, openRoundOf)
  const items = useMenu({ onShow, onInvite, onLeave })
  const { workshop } = session
  const board = boardId ?? undefined
  const voting = round !== null && role !== 'viewer' && showing !== round
  const pages: readonly (readonly [View, string, string])[] = [
    ['board', t('tabs.board'), paths.board(workshop, board)],
    ['list', t('tabs.list'), paths.list(workshop, board)],
    ['vote', t('tabs.vote'), paths.vote(workshop)],
    ['outcome', t('tabs.outcome'), paths.outcome(workshop)],
  ]
  return (
    <header ref={bar} className={css.bar}>
      <div className={css.start}>
        <span className={css.kite} aria-hidden="true">
          <Kite size={44} />
        </span>
        <div className={css.names}>
          <h1 className={css.title}>{title}</h1>
          <p className={css.second}>
            <BoardMenu boardId={boardId} list={view === 'list'} />
            <span aria-hidden="true">·</span>
            <StatusLine />
          </p>
        </div>
      </div>
      <nav className={css.pages} aria-label={t('tabs.label')}>
        {pages.map(([name, label, href]) => (
          <a key={name} className={css.page} href={href} aria-current={view === name ? 'page' : undefined}>
            {label}
          </a>
        ))}
      </nav>
      {/* The list shows the step itself. */}
      <div className={css.step}>{view === 'list' ? null : <StepPill boardId={boardId} />}</div>
      <div className={css.end}>
        <Faces onOpen={() => onShow('people')} />
        {role === 'facilitator' ? (
          <Button
            kind="plain"
            icon={<Megaphone size={20} aria-hidden />}
            className={css.facilitate}
            aria-label={t('bar.menu.facilitate')}
            onClick={() => onShow('facilitate')}
          >
            <span className={css.facilitateWord}>{t('bar.menu.facilitate')}</span>
          </Button>
        ) : null}
        {voting ? (
          <LinkButton kind={beside ? 'outlined' : 'filled'} href={paths.vote(workshop, round)}>
            {t('bar.vote')}
          </LinkButton>
        ) : (
          <Button
            kind={view === 'board' && !beside ? 'filled' : 'outlined'}
            onClick={onInvite}
            className={css.invite}
          >
            {t('bar.invite')}
          </Button>
        )}
        <Menu label={t('bar.more')} trigger={<Ellipsis size={24} aria-hidden />} items={items} />
      </div>
    </header>
  )
}

const sameList = (a: readonly StagePerson[], b: readonly StagePerson[]): boolean =>
  a.length === b.length && a.every((person, index) => person === b[index])

/** Beads of those who are here, and how many more. */
const Faces = ({ onOpen }: { readonly onOpen: () => void }) => {
  const t = useT()
  const session = useSession()
  const here = useStore(session.here)
  const people = useStore(
    session.stage,
    (stage) =>
      [...stage.people.values()]
        .filter((person) => here.has(person.id) && person.role !== 'viewer')
        .sort(byHand),
    sameList,
  )
  const wide = useMedia('(min-width: 1500px)')
  if (people.length === 0) return null
  const shown = people.slice(0, wide ? 5 : 3)
  const more = people.length - shown.length
  const hands = people.filter((person) => person.hand !== undefined).length
  return (
    <button
      type="button"
      className={css.faces}
      aria-label={`${t('bar.people', { count: people.length })} ${t('bar.hands', { count: hands })}`.trim()}
      onClick={onOpen}
    >
      {shown.map((person) => (
        <span key={person.id} className={css.face}>
          <Bead person={person} size={38} />
          {person.hand === undefined ? null : (
            <span className={css.raised}>
              <HandMark />
            </span>
          )}
        </span>
      ))}
      {more > 0 ? <span className={css.more}>{t('bar.people.more', { count: more })}</span> : null}
    </button>
  )
}
