import { useState, type FormEvent } from 'react'
import { ChevronDown, LayoutDashboard, Pencil, Plus } from 'lucide-react'
import * as z from 'zod/mini'
import { Refusal } from '../../shared/errors.ts'
import { paths } from '../model/paths.ts'
import { useGo, useSession, useStore } from '../model/react.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Field } from '../ui/Field.tsx'
import { Menu } from '../ui/Menu.tsx'
import { useT } from '../ui/words.tsx'
import css from './Bar.module.css'

const added = z.object({ board: z.object({ id: z.string() }) })

/** Which board this is; with several, or for a facilitator, a menu of them. */
export const BoardMenu = ({ boardId, list }: { readonly boardId: string | null; readonly list: boolean }) => {
  const t = useT()
  const go = useGo()
  const session = useSession()
  const { boards, role } = useStore(session.info)
  const [asking, setAsking] = useState<'add' | 'rename' | null>(null)
  const facilitates = role === 'facilitator'
  const place = boards.findIndex((board) => board.id === boardId)
  const name =
    boards.length > 1
      ? t('bar.board.of', { number: place + 1, count: boards.length })
      : (boards[place]?.title ?? t('bar.board.view'))
  const to = (board: string) =>
    list ? paths.list(session.workshop, board) : paths.board(session.workshop, board)
  if (boards.length < 2 && !facilitates) return <span>{name}</span>
  return (
    <>
      <Menu
        label={t('bar.boards.switch', { board: `${name}: ${boards[place]?.title ?? ''}` })}
        title={t('bar.boards')}
        className={css.boards ?? ''}
        trigger={
          <>
            {name}
            <ChevronDown size={14} aria-hidden />
          </>
        }
        items={[
          ...boards.map((board) => ({
            key: board.id,
            label: board.title,
            icon: <LayoutDashboard size={20} aria-hidden />,
            selected: board.id === boardId,
            onAction: () => go(to(board.id)),
          })),
          ...(facilitates
            ? [
                {
                  key: 'rename',
                  label: t('bar.boards.rename'),
                  icon: <Pencil size={20} aria-hidden />,
                  apart: true,
                  onAction: () => setAsking('rename'),
                },
                {
                  key: 'add',
                  label: t('bar.boards.add'),
                  icon: <Plus size={20} aria-hidden />,
                  onAction: () => setAsking('add'),
                },
              ]
            : []),
        ]}
      />
      {asking ? (
        <TitleDialog
          key={asking}
          title={t(asking === 'add' ? 'bar.add.title' : 'bar.rename.title')}
          yes={t(asking === 'add' ? 'bar.add.go' : 'bar.rename.go')}
          start={asking === 'add' ? '' : (boards[place]?.title ?? '')}
          onClose={() => setAsking(null)}
          onDone={async (title) => {
            if (asking === 'rename' && boardId)
              await session.api.command({ type: 'board.rename', board: boardId, title })
            else {
              const { board } = added.parse(await session.api.command({ type: 'board.add', title }))
              go(to(board.id))
            }
          }}
        />
      ) : null}
    </>
  )
}

const TitleDialog = ({
  title,
  yes,
  start,
  onClose,
  onDone,
}: {
  readonly title: string
  readonly yes: string
  readonly start: string
  readonly onClose: () => void
  readonly onDone: (title: string) => Promise<void>
}) => {
  const t = useT()
  const [value, setValue] = useState(start)
  const [error, setError] = useState<string | null>(null)
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault()
    if (!value.trim()) return setError(t('app.start.missing'))
    try {
      await onDone(value.trim())
      onClose()
    } catch (refused) {
      setError(refused instanceof Refusal ? refused.message : t('ui.failed'))
    }
  }
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button kind="plain" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button kind="filled" type="submit" form="board-title">
            {yes}
          </Button>
        </>
      }
    >
      <form id="board-title" onSubmit={(event) => void onSubmit(event)}>
        <Field
          label={t('bar.board.title')}
          value={value}
          maxLength={200}
          autoFocus
          error={error}
          onChange={(event) => setValue(event.target.value)}
        />
      </form>
    </Dialog>
  )
}
