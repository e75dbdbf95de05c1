import { useEffect, useRef, useState } from 'react'
import * as z from 'zod/mini'
import { useSession, useStore } from '../../model/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { Field, Select } from '../../ui/Field.tsx'
import { useNotify } from '../../ui/Notices.tsx'
import { Confirm } from '../../ui/Confirm.tsx'
import { useAsk } from '../useAsk.ts'
import css from './FacilitatePanel.module.css'
import { useFacilitateT } from './facilitateWords.tsx'

/** How people write on a board: all see each note, each sees their own alone, or nobody writes. */
type Way = 'open' | 'private' | 'resting'

const revealed = z.object({ revealed: z.int() })

/** How people write, as one choice a board. */
export const Writing = ({ board }: { readonly board?: string }) => {
  const t = useFacilitateT()
  const { stage, api } = useSession()
  const boards = useStore(stage, (now) => now.boards)
  const writing = useStore(stage, ({ meta }) => meta.writing)
  const lost = useStore(stage, ({ meta }) => meta.lostWriting)
  const [picked, setPicked] = useState<string | null>(null)
  /** Private was chosen, and is not begun yet. */
  const [preparing, setPreparing] = useState(false)
  /** What the board will be once the notes are shared; null while that is not asked. */
  const [sharing, setSharing] = useState<Exclude<Way, 'private'> | null>(null)
  const { busy, ask } = useAsk()
  const wanted = picked ?? writing?.board ?? board
  const here = boards.find(({ id }) => id === wanted) ?? boards[0]
  if (!here) return null

  const isPrivate = writing?.board === here.id
  const elsewhere = writing && !isPrivate ? boards.find(({ id }) => id === writing.board) : undefined
  const way: Way = isPrivate || preparing ? 'private' : here.locked ? 'resting' : 'open'
  const lock = (locked: boolean) => ask(() => api.command({ type: 'lock', locked, board: here.id }))

  const choose = (next: Way) => {
    setPreparing(next === 'private' && !isPrivate)
    if (next === 'private') return
    if (isPrivate) setSharing(next)
    else if (here.locked !== (next === 'resting')) void lock(next === 'resting')
  }

  return (
    <>
      {boards.length > 1 ? (
        <Select
          label={t('facilitate.writing.board')}
          value={here.id}
          onChange={(event) => {
            setPreparing(false)
            setPicked(event.target.value)
          }}
        >
          {boards.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </Select>
      ) : null}
      <Choice<Way>
        label={t('facilitate.writing.choose', { title: here.title })}
        options={(['open', 'private', 'resting'] as const)
          .filter((each) => each !== 'private' || !elsewhere)
          .map((value) => ({
            value,
            label: t(`facilitate.writing.${value}`),
            hint: t(
              value === 'private' && preparing && !writing
                ? 'facilitate.writing.private.soon'
                : `facilitate.writing.${value}.hint`,
            ),
          }))}
        value={way}
        disabled={busy}
        onChange={choose}
      />
      {elsewhere ? (
        <p className={css.soft}>{t('facilitate.writing.elsewhere', { title: elsewhere.title })}</p>
      ) : null}
      {lost !== null && !preparing ? <p className={css.soft}>{t('facilitate.writing.lost')}</p> : null}
      {preparing && !writing ? (
        <Begin
          onBegin={async (question) => {
            if (here.locked && !(await lock(false))) return
            await ask(() => api.command({ type: 'writing.start', board: here.id, question }))
            setPreparing(false)
          }}
          busy={busy}
        />
      ) : null}
      {isPrivate ? (
        <Private
          sharing={sharing !== null}
          onShare={(open) => setSharing(open ? 'open' : null)}
          onShared={async () => {
            if (sharing === 'resting') await lock(true)
            setSharing(null)
          }}
        />
      ) : null}
    </>
  )
}

const Begin = ({
  onBegin,
  busy,
}: {
  readonly onBegin: (question: string) => Promise<void>
  readonly busy: boolean
}) => {
  const t = useFacilitateT()
  const { stage } = useSession()
  const [question, setQuestion] = useState(stage.get().meta.step?.question ?? '')
  const form = useRef<HTMLFormElement>(null)
  // It opens below the panel's edge. Whoever walks through the choices by keys goes on walking there.
  useEffect(() => {
    const byKeys = document.activeElement?.matches('input[type=radio]:focus-visible')
    if (!byKeys) form.current?.querySelector('input')?.focus({ preventScroll: true })
    form.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <form
      ref={form}
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) void onBegin(question.trim())
      }}
    >
      <Field
        label={t('facilitate.writing.question')}
        hint={t('facilitate.writing.question.hint')}
        value={question}
        maxLength={300}
        onChange={(event) => setQuestion(event.target.value)}
      />
      <Button type="submit" wide disabled={busy}>
        {t('facilitate.writing.start')}
      </Button>
      <p className={css.soft}>{t('facilitate.writing.start.hint')}</p>
    </form>
  )
}

/** While people write in private: how much there is, and the two ways to end it. */
const Private = ({
  sharing,
  onShare,
  onShared,
}: {
  /** It is being asked whether to share. */
  readonly sharing: boolean
  readonly onShare: (open: boolean) => void
  readonly onShared: () => Promise<void>
}) => {
  const t = useFacilitateT()
  const { stage, api } = useSession()
  const notify = useNotify()
  const writing = useStore(stage, ({ meta }) => meta.writing)
  const [stopping, setStopping] = useState(false)
  const { busy, ask } = useAsk()
  if (!writing) return null
  const { id, question, progress } = writing

  const share = async () => {
    const done = await ask(async () => {
      const answer = revealed.parse(await api.command({ type: 'writing.reveal', writing: id }))
      // Everybody hears how many there are; that there are none, only who asked.
      if (answer.revealed === 0) notify({ text: t('facilitate.writing.shared', { count: 0 }) })
    })
    if (done) await onShared()
  }
  const stop = async () => {
    if (await ask(() => api.command({ type: 'writing.cancel', writing: id }))) setStopping(false)
  }

  return (
    <>
      {question ? <p className={css.strong}>{question}</p> : null}
      <p className={progress ? undefined : css.soft}>
        {progress ? t('facilitate.writing.progress', { ...progress }) : t('facilitate.writing.progress.few')}
      </p>
      <Button wide onClick={() => onShare(true)}>
        {t('facilitate.writing.share')}
      </Button>
      <p className={css.soft}>{t('facilitate.writing.share.hint')}</p>
      <Button kind="plain" wide onClick={() => setStopping(true)}>
        {t('facilitate.writing.stop')}
      </Button>
      {sharing ? (
        <Confirm
          title={t('facilitate.writing.share.title')}
          text={
            progress
              ? t('facilitate.writing.share.count', { notes: progress.notes })
              : t('facilitate.writing.share.few')
          }
          yes={t('facilitate.writing.share')}
          no={t('facilitate.writing.share.no')}
          busy={busy}
          onYes={() => void share()}
          onNo={() => onShare(false)}
        />
      ) : null}
      {stopping ? (
        <Confirm
          title={t('facilitate.writing.stop.title')}
          text={t('facilitate.writing.stop.text')}
          yes={t('facilitate.writing.stop.yes')}
          no={t('facilitate.writing.stop.no')}
          busy={busy}
          onYes={() => void stop()}
          onNo={() => setStopping(false)}
        />
      ) : null}
    </>
  )
}
