import { useMemo, useState, type FormEvent } from 'react'
import * as z from 'zod/mini'
import type { MethodRule } from '../../../shared/methods/registry.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { useDraft } from '../../model/useDraft.ts'
import { Button } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { Field, Select } from '../../ui/Field.tsx'
import { useAnnounce } from '../../ui/Notices.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Stepper } from '../../ui/Stepper.tsx'
import { Switch } from '../../ui/Switch.tsx'
import { useAsk } from '../useAsk.ts'
import { chosenIds, MOST_CANDIDATES, votableThemes, WHATS, type What } from './candidates.ts'
import { Ticks } from './Ticks.tsx'
import css from './OpenRoundForm.module.css'
import vote from './Vote.module.css'
import { useVoteT } from './voteWords.tsx'

const roundDraft = z.object({
  question: z.string(),
  type: z.enum(['score', 'dots']),
  budget: z.int(),
  cap: z.int(),
  what: z.enum(WHATS),
  /** Ids of themes, or of notes. */
  ticked: z.array(z.string()),
  /** Whether it closes by itself, and after how many minutes. */
  ends: z.boolean(),
  minutes: z.int(),
})
type RoundDraft = z.infer<typeof roundDraft>

const START: Omit<RoundDraft, 'question'> = {
  type: 'score',
  budget: 5,
  cap: 3,
  what: 'ideas',
  ticked: [],
  ends: false,
  minutes: 10,
}

/** How a facilitator starts a vote. What was chosen waits there until it is started. */
export const OpenRoundForm = ({
  board: firstBoard,
  onBack,
  onOpened,
}: {
  readonly board: string | undefined
  readonly onBack: () => void
  readonly onOpened: (round: string) => void
}) => {
  const session = useSession()
  const boards = useStore(session.stage, (now) => now.boards)
  const [chosen, setChosen, forget] = useDraft('round', z.string(), () => firstBoard ?? '')
  const board = boards.find(({ id }) => id === chosen) ?? boards[0]
  const opened = (round: string) => {
    forget()
    onOpened(round)
  }
  const t = useVoteT()
  if (!board) return <Panel title={t('vote.form.title')} onClose={onBack} children={null} />
  return <Form key={board.id} board={board.id} onBoard={setChosen} onBack={onBack} onOpened={opened} />
}

const Form = ({
  board,
  onBoard,
  onBack,
  onOpened,
}: {
  readonly board: string
  readonly onBoard: (board: string) => void
  readonly onBack: () => void
  readonly onOpened: (round: string) => void
}) => {
  const t = useVoteT()
  const session = useSession()
  const announce = useAnnounce()
  const boards = useStore(session.stage, (now) => now.boards)
  const handle = useMemo(() => session.board(board), [session, board])
  const view = useStore(handle.view)
  const { busy, ask } = useAsk()

  const [draft, setDraft, forget] = useDraft(`round.${board}`, roundDraft, () => {
    const number = session.stage.get().rounds.length + 1
    // Two rounds of one question could not be told apart later.
    const question = number === 1 ? t('vote.form.question.start') : t('vote.form.question.again', { number })
    return { ...START, question }
  })
  const { question, type, budget, cap, what, ends, minutes } = draft
  const ticked = useMemo(() => new Set(draft.ticked), [draft.ticked])
  const set = (part: Partial<RoundDraft>) => setDraft({ ...draft, ...part })
  const [tried, setTried] = useState(false)

  const ids = useMemo(() => chosenIds(view, what, ticked), [view, what, ticked])
  const kept = useStore(
    session.stage,
    ({ credits }) => ids.filter((id) => credits.get(id)?.room === true).length,
  )
  const tooMany = ids.length > MOST_CANDIDATES
  const problem = !ids.length
    ? t('vote.form.need-candidates')
    : tooMany
      ? t('vote.form.too-many', { most: MOST_CANDIDATES })
      : null
  const questionProblem = question.trim() ? null : t('vote.form.need-question')

  const pickWhat = (next: What) =>
    // Whoever votes on themes mostly means all of them.
    set({ what: next, ticked: next === 'themes' ? votableThemes(view).map((theme) => theme.id) : [] })

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (problem || questionProblem) return
    const method: MethodRule = type === 'dots' ? { type, budget, cap: Math.min(cap, budget) } : { type }
    await ask(async () => {
      const { round } = await session.api.openRound({
        question: question.trim(),
        method,
        candidates: ids.map((item) => ({ board, item })),
        endsAt: ends ? Date.now() + minutes * 60_000 : null,
      })
      forget()
      announce(t('vote.opened'), 'voting')
      onOpened(round.id)
    })
  }

  return (
    <Panel
      title={t('vote.form.title')}
      onClose={onBack}
      footer={
        <Button kind="filled" big wide type="submit" form="open-round" disabled={busy}>
          {t('vote.form.open')}
        </Button>
      }
    >
      <form id="open-round" className={css.form} onSubmit={(event) => void submit(event)} noValidate>
        <Field
          label={t('vote.form.question')}
          value={question}
          maxLength={300}
          error={tried ? questionProblem : null}
          onChange={(event) => set({ question: event.target.value })}
        />
        {boards.length > 1 ? (
          <Select
            label={t('vote.form.board')}
            value={board}
            onChange={(event) => onBoard(event.target.value)}
          >
            {boards.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </Select>
        ) : null}
        <Choice
          label={t('vote.form.what')}
          options={WHATS.map((value) => ({ value, label: t(`vote.form.what.${value}`) }))}
          value={what}
          onChange={pickWhat}
        />
        {what === 'ideas' || what === 'all' ? null : (
          <Ticks {...{ view, what, ticked }} onTick={(ids) => set({ ticked: [...ids] })} />
        )}
        <p role="status" className={vote.left}>
          {t('vote.form.chosen', { count: ids.length })}
        </p>
        {kept > 0 ? (
          <p className={vote.soft}>
            {t('vote.form.kept', {
              count: kept,
              words: t(what === 'themes' ? 'outcome.kept.theme' : 'outcome.kept.idea'),
            })}
          </p>
        ) : null}
        {tried && problem ? (
          <p role="alert" className={vote.problem}>
            {problem}
          </p>
        ) : null}
        <Choice
          label={t('vote.form.method')}
          options={[
            {
              value: 'score',
              label: t('vote.form.method.score'),
              hint: t('vote.form.method.score.hint'),
            },
            { value: 'dots', label: t('vote.form.method.dots'), hint: t('vote.form.method.dots.hint') },
          ]}
          value={type}
          onChange={(type) => set({ type })}
        />
        {type === 'dots' ? (
          <div className={vote.group}>
            <Counted
              label={t('vote.form.budget')}
              value={budget}
              max={100}
              onChange={(budget) => set({ budget })}
            />
            <Counted
              label={t('vote.form.cap')}
              value={Math.min(cap, budget)}
              max={budget}
              onChange={(cap) => set({ cap })}
            />
          </div>
        ) : null}
        <Switch
          label={t('vote.form.end')}
          hint={t('vote.form.end.hint')}
          checked={ends}
          onChange={(ends) => set({ ends })}
        />
        {ends ? (
          <Counted
            label={t('vote.form.minutes')}
            value={minutes}
            max={240}
            onChange={(minutes) => set({ minutes })}
          />
        ) : null}
        <p className={vote.soft}>{t('vote.form.frozen')}</p>
      </form>
    </Panel>
  )
}

const Counted = ({
  label,
  value,
  max,
  onChange,
}: {
  readonly label: string
  readonly value: number
  readonly max: number
  readonly onChange: (value: number) => void
}) => (
  <div className={css.counted}>
    <span aria-hidden="true" className={vote.label}>
      {label}
    </span>
    <Stepper label={label} value={value} min={1} max={max} onChange={onChange} />
  </div>
)
