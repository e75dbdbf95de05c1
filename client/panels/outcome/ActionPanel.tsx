import type { ReactNode } from 'react'
import { Trash2 } from 'lucide-react'
import type { VotedAction } from '../../../shared/outcome/votes.ts'
import {
  HEALTHS,
  sourceOfAction,
  STATUSES,
  type Action,
  type Criterion,
  type FieldsOfTable,
} from '../../../shared/plan.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/Field.tsx'
import { useNotify } from '../../ui/Notices.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { usePlanT } from './planWords.tsx'
import css from './ActionPanel.module.css'
import { ActionDay, ActionLead, ActionText, ActionVotes, EarlierVotes } from './Cells.tsx'
import { Changed } from './Changed.tsx'
import { dayInWords } from './dates.ts'
import { EditText } from './EditText.tsx'
import { PrincipleBoxes, PrincipleList } from './Principles.tsx'
import { SourceNotes } from './SourceNotes.tsx'
import { usePlan } from './usePlan.ts'

type Field = keyof FieldsOfTable<'actions'>

/** All of an action, beside the table. */
export const ActionPanel = ({
  action,
  criteria,
  onClose,
}: {
  readonly action: VotedAction
  readonly criteria: readonly Criterion[]
  readonly onClose: () => void
}) => {
  const t = usePlanT()
  const notify = useNotify()
  const { edit, writable } = usePlan()
  const remove = () => {
    edit.trash('actions', action.id)
    onClose()
    notify({
      text: t('plan.deleted'),
      action: { label: t('plan.undo'), run: () => edit.restore('actions', action.id) },
    })
  }
  const words = (field: 'outcome' | 'support' | 'evidence', type: 'text' | 'line' | 'lines') => (
    <EditText
      name={`${action.id}.${field}`}
      label={t(`plan.field.${field}`)}
      value={action[field]}
      empty={t('plan.nothing')}
      type={type}
      writable={writable}
      onSave={(text) => edit.set('actions', action.id, { [field]: text })}
    />
  )
  return (
    <Panel title={t('plan.details')} onClose={onClose}>
      <div className={css.fields}>
        <Part action={action} criteria={criteria} field="action" unnamed>
          <div className={css.main}>
            <ActionText action={action} label={t('plan.field.action')} />
          </div>
        </Part>
        <Part action={action} criteria={criteria} field="outcome">
          {words('outcome', 'text')}
        </Part>
        <div className={css.two}>
          <Pick action={action} field="status" values={STATUSES} />
          <Pick action={action} field="health" values={HEALTHS} />
        </div>
        <Part action={action} criteria={criteria} field="lead">
          <ActionLead action={action} label={t('plan.field.lead')} />
        </Part>
        <Part action={action} criteria={criteria} field="support">
          {words('support', 'line')}
        </Part>
        <div className={css.two}>
          <Part action={action} criteria={criteria} field="start">
            <ActionDay action={action} field="start" label={t('plan.field.start')} />
          </Part>
          <Part action={action} criteria={criteria} field="due">
            <ActionDay action={action} field="due" label={t('plan.field.due')} />
          </Part>
        </div>
        <Part action={action} criteria={criteria} field="evidence">
          {words('evidence', 'lines')}
        </Part>
        <Part action={action} criteria={criteria} field="criterion">
          <CriterionPick action={action} criteria={criteria} />
        </Part>
        <Part action={action} criteria={criteria} field="principles" unnamed={writable}>
          {writable ? (
            <PrincipleBoxes
              label={t('plan.field.principles')}
              explained
              ids={action.principles}
              onChange={(principles) => edit.set('actions', action.id, { principles })}
            />
          ) : (
            <PrincipleList ids={action.principles} />
          )}
        </Part>
        <Part action={action} criteria={criteria} field="priority">
          <ActionVotes action={action} />
          {action.earlier.map((vote) => (
            <EarlierVotes key={vote.round} vote={vote} />
          ))}
        </Part>
        <Part action={action} criteria={criteria} field="sources">
          <SourceNotes sources={action.sources} />
        </Part>
        {writable ? (
          <div>
            <Button kind="danger" icon={<Trash2 size={20} aria-hidden />} onClick={remove}>
              {t('plan.delete')}
            </Button>
          </div>
        ) : null}
      </div>
    </Panel>
  )
}

/** A field of the action under its name, and what the board says of it by now. */
const Part = ({
  action,
  criteria,
  field,
  unnamed,
  children,
}: {
  readonly action: Action
  readonly criteria: readonly Criterion[]
  readonly field: Exclude<Field, 'status' | 'health'>
  /** What stands inside brings its own name. */
  readonly unnamed?: boolean
  readonly children: ReactNode
}) => {
  const t = usePlanT()
  const { edit, writable } = usePlan()
  const says = useSourceWords(action, field, criteria)
  return (
    <section className={css.part}>
      {unnamed ? null : <h3 className={css.label}>{t(`plan.field.${field}`)}</h3>}
      {children}
      {action.changed.includes(field) && writable ? (
        <Changed
          says={says}
          onUse={() => edit.clear('actions', action.id, field)}
          onKeep={() => edit.set('actions', action.id, { [field]: action[field] })}
        />
      ) : null}
    </section>
  )
}

/** What the boards say of a field now, in words. */
const useSourceWords = (action: Action, field: Field, criteria: readonly Criterion[]): string => {
  const session = useSession()
  const principles = useStore(session.stage, (stage) => stage.meta.principles)
  const language = useStore(session.stage, (stage) => stage.meta.language)
  const { edit } = usePlan()
  if (!action.changed.includes(field)) return ''
  const source = sourceOfAction(edit.doc, action.id)
  switch (field) {
    case 'principles':
      return principles
        .filter(({ id }) => source.principles?.includes(id))
        .map(({ id, label }) => `${id} ${label}`)
        .join(', ')
    case 'criterion':
      return criteria.find(({ id }) => id === source.criterion)?.title ?? ''
    case 'start':
    case 'due':
      return dayInWords(source[field] ?? '', language)
    case 'sources':
      return String(source.sources?.length ?? 0)
    case 'priority':
      return String(source.priority?.total ?? '')
    default:
      return source[field] ?? ''
  }
}

const Pick = <Name extends 'status' | 'health'>({
  action,
  field,
  values,
}: {
  readonly action: Action
  readonly field: Name
  readonly values: readonly Action[Name][]
}) => {
  const t = usePlanT()
  const { edit, writable } = usePlan()
  const word = (value: Action['status'] | Action['health']): string =>
    value === 'on-track' || value === 'at-risk' || value === 'late'
      ? t(`plan.health.${value}`)
      : t(`plan.status.${value}`)
  if (!writable)
    return (
      <section className={css.part}>
        <h3 className={css.label}>{t(`plan.field.${field}`)}</h3>
        <p>{word(action[field])}</p>
      </section>
    )
  return (
    <Select
      label={t(`plan.field.${field}`)}
      value={action[field]}
      onChange={(event) => {
        const chosen = values.find((value) => value === event.target.value)
        if (chosen) edit.set('actions', action.id, { [field]: chosen })
      }}
    >
      {values.map((value) => (
        <option key={value} value={value}>
          {word(value)}
        </option>
      ))}
    </Select>
  )
}

const CriterionPick = ({
  action,
  criteria,
}: {
  readonly action: Action
  readonly criteria: readonly Criterion[]
}) => {
  const t = usePlanT()
  const { edit, writable } = usePlan()
  const titleOf = ({ title }: Criterion): string => title || t('plan.criterion.untitled')
  const held = criteria.find(({ id }) => id === action.criterion)
  if (!writable) return <p>{held ? titleOf(held) : t('plan.field.criterion.none')}</p>
  return (
    <Select
      label={t('plan.field.criterion')}
      hideLabel
      value={held?.id ?? ''}
      onChange={(event) => edit.set('actions', action.id, { criterion: event.target.value })}
    >
      <option value="">{t('plan.field.criterion.none')}</option>
      {criteria.map((criterion) => (
        <option key={criterion.id} value={criterion.id}>
          {titleOf(criterion)}
        </option>
      ))}
    </Select>
  )
}
