/** Where a facilitator keeps time, opens votes and doors. Each switch says what people will see. */
import type { ReactNode } from 'react'
import type { Goal } from '../../model/goal.ts'
import { paths } from '../../model/paths.ts'
import { useGo, useSession, useStore } from '../../model/react.tsx'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Switch } from '../../ui/Switch.tsx'
import { useAsk } from '../useAsk.ts'
import { Boards } from './Boards.tsx'
import css from './FacilitatePanel.module.css'
import { FacilitateWords, useFacilitateT } from './facilitateWords.tsx'
import { Heads } from './Heads.tsx'
import { Hidden } from './Hidden.tsx'
import { Step } from './Step.tsx'
import { Timer } from './Timer.tsx'
import { Votes } from './Votes.tsx'
import { Writing } from './Writing.tsx'

export interface FacilitatePanelProps {
  readonly onClose: () => void
  /** The board that is shown beside the panel; without it, the first. */
  readonly board?: string
  /** Opens the form of a new vote; without it, the page of votes opens. */
  readonly onStartVote?: () => void
  /** What I look at on the board just now. */
  readonly sight?: () => Goal | null
  readonly onInvite?: () => void
  readonly onPeople?: () => void
}

export const FacilitatePanel = (props: FacilitatePanelProps) => (
  <FacilitateWords>
    <Whole {...props} />
  </FacilitateWords>
)

const Whole = ({ onClose, board, sight, onStartVote, onInvite, onPeople }: FacilitatePanelProps) => {
  const t = useFacilitateT()
  const { workshop } = useSession()
  const go = useGo()
  return (
    <Panel title={t('facilitate.title')} onClose={onClose}>
      <Part title={t('facilitate.now')}>
        <Step />
        <Timer />
      </Part>
      <Part title={t('facilitate.writing')}>
        <Writing {...(board === undefined ? {} : { board })} />
      </Part>
      <Part title={t('facilitate.vote')}>
        <Votes onStart={onStartVote ?? (() => go(paths.vote(workshop)))} />
      </Part>
      <Part title={t('facilitate.board')}>
        <Boards {...(board === undefined ? {} : { board })} {...(sight ? { sight } : {})} />
        <Hidden />
      </Part>
      <Part title={t('facilitate.people')}>
        <Doors />
        <div className={css.buttons}>
          {onInvite ? <Button onClick={onInvite}>{t('people.invite')}</Button> : null}
          {onPeople ? <Button onClick={onPeople}>{t('facilitate.people.all')}</Button> : null}
        </div>
        <Heads />
      </Part>
      <Part title={t('facilitate.outcome')}>
        <LinkButton href={paths.outcome(workshop)} wide>
          {t('facilitate.outcome.open')}
        </LinkButton>
        <p className={css.soft}>{t('facilitate.outcome.hint')}</p>
      </Part>
    </Panel>
  )
}

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className={css.part}>
    <h3 className={css.heading}>{title}</h3>
    {children}
  </section>
)

const Doors = () => {
  const t = useFacilitateT()
  const { stage, api } = useSession()
  const doors = useStore(stage, ({ meta }) => meta.doors)
  const count = useStore(
    stage,
    ({ people }) => [...people.values()].filter((person) => person.role !== 'viewer').length,
  )
  const { ask } = useAsk()
  return (
    <>
      <p>{t('facilitate.people.joined', { count })}</p>
      <Switch
        label={t('invite.doors')}
        hint={t(doors === 'open' ? 'invite.doors.open' : 'invite.doors.closed')}
        checked={doors === 'open'}
        onChange={(open) => void ask(() => api.command({ type: 'doors', open }))}
      />
    </>
  )
}
