import type { Plan } from '../../../shared/plan.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { usePlanT } from './planWords.tsx'
import { dayInWords, momentInWords } from './dates.ts'
import css from './PrintPlan.module.css'

/** The workplan as the browser prints it: on the screen it is not there. Words kept in the room are not in it. */
export const PrintPlan = ({ plan, at }: { readonly plan: Plan; readonly at: number | null }) => {
  const t = usePlanT()
  const session = useSession()
  const stage = useStore(session.stage)
  const { language, title, principles } = stage.meta
  const named = (ids: readonly number[]): string =>
    principles
      .filter(({ id }) => ids.includes(id))
      .map(({ id, label }) => t('plan.principles.named', { id, label }))
      .join(', ')
  return (
    <div className={css.print} lang={language}>
      <h1>{title}</h1>
      {at ? <p>{momentInWords(at, language)}</p> : null}
      <h2>{t('plan.board.title')}</h2>
      <ul>
        {stage.members.map(({ id, name, organisation, contact, colead }) => (
          <li key={id}>
            {[name ?? t('plan.board.hidden'), organisation, contact, colead && t('plan.board.colead')]
              .filter(Boolean)
              .join(', ')}
          </li>
        ))}
      </ul>
      <h2>{t('plan.dates.title')}</h2>
      <ul>
        {plan.meetings.map(({ id, title: name, date, time, timeZone, place, committee, type }) => (
          <li key={id}>
            {[
              name,
              dayInWords(date, language),
              type === 'meeting' && time && `${time} (${timeZone})`,
              place,
              committee && t('plan.dates.to', { committee }),
            ]
              .filter(Boolean)
              .join(', ')}
          </li>
        ))}
      </ul>
      <h2>{t('plan.table')}</h2>
      <table>
        <thead>
          <tr>
            {(['action', 'lead', 'due', 'votes'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`plan.col.${column}`)}
              </th>
            ))}
            <th scope="col">{t('plan.field.status')}</th>
          </tr>
        </thead>
        <tbody>
          {plan.actions.map((action) => (
            <tr key={action.id}>
              <th scope="row">
                {action.action || t('plan.untitled')}
                {action.outcome ? <p>{action.outcome}</p> : null}
                {action.principles.length > 0 ? <p>{named(action.principles)}</p> : null}
              </th>
              <td>{action.lead || t('plan.lead.open')}</td>
              <td>{dayInWords(action.due, language, 'short') || t('plan.due.none')}</td>
              <td>{action.priority?.total ?? t('plan.votes.none')}</td>
              <td>
                {t(`plan.status.${action.status}`)}, {t(`plan.health.${action.health}`)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <h2>{t('plan.view.kitemark')}</h2>
      {plan.criteria.map((criterion) => (
        <section key={criterion.id}>
          <h3>{criterion.title || t('plan.criterion.untitled')}</h3>
          <p>{criterion.statement}</p>
          {(['indicators', 'evidence'] as const).map((field) =>
            criterion[field].length > 0 ? (
              <div key={field}>
                <h4>{t(`plan.criterion.${field}`)}</h4>
                <ul>
                  {criterion[field].map((line) => (
                    <li key={line}>{line}</li>
                  ))}
                </ul>
              </div>
            ) : null,
          )}
          <p>{named(criterion.principles)}</p>
        </section>
      ))}
    </div>
  )
}
