import { useRef } from 'react'
import { GripVertical } from 'lucide-react'
import { STATUSES, type Action, type Status } from '../../../shared/plan.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { classes } from '../../ui/classes.ts'
import { Menu } from '../../ui/Menu.tsx'
import { useAnnounce } from '../../ui/Notices.tsx'
import { Pill } from '../../ui/Pill.tsx'
import { usePlanT } from './planWords.tsx'
import { NamedBead } from './Cells.tsx'
import { dayInWords } from './dates.ts'
import { PrincipleList } from './Principles.tsx'
import css from './StatusBoard.module.css'
import { useCardDrag } from './useCardDrag.ts'
import { usePlan } from './usePlan.ts'

/** The actions in columns by status. */
export const StatusBoard = ({ actions }: { readonly actions: readonly Action[] }) => {
  const t = usePlanT()
  const place = useRef<HTMLDivElement>(null)
  const announce = useAnnounce()
  const { edit, writable } = usePlan()
  const move = (action: Action, status: Status) => {
    edit.set('actions', action.id, { status })
    announce(t('plan.moved', { status: t(`plan.status.${status}`) }), 'items')
    // The card is made anew in its other column; focus goes with it.
    requestAnimationFrame(() =>
      place.current?.querySelector<HTMLElement>(`[data-action="${CSS.escape(action.id)}"] button`)?.focus(),
    )
  }
  const drag = useCardDrag(place, (id, column) => {
    const action = actions.find((one) => one.id === id)
    const status = STATUSES.find((one) => one === column)
    if (action && status && status !== action.status) move(action, status)
  })
  return (
    <div ref={place} className={css.columns}>
      {STATUSES.map((status, index) => {
        const held = actions.filter((action) => action.status === status)
        return (
          <section
            key={status}
            className={classes(css.column, drag.over === status && css.over)}
            aria-labelledby={`column-${status}`}
            data-status={status}
          >
            <header className={classes(css.mat, css[`mat${(index % 3) + 1}`])}>
              <h2 id={`column-${status}`} className={css.title}>
                {t(`plan.status.${status}`)}
              </h2>
              <span className={css.count}>{t('plan.column.count', { count: held.length })}</span>
            </header>
            {held.length === 0 ? <p className={css.empty}>{t('plan.column.empty')}</p> : null}
            <ul role="list" className={css.cards}>
              {held.map((action) => (
                <Card
                  key={action.id}
                  action={action}
                  lifted={drag.dragged === action.id}
                  onMove={(to) => move(action, to)}
                  {...(writable && { handlers: drag.handlersFor(action.id) })}
                />
              ))}
            </ul>
          </section>
        )
      })}
    </div>
  )
}

const Card = ({
  action,
  lifted,
  onMove,
  handlers,
}: {
  readonly action: Action
  /** It is being dragged. */
  readonly lifted: boolean
  readonly onMove: (status: Status) => void
  /** What makes it one that can be dragged. */
  readonly handlers?: ReturnType<ReturnType<typeof useCardDrag>['handlersFor']>
}) => {
  const t = usePlanT()
  const session = useSession()
  const language = useStore(session.stage, (stage) => stage.meta.language)
  const { writable, open } = usePlan()
  const words = action.action || t('plan.untitled')
  const due = dayInWords(action.due, language, 'short')
  return (
    <li
      className={classes(css.card, handlers && css.draggable, lifted && css.lifted)}
      data-action={action.id}
      {...handlers}
    >
      {handlers ? (
        <span className={css.grip} data-grip aria-hidden="true">
          <GripVertical size={20} />
        </span>
      ) : null}
      <h3 className={css.name}>
        <button type="button" className={css.open} onClick={() => open(action.id)}>
          {words}
        </button>
      </h3>
      <p className={css.fact}>
        {action.lead ? (
          <>
            <NamedBead name={action.lead} />
            <span>{action.lead}</span>
          </>
        ) : (
          <span className={css.soft}>
            {t('plan.col.lead')}: {t('plan.lead.open')}
          </span>
        )}
      </p>
      <p className={css.fact}>
        <span className={due ? undefined : css.soft}>
          {due ? `${t('plan.col.due')} ${due}` : t('plan.due.none')}
        </span>
        {action.health !== 'on-track' && action.status !== 'done' ? (
          <Pill tone={action.health === 'late' ? 'danger' : 'warn'}>{t(`plan.health.${action.health}`)}</Pill>
        ) : null}
      </p>
      <div className={css.foot}>
        {action.principles.length > 0 ? <PrincipleList ids={action.principles} short /> : <span />}
        {writable ? (
          <Menu
            label={t('plan.move.for', { action: words })}
            trigger={t('plan.move')}
            className={css.move ?? ''}
            items={STATUSES.map((status) => ({
              key: status,
              label: t(`plan.status.${status}`),
              selected: status === action.status,
              onAction: () => onMove(status),
            }))}
          />
        ) : (
          <Button kind="plain" onClick={() => open(action.id)} aria-label={t('plan.open', { action: words })}>
            {t('plan.open.short')}
          </Button>
        )}
      </div>
    </li>
  )
}
