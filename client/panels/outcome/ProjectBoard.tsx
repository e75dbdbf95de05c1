import { useState } from 'react'
import type { StageMember } from '../../../shared/stage.ts'
import type { Meeting } from '../../../shared/plan.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { Bead } from '../../ui/Bead.tsx'
import { Button } from '../../ui/Button.tsx'
import { useNotify } from '../../ui/Notices.tsx'
import { Pill } from '../../ui/Pill.tsx'
import { usePlanT } from './planWords.tsx'
import { NamedBead } from './Cells.tsx'
import { Dates } from './Dates.tsx'
import css from './ProjectBoard.module.css'
import { SignUp } from './SignUp.tsx'
import { useCommand } from './useCommand.ts'

/** The people who take the workplan on, and their dates. */
export const ProjectBoard = ({ meetings }: { readonly meetings: readonly Meeting[] }) => (
  <div className={css.board}>
    <Members />
    <Dates meetings={meetings} />
  </div>
)

const Members = () => {
  const t = usePlanT()
  const session = useSession()
  const notify = useNotify()
  const send = useCommand()
  const members = useStore(session.stage, (stage) => stage.members)
  const mine = useStore(session.info, (info) => info.member)
  const role = useStore(session.info, (info) => info.role)
  const [signing, setSigning] = useState(false)
  const leave = async () => {
    if (await send({ type: 'member.leave' })) notify({ text: t('plan.board.left') })
  }
  return (
    <section className={css.part} aria-labelledby="project-board">
      <header className={css.head}>
        <div>
          <h2 id="project-board" className={css.title}>
            {t('plan.board.title')}
          </h2>
          <p className={css.soft}>
            {t('plan.board.intro')} {t('plan.board.count', { count: members.length })}.
          </p>
        </div>
        {role !== 'viewer' && !mine ? (
          <Button onClick={() => setSigning(true)}>{t('plan.board.join')}</Button>
        ) : null}
      </header>
      {members.length === 0 ? <p className={css.empty}>{t('plan.board.empty')}</p> : null}
      <ul role="list" className={css.members}>
        {[...members]
          .sort((a, b) => Number(b.colead) - Number(a.colead))
          .map((member) => (
            <Member
              key={member.id}
              member={member}
              mine={member.id === mine?.id ? mine.name : null}
              facilitator={role === 'facilitator'}
            />
          ))}
      </ul>
      {mine ? (
        <div className={css.row}>
          <Button onClick={() => setSigning(true)}>{t('plan.board.change')}</Button>
          <Button kind="plain" onClick={() => void leave()}>
            {t('plan.board.leave')}
          </Button>
        </div>
      ) : null}
      {signing ? <SignUp onClose={() => setSigning(false)} /> : null}
    </section>
  )
}

const Member = ({
  member,
  mine,
  facilitator,
}: {
  readonly member: StageMember
  /** My own name, where this is me. */
  readonly mine: string | null
  readonly facilitator: boolean
}) => {
  const t = usePlanT()
  const send = useCommand()
  const name = member.name ?? mine ?? t('plan.board.hidden')
  return (
    <li className={css.member}>
      {member.name ? <NamedBead name={member.name} /> : <Bead person={{ name: '–', colour: 9 }} />}
      <div className={css.who}>
        <p className={css.name}>
          {name}
          {mine !== null ? <span className={css.soft}> ({t('plan.board.you')})</span> : null}{' '}
          {member.colead ? <Pill tone="accent">{t('plan.board.colead')}</Pill> : null}
        </p>
        {mine !== null && !member.name ? <p className={css.soft}>{t('plan.board.nameless.you')}</p> : null}
        {member.organisation ? <p className={css.soft}>{member.organisation}</p> : null}
        {member.contact ? <p className={css.soft}>{member.contact}</p> : null}
      </div>
      {facilitator ? (
        <Button
          kind="plain"
          aria-label={t(member.colead ? 'plan.board.colead.unmark' : 'plan.board.colead.mark', { name })}
          onClick={() => void send({ type: 'member.colead', member: member.id, colead: !member.colead })}
        >
          {t(member.colead ? 'plan.board.colead.unmark.short' : 'plan.board.colead.mark.short')}
        </Button>
      ) : null}
    </li>
  )
}
