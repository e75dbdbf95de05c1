import { useState } from 'react'
import type { StageBoard } from '../../../shared/stage.ts'
import type { Goal } from '../../model/goal.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { useNotify } from '../../ui/Notices.tsx'
import { useAsk } from '../useAsk.ts'
import css from './FacilitatePanel.module.css'
import { useFacilitateT } from './facilitateWords.tsx'

/** Boards: where everyone is asked to look, and a new one. */
export const Boards = ({
  board,
  sight,
}: {
  readonly board?: string
  /** What I look at just now. */
  readonly sight?: () => Goal | null
}) => {
  const t = useFacilitateT()
  const { stage, api } = useSession()
  const { ask } = useAsk()
  const boards = useStore(stage, (now) => now.boards)
  const focus = useStore(stage, ({ meta }) => meta.focus)
  const here = boards.find(({ id }) => id === board) ?? boards[0]

  return (
    <>
      {here ? <Focus here={here} {...(sight ? { sight } : {})} /> : null}
      {focus ? (
        <Button kind="plain" wide onClick={() => void ask(() => api.command({ type: 'focus', focus: null }))}>
          {t('facilitate.focus.end')}
        </Button>
      ) : null}
      <AddBoard />
    </>
  )
}

const Focus = ({ here, sight }: { readonly here: StageBoard; readonly sight?: () => Goal | null }) => {
  const t = useFacilitateT()
  const { api } = useSession()
  const notify = useNotify()
  const { busy, ask } = useAsk()
  const bring = async () => {
    const seen = sight?.() ?? null
    const item = seen?.item ?? null
    const at: [number, number] | null = item || !seen?.at ? null : [seen.at[0], seen.at[1]]
    if (await ask(() => api.command({ type: 'focus', focus: { board: here.id, item, at } })))
      notify({ text: t('facilitate.focus.done', { title: here.title }) })
  }
  return (
    <>
      <Button wide disabled={busy} onClick={() => void bring()}>
        {t('facilitate.focus')}
      </Button>
      <p className={css.soft}>{t('facilitate.focus.hint', { title: here.title })}</p>
    </>
  )
}

const AddBoard = () => {
  const t = useFacilitateT()
  const { api } = useSession()
  const notify = useNotify()
  const { busy, ask } = useAsk()
  const [title, setTitle] = useState('')

  const add = async () => {
    const wanted = title.trim()
    if (!(await ask(() => api.command({ type: 'board.add', title: wanted })))) return
    notify({ text: t('facilitate.board.add.done', { title: wanted }) })
    setTitle('')
  }

  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (title.trim() && !busy) void add()
      }}
    >
      <Field
        label={t('facilitate.board.add.title')}
        value={title}
        maxLength={200}
        onChange={(event) => setTitle(event.target.value)}
      />
      <Button type="submit" wide disabled={busy || !title.trim()}>
        {t('facilitate.board.add')}
      </Button>
    </form>
  )
}
