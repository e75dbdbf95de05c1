import { useState, type KeyboardEvent, type ReactNode } from 'react'
import { Plus, Redo2, RefreshCw, Undo2 } from 'lucide-react'
import type { FigureFields } from '../../../shared/kinds/figure/figure.ts'
import { sourceCount } from '../../../shared/outcome/votes.ts'
import type { Plan } from '../../../shared/plan.ts'
import type { Stage } from '../../../shared/stage.ts'
import { paths } from '../../model/paths.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { Bead } from '../../ui/Bead.tsx'
import { Button, IconButton, LinkButton } from '../../ui/Button.tsx'
import { classes } from '../../ui/classes.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { useNotify } from '../../ui/Notices.tsx'
import { FigureArt } from '../../ui/FigureArt.tsx'
import { Tabs, type TabEntry } from '../../ui/Tabs.tsx'
import { PHONE, useMedia } from '../../ui/useMedia.ts'
import { PlanWords, usePlanT } from './planWords.tsx'
import { Offline } from '../Offline.tsx'
import { ActionPanel } from './ActionPanel.tsx'
import { ActionTable } from './ActionTable.tsx'
import { AddDialog } from './AddDialog.tsx'
import { momentInWords } from './dates.ts'
import { Kitemark } from './Kitemark.tsx'
import css from './OutcomeScreen.module.css'
import { PrinciplePicture } from './PrinciplePicture.tsx'
import { PrintPlan } from './PrintPlan.tsx'
import { ProjectBoard } from './ProjectBoard.tsx'
import { useCommand } from './useCommand.ts'
import { StatusBoard } from './StatusBoard.tsx'
import { TakeAway, TakeAwayButton } from './TakeAway.tsx'
import { PlanContext, useOpenedPlan, usePlan, useUndo } from './usePlan.ts'

type View = 'table' | 'status' | 'kitemark' | 'principles' | 'board'

/** When the last round closed: the day that the plan is of. */
const closedAt = (stage: Stage): number | null =>
  stage.rounds.reduce<number | null>((last, { closedAt: at }) => (at && at > (last ?? 0) ? at : last), null)

/** The outcome: the workplan as people read it, work on it, and take it away. */
export const OutcomeScreen = () => (
  <PlanWords>
    <Outcome />
  </PlanWords>
)

const Outcome = () => {
  const t = usePlanT()
  const session = useSession()
  const [view, setView] = useState<View>('table')
  const [opened, setOpened] = useState<string | null>(null)
  const context = useOpenedPlan(session, setOpened)
  const { plan, handle, writable } = context
  const ready = useStore(handle.ready)
  const offline = useStore(session.status, ({ state }) => state === 'offline')
  const keeps = useStore(session.keeps)
  const phone = useMedia(PHONE)
  const at = useStore(session.stage, closedAt)
  const action = plan.actions.find(({ id }) => id === opened)
  const onKeyDown = (event: KeyboardEvent) => {
    const inField = event.target instanceof HTMLElement && event.target.matches('input, textarea, select')
    if (inField || !writable || !(event.ctrlKey || event.metaKey)) return
    const key = event.key.toLowerCase()
    if (key !== 'z' && key !== 'y') return
    event.preventDefault()
    if (key === 'y' || event.shiftKey) handle.undo.redo()
    else handle.undo.undo()
  }
  return (
    <PlanContext value={context}>
      <div className={classes(css.screen, action && css.beside)} onKeyDown={onKeyDown}>
        <div className={css.page}>
          {/* Elsewhere the bar says so. */}
          {phone && ready ? <Offline keeps={keeps && writable} /> : null}
          <Head plan={plan} at={at} onBoard={() => setView('board')} />
          {ready ? (
            <Views plan={plan} view={view} onView={setView} />
          ) : (
            <p className={css.loading} role="status">
              {t(offline ? 'plan.loading.offline' : 'plan.loading')}
            </p>
          )}
        </div>
      </div>
      {action ? (
        <ActionPanel
          key={action.id}
          action={action}
          criteria={plan.criteria}
          onClose={() => setOpened(null)}
        />
      ) : null}
      <PrintPlan plan={plan} at={at} />
    </PlanContext>
  )
}

const Head = ({
  plan,
  at,
  onBoard,
}: {
  readonly plan: Plan
  readonly at: number | null
  /** Leads to where one signs up. */
  readonly onBoard: () => void
}) => {
  const t = usePlanT()
  const session = useSession()
  const { title, language } = useStore(session.stage, (stage) => stage.meta)
  const everyone = useStore(session.stage, (stage) => stage.people)
  // A hall's screen is not a person.
  const people = [...everyone.values()].filter((person) => person.role !== 'viewer')
  const role = useStore(session.info, (info) => info.role)
  const { writable } = usePlan()
  const [taking, setTaking] = useState(false)
  return (
    <header className={css.head}>
      <div className={css.about}>
        <h1 className={css.title}>{title}</h1>
        <div className={css.facts}>
          {at ? <span>{momentInWords(at, language)}</span> : null}
          <span className={css.people}>
            <span className={css.beads}>
              {people.slice(0, 5).map((person) => (
                <Bead key={person.id} person={person} />
              ))}
            </span>
            {t('plan.people', { count: people.length })}
          </span>
        </div>
        {plan.actions.length > 0 ? (
          <p className={css.summary}>
            {t('plan.summary', { actions: plan.actions.length, notes: sourceCount(plan) })}
          </p>
        ) : null}
        {writable ? null : (
          <div className={css.note}>
            <p>{t(role === 'viewer' ? 'plan.viewing' : 'plan.read-only')}</p>
            {role === 'viewer' ? null : <Button onClick={onBoard}>{t('plan.view.board')}</Button>}
          </div>
        )}
      </div>
      {plan.actions.length > 0 || plan.criteria.length > 0 ? (
        <TakeAwayButton onOpen={() => setTaking(true)} />
      ) : null}
      {taking ? (
        <TakeAway dated={plan.meetings.some(({ date }) => date !== '')} onClose={() => setTaking(false)} />
      ) : null}
    </header>
  )
}

const Views = ({
  plan,
  view,
  onView,
}: {
  readonly plan: Plan
  readonly view: View
  readonly onView: (view: View) => void
}) => {
  const t = usePlanT()
  const actions = (content: ReactNode) => (
    <div className={css.view}>
      <Tools plan={plan} />
      {plan.actions.length > 0 ? content : <Empty />}
    </div>
  )
  const tabs: readonly TabEntry<View>[] = [
    {
      key: 'table',
      label: t('plan.view.table'),
      content: actions(<ActionTable actions={plan.actions} />),
    },
    {
      key: 'status',
      label: t('plan.view.status'),
      content: actions(<StatusBoard actions={plan.actions} />),
    },
    {
      key: 'kitemark',
      label: t('plan.view.kitemark'),
      content: (
        <div className={css.view}>
          <Kitemark criteria={plan.criteria} />
        </div>
      ),
    },
    {
      key: 'principles',
      label: t('plan.view.principles'),
      content: (
        <div className={css.view}>
          <PrinciplePicture plan={plan} />
        </div>
      ),
    },
    {
      key: 'board',
      label: t('plan.view.board'),
      content: (
        <div className={css.view}>
          <ProjectBoard meetings={plan.meetings} />
        </div>
      ),
    },
  ]
  return <Tabs label={t('plan.views')} tabs={tabs} selected={view} onChange={onView} />
}

/** What can be done with the actions as a whole. */
const Tools = ({ plan }: { readonly plan: Plan }) => {
  const t = usePlanT()
  const session = useSession()
  const notify = useNotify()
  const send = useCommand()
  const { handle, edit, writable } = usePlan()
  const facilitator = useStore(session.info, (info) => info.role === 'facilitator')
  const closed = useStore(session.stage, (stage) => stage.rounds.some((round) => round.result))
  const { canUndo, canRedo } = useUndo(handle.undo)
  const [adding, setAdding] = useState(false)
  if (!writable) return null
  const derive = async () => {
    if (await send({ type: 'plan.derive' })) notify({ text: t('plan.derived') })
  }
  return (
    <div className={css.tools}>
      <Button icon={<Plus size={20} aria-hidden />} onClick={() => setAdding(true)}>
        {t('plan.add')}
      </Button>
      {plan.actions.length > 0 || canUndo || canRedo ? (
        <span className={css.steps}>
          <IconButton
            label={t('plan.undo')}
            icon={<Undo2 size={22} aria-hidden />}
            aria-disabled={!canUndo}
            onClick={() => handle.undo.undo()}
          />
          <IconButton
            label={t('plan.redo')}
            icon={<Redo2 size={22} aria-hidden />}
            aria-disabled={!canRedo}
            onClick={() => handle.undo.redo()}
          />
        </span>
      ) : null}
      <span className={css.gap} />
      {facilitator && closed ? (
        <Button
          kind="plain"
          icon={<RefreshCw size={18} aria-hidden />}
          title={t('plan.derive.hint')}
          onClick={() => void derive()}
        >
          {t('plan.derive')}
        </Button>
      ) : null}
      {adding ? (
        <AddDialog
          name="action"
          title={t('plan.add')}
          label={t('plan.add.label')}
          hint={t('plan.add.hint')}
          onAdd={(action) => {
            edit.add('actions', { action })
            notify({ text: t('plan.added') })
          }}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </div>
  )
}

/** Who waits where there is no plan yet. */
const WAITING: Partial<FigureFields> = { timber: 'oak', cloth: 'mustard', head: 'curls', mood: 'calm' }

/** What is needed before there is an outcome. */
const Empty = () => {
  const t = usePlanT()
  const session = useSession()
  const open = useStore(session.stage, (stage) => stage.rounds.some((round) => !round.closedAt))
  return (
    <EmptyState
      art={<FigureArt figure={WAITING} width={96} />}
      action={
        <div className={css.ways}>
          <LinkButton kind="filled" href={paths.vote(session.workshop)}>
            {t('plan.empty.vote')}
          </LinkButton>
          <LinkButton href={paths.board(session.workshop)}>{t('plan.empty.board')}</LinkButton>
        </div>
      }
    >
      {t(open ? 'plan.empty.open' : 'plan.empty.text')}
    </EmptyState>
  )
}
