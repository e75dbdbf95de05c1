/** The parts of an action that table, cards and panel share. */
import type { Action, Priority } from '../../../shared/plan.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { Bead } from '../../ui/Bead.tsx'
import { Button } from '../../ui/Button.tsx'
import { useNotify } from '../../ui/Notices.tsx'
import { Pill } from '../../ui/Pill.tsx'
import { usePlanT } from './planWords.tsx'
import css from './Cells.module.css'
import { dayInWords } from './dates.ts'
import { EditText } from './EditText.tsx'
import { usePlan } from './usePlan.ts'

/** A number for a name, always the same: gives the bead of someone who is known by name alone. */
const colourOf = (name: string): number =>
  [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 72, 7)

/** A person known by name, with their bead. */
export const NamedBead = ({ name, size = 28 }: { readonly name: string; readonly size?: 23 | 28 }) => {
  const session = useSession()
  const colour = useStore(
    session.stage,
    (stage) => [...stage.people.values()].find((person) => person.name === name)?.colour,
  )
  return <Bead person={{ name, colour: colour ?? colourOf(name) }} size={size} />
}

/** The action's own words. */
export const ActionText = ({ action, label }: { readonly action: Action; readonly label: string }) => {
  const t = usePlanT()
  const { edit, writable } = usePlan()
  return (
    <EditText
      name={`${action.id}.action`}
      label={label}
      value={action.action}
      empty={t('plan.untitled')}
      type="text"
      writable={writable}
      onSave={(text) => edit.set('actions', action.id, { action: text })}
    />
  )
}

/** Status and health, in words. */
export const ActionState = ({ action }: { readonly action: Action }) => {
  const t = usePlanT()
  const tone = { 'on-track': 'good', 'at-risk': 'warn', late: 'danger' } as const
  return (
    <span className={css.state}>
      <Pill>{t(`plan.status.${action.status}`)}</Pill>
      {action.status === 'done' || (action.status === 'to-start' && action.health === 'on-track') ? null : (
        <Pill tone={tone[action.health]}>{t(`plan.health.${action.health}`)}</Pill>
      )}
    </span>
  )
}

/** Who leads: a name, or "to be agreed" with an offer in one tap. */
export const ActionLead = ({ action, label }: { readonly action: Action; readonly label: string }) => {
  const t = usePlanT()
  const session = useSession()
  const notify = useNotify()
  const { edit, writable } = usePlan()
  const names = useStore(
    session.stage,
    (stage) => stage.members.flatMap(({ name }) => (name ? [name] : [])),
    (a, b) => a.join('\n') === b.join('\n'),
  )
  // A member's name that they keep to themselves is not put into the plan: there they go by their name in the workshop.
  const me = useStore(session.info, ({ member, participant }) =>
    member?.showName ? member.name : participant.name,
  )
  const setLead = (lead: string) => edit.set('actions', action.id, { lead })
  const offer = () => {
    setLead(me)
    notify({
      text: t('plan.lead.mine', { name: me }),
      action: { label: t('plan.undo'), run: () => setLead('') },
    })
  }
  return (
    <div className={css.lead}>
      <div className={css.who}>
        {action.lead ? <NamedBead name={action.lead} /> : null}
        <EditText
          name={`${action.id}.lead`}
          label={label}
          value={action.lead}
          empty={t('plan.lead.open')}
          writable={writable}
          suggestions={names}
          onSave={setLead}
        />
      </div>
      {!action.lead && writable ? (
        <Button
          kind="plain"
          className={css.offer}
          aria-label={t('plan.lead.offer.for', { action: action.action || t('plan.untitled') })}
          onClick={offer}
        >
          {t('plan.lead.offer')}
        </Button>
      ) : null}
    </div>
  )
}

/** A day of the action. */
export const ActionDay = ({
  action,
  field,
  label,
}: {
  readonly action: Action
  readonly field: 'start' | 'due'
  readonly label: string
}) => {
  const session = useSession()
  const language = useStore(session.stage, (stage) => stage.meta.language)
  const { edit, writable } = usePlan()
  return (
    <EditText
      name={`${action.id}.${field}`}
      label={label}
      value={action[field]}
      shown={dayInWords(action[field], language, 'short')}
      type="date"
      writable={writable}
      onSave={(day) => edit.set('actions', action.id, { [field]: day })}
    />
  )
}

/** What was voted on it. */
export const ActionVotes = ({ action }: { readonly action: Action }) => {
  const t = usePlanT()
  const session = useSession()
  const { priority } = action
  const round = useStore(session.stage, (stage) => stage.rounds.find(({ id }) => id === priority?.round))
  if (!priority) return <span className={css.soft}>{t('plan.votes.none')}</span>
  const { rank, total } = priority
  const tied = (round?.result?.candidates.filter((other) => other.rank === rank).length ?? 0) > 1
  return (
    <span className={css.votes}>
      <strong className={css.total}>
        {t(round?.method.type === 'dots' ? 'plan.votes.dots' : 'plan.votes.points', { total })}
      </strong>
      <span className={css.soft}>{t(tied ? 'plan.votes.tied' : 'plan.votes.place', { rank })}</span>
    </span>
  )
}

/** What an earlier round gave it. */
export const EarlierVotes = ({ vote }: { readonly vote: NonNullable<Priority> }) => {
  const t = usePlanT()
  const session = useSession()
  const round = useStore(session.stage, (stage) => stage.rounds.find(({ id }) => id === vote.round))
  if (!round) return null
  const total = t(round.method.type === 'dots' ? 'plan.votes.dots' : 'plan.votes.points', {
    total: vote.total,
  })
  return <p className={css.soft}>{t('plan.votes.earlier', { total, question: round.question })}</p>
}
