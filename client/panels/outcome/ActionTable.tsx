import { ChevronRight } from 'lucide-react'
import type { Action } from '../../../shared/plan.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Pill } from '../../ui/Pill.tsx'
import { useMedia } from '../../ui/useMedia.ts'
import { usePlanT } from './planWords.tsx'
import css from './ActionTable.module.css'
import { ActionDay, ActionLead, ActionState, ActionText, ActionVotes } from './Cells.tsx'
import { PrincipleList } from './Principles.tsx'
import { SourceNotes } from './SourceNotes.tsx'
import { usePlan } from './usePlan.ts'

/** Under this width a table of six columns would scroll two ways, so each action is a card. */
const NARROW = '(max-width: 979.98px)'

/** The actions in order of priority: a table, or on a narrow screen one card an action, in the same order. */
export const ActionTable = ({ actions }: { readonly actions: readonly Action[] }) =>
  useMedia(NARROW) ? <Cards actions={actions} /> : <Table actions={actions} />

const COLUMNS = ['action', 'principle', 'lead', 'due', 'votes', 'from'] as const

const Table = ({ actions }: { readonly actions: readonly Action[] }) => {
  const t = usePlanT()
  return (
    <table className={css.table}>
      <caption className="visually-hidden">{t('plan.table')}</caption>
      <thead>
        <tr>
          {COLUMNS.map((column) => (
            <th key={column} scope="col" className={css[column]}>
              {t(`plan.col.${column}`)}
            </th>
          ))}
          <th scope="col" className={css.more}>
            <span className="visually-hidden">{t('plan.col.more')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {actions.map((action) => (
          <tr key={action.id} className={css.row}>
            <th scope="row" className={css.name}>
              <ActionText action={action} label={t('plan.field.action')} />
              <Below action={action} />
            </th>
            <td className={css.level}>
              <PrincipleList ids={action.principles} />
            </td>
            <td>
              <ActionLead action={action} label={t('plan.field.lead')} />
            </td>
            <td className={css.day}>
              <ActionDay action={action} field="due" label={t('plan.field.due')} />
            </td>
            <td>
              <ActionVotes action={action} />
            </td>
            <td className={css.level}>
              <SourceNotes sources={action.sources} most={3} />
            </td>
            <td className={css.end}>
              <OpenAction action={action} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Status, health, and a mark where the boards say something else by now. */
const Below = ({ action }: { readonly action: Action }) => {
  const t = usePlanT()
  const { open } = usePlan()
  return (
    <span className={css.below}>
      <ActionState action={action} />
      {action.changed.length > 0 ? (
        <button type="button" className={css.mark} onClick={() => open(action.id)}>
          <Pill tone="warn">{t('plan.changed')}</Pill>
        </button>
      ) : null}
    </span>
  )
}

const OpenAction = ({ action }: { readonly action: Action }) => {
  const t = usePlanT()
  const { open } = usePlan()
  return (
    <IconButton
      label={t('plan.open', { action: action.action || t('plan.untitled') })}
      icon={<ChevronRight size={22} aria-hidden className={css.chevron} />}
      onClick={() => open(action.id)}
    />
  )
}

const Cards = ({ actions }: { readonly actions: readonly Action[] }) => {
  const t = usePlanT()
  const { open } = usePlan()
  return (
    <ol role="list" className={css.cards} aria-label={t('plan.table')}>
      {actions.map((action) => (
        <li key={action.id} className={css.card}>
          <div className={css.name}>
            <ActionText action={action} label={t('plan.field.action')} />
            <Below action={action} />
          </div>
          <dl className={css.facts}>
            <div>
              <dt>{t('plan.col.principle')}</dt>
              <dd>
                <PrincipleList ids={action.principles} />
              </dd>
            </div>
            <div>
              <dt>{t('plan.col.lead')}</dt>
              <dd>
                <ActionLead action={action} label={t('plan.field.lead')} />
              </dd>
            </div>
            <div>
              <dt>{t('plan.col.due')}</dt>
              <dd>
                <ActionDay action={action} field="due" label={t('plan.field.due')} />
              </dd>
            </div>
            <div>
              <dt>{t('plan.col.votes')}</dt>
              <dd>
                <ActionVotes action={action} />
              </dd>
            </div>
            <div>
              <dt>{t('plan.col.from')}</dt>
              <dd>
                <SourceNotes sources={action.sources} most={3} />
              </dd>
            </div>
          </dl>
          <Button
            kind="plain"
            aria-label={t('plan.open', { action: action.action || t('plan.untitled') })}
            onClick={() => open(action.id)}
          >
            {t('plan.open.short')}
          </Button>
        </li>
      ))}
    </ol>
  )
}
