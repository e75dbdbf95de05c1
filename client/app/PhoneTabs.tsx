import { useEffect, useState, type ReactNode } from 'react'
import { ClipboardList, LayoutDashboard, Menu as Lines, UserRound, Vote } from 'lucide-react'
import type { Memory } from '../model/memory.ts'
import { paths } from '../model/paths.ts'
import { useSession, useStore } from '../model/react.tsx'
import { useT } from '../ui/words.tsx'
import { openRoundOf, type Showing } from '../panels/vote/rounds.ts'
import css from './PhoneTabs.module.css'
import type { View } from './routes.ts'

/** The pages of a workshop, at the foot of a phone. */
export const PhoneTabs = ({
  view,
  boardId,
  showing,
  memory,
}: {
  readonly view: View
  readonly boardId: string | null
  /** What the page of votes shows. */
  readonly showing: Showing
  readonly memory: Memory
}) => {
  const t = useT()
  const session = useSession()
  const round = useStore(session.stage, openRoundOf)
  const { workshop } = session
  const [seen, setSeen] = useState<string | null>(null)
  const fresh = round !== null && seen !== round && !memory.has(`seen-round:${round}`)

  useEffect(() => {
    if (round === null || showing !== round) return
    memory.mark(`seen-round:${round}`)
    setSeen(round)
  }, [showing, round, memory])

  const board = boardId ?? undefined
  const tab = (name: View, label: string, href: string, icon: ReactNode, isNew = false) => (
    <li className={css.slot}>
      <a className={css.tab} href={href} aria-current={view === name ? 'page' : undefined}>
        <span className={css.icon}>
          {icon}
          {isNew ? <span className={css.new}>{t('tabs.new')}</span> : null}
        </span>
        {label}
      </a>
    </li>
  )
  return (
    <nav className={css.nav} aria-label={t('tabs.label')}>
      <ul className={css.tabs} role="list">
        {tab('list', t('tabs.list'), paths.list(workshop, board), <Lines size={24} aria-hidden />)}
        {tab(
          'board',
          t('tabs.board'),
          paths.board(workshop, board),
          <LayoutDashboard size={24} aria-hidden />,
        )}
        {tab(
          'vote',
          t('tabs.vote'),
          paths.vote(workshop, fresh ? round : undefined),
          <Vote size={24} aria-hidden />,
          fresh,
        )}
        {tab('outcome', t('tabs.outcome'), paths.outcome(workshop), <ClipboardList size={24} aria-hidden />)}
        {tab('people', t('tabs.people'), paths.people(workshop), <UserRound size={24} aria-hidden />)}
      </ul>
    </nav>
  )
}
