import { useRef, useState, type ReactNode } from 'react'
import {
  CheckSquare,
  LayoutGrid,
  MoreHorizontal,
  Redo2,
  Search,
  Trash2,
  Undo2,
  UserRound,
  X,
} from 'lucide-react'
import { IconButton } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Menu, type MenuEntry } from '../ui/Menu.tsx'
import { useT } from '../ui/words.tsx'
import css from './ListTools.module.css'

export interface ListToolsProps {
  readonly query: string
  readonly onQuery: (query: string) => void
  /** How many were found; null when nothing is sought. */
  readonly found: number | null
  readonly writable: boolean
  readonly canUndo: boolean
  readonly canRedo: boolean
  readonly onUndo: () => void
  readonly onRedo: () => void
  readonly onChoose: () => void
  readonly onTheme: () => void
  readonly onFigure: () => void
  readonly binned: number
  readonly onBin: () => void
}

/** Find, undo, and what is seldom needed. */
export const ListTools = (props: ListToolsProps) => {
  const { query, onQuery, found, writable, canUndo, canRedo } = props
  const t = useT()
  const [searching, setSearching] = useState(query !== '')
  const opener = useRef<HTMLButtonElement>(null)
  const stop = () => {
    onQuery('')
    setSearching(false)
    requestAnimationFrame(() => opener.current?.focus())
  }
  return (
    <div className={css.tools}>
      {searching ? (
        <Found count={found}>
          <Field
            label={t('list.search')}
            hideLabel
            type="search"
            autoFocus
            placeholder={t('list.search')}
            value={query}
            onChange={(event) => onQuery(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return
              event.preventDefault()
              event.stopPropagation()
              stop()
            }}
            className={css.field}
          />
          <IconButton label={t('list.search.clear')} icon={<X size={22} aria-hidden />} onClick={stop} />
        </Found>
      ) : (
        <div className={css.row}>
          <IconButton
            ref={opener}
            label={t('list.search')}
            icon={<Search size={22} aria-hidden />}
            onClick={() => setSearching(true)}
          />
          <span className={css.space} />
          {writable ? (
            <>
              <IconButton
                label={t('command.undo')}
                icon={<Undo2 size={22} aria-hidden />}
                aria-disabled={!canUndo}
                className={css.quiet}
                onClick={props.onUndo}
              />
              <IconButton
                label={t('command.redo')}
                icon={<Redo2 size={22} aria-hidden />}
                aria-disabled={!canRedo}
                className={css.quiet}
                onClick={props.onRedo}
              />
              <MoreMenu {...props} />
            </>
          ) : null}
        </div>
      )}
    </div>
  )
}

const Found = ({ count, children }: { readonly count: number | null; readonly children: ReactNode }) => {
  const t = useT()
  return (
    <div role="search" className={css.search}>
      <div className={css.row}>{children}</div>
      <p role="status" className={css.found}>
        {count === null ? null : t('list.search.found', { count })}
      </p>
    </div>
  )
}

const MoreMenu = ({ onChoose, onTheme, onFigure, binned, onBin }: ListToolsProps) => {
  const t = useT()
  const items: MenuEntry[] = [
    {
      key: 'choose',
      label: t('list.choose'),
      icon: <CheckSquare size={20} aria-hidden />,
      onAction: onChoose,
    },
    {
      key: 'theme',
      label: t('list.add.theme'),
      icon: <LayoutGrid size={20} aria-hidden />,
      onAction: onTheme,
    },
    {
      key: 'figure',
      label: t('list.add.figure'),
      icon: <UserRound size={20} aria-hidden />,
      onAction: onFigure,
    },
    {
      key: 'bin',
      label: binned ? t('list.bin.count', { count: binned }) : t('list.bin'),
      icon: <Trash2 size={20} aria-hidden />,
      apart: true,
      onAction: onBin,
    },
  ]
  return (
    <Menu
      label={t('list.more')}
      trigger={<MoreHorizontal size={24} strokeWidth={3} aria-hidden />}
      items={items}
    />
  )
}
