import { memo, useState, type CSSProperties, type ReactNode } from 'react'
import { MoreHorizontal, Tag } from 'lucide-react'
import type { Translate } from '../../shared/i18n/translate.ts'
import type { Figure } from '../../shared/kinds/figure/figure.ts'
import type { Note } from '../../shared/kinds/note/note.ts'
import { describe, type AnyItem, type UnknownItem } from '../../shared/kinds/registry.ts'
import type { StagePerson } from '../../shared/stage.ts'
import { Bead } from '../ui/Bead.tsx'
import { classes } from '../ui/classes.ts'
import { FigureArt } from '../ui/FigureArt.tsx'
import { Menu, type MenuEntry } from '../ui/Menu.tsx'
import { useT } from '../ui/words.tsx'
import { hideEntry, useListActions, type ListActions } from './actions.ts'
import { isLong } from './flat.ts'
import css from './ItemRow.module.css'
import papers from '../ui/notePaper.module.css'

export interface ItemRowProps {
  readonly item: AnyItem
  /** Its place in its section, from 1. */
  readonly place: number
  readonly count: number
  /** Who made it, as far as they agreed to be shown. */
  readonly author: StagePerson | null
  readonly mine: boolean
  readonly room: boolean
  /** Who else writes in it now: empty for somebody, null for nobody. */
  readonly writer: string | null
  readonly writable: boolean
  /** Several are being chosen: a press chooses. */
  readonly choosing: boolean
  readonly chosen: boolean
  /** Tab stops here; arrow keys lead to the others. */
  readonly current: boolean
  /** Part of its section is not shown, so it has no neighbours to pass. */
  readonly parted: boolean
  /** Undrawn rows before it, in CSS pixels. */
  readonly gap: number
  readonly index: number
  readonly measure: (element: HTMLElement | null) => void
}

/** One thing on the board, as a row of the list. */
export const ItemRow = memo((props: ItemRowProps) => {
  const { item, place, count, gap, index, measure } = props
  const t = useT()
  const style: CSSProperties | undefined = gap ? { marginBlockStart: gap } : undefined
  return (
    <li
      ref={measure}
      className={css.row}
      style={style}
      data-row={item.id}
      data-index={index}
      aria-posinset={place}
      aria-setsize={count}
    >
      {props.choosing ? <Tick {...props} name={describe(item, t)} /> : null}
      {item.kind === 'note' ? <NotePaper {...props} note={item} /> : null}
      {item.kind === 'figure' ? <FigureCard {...props} figure={item} /> : null}
      {item.kind === 'unknown' ? <Placeholder item={item} /> : null}
    </li>
  )
})
ItemRow.displayName = 'ItemRow'

const Tick = ({ item, chosen, current, name }: ItemRowProps & { readonly name: string }) => {
  const { toggle } = useListActions()
  const t = useT()
  return (
    <input
      type="checkbox"
      className={css.tick}
      checked={chosen}
      tabIndex={current ? 0 : -1}
      data-main=""
      aria-label={t('list.choose.item', { name })}
      onChange={() => toggle(item.id)}
    />
  )
}

/** The words of a row: a button that opens it, or, while several are chosen, mere words beside the tick. */
const Words = ({
  item,
  choosing,
  current,
  role,
  className,
  children,
}: ItemRowProps & { readonly role: string; readonly className?: string; readonly children: ReactNode }) => {
  const { open, toggle } = useListActions()
  if (choosing)
    return (
      // The tick beside it is the control; this only makes its target larger.
      <div className={classes(css.words, className)} aria-hidden="true" onClick={() => toggle(item.id)}>
        {children}
      </div>
    )
  return (
    <button
      type="button"
      className={classes(css.words, className)}
      tabIndex={current ? 0 : -1}
      data-main=""
      onClick={() => open(item.id)}
    >
      {children}
      <span className="visually-hidden">. {role}</span>
    </button>
  )
}

const NotePaper = (props: ItemRowProps & { readonly note: Note }) => {
  const { note, room, chosen, choosing, current } = props
  const t = useT()
  const text = note.text.trim()
  const [whole, setWhole] = useState(false)
  const long = isLong(text)
  return (
    <div className={classes(css.paper, papers[note.colour], room && css.folded, chosen && css.chosen)}>
      <span className={css.band} aria-hidden="true" />
      <Words {...props} role={t('list.note.role', { colour: t(`colour.${note.colour}`) })}>
        <span dir="auto" className={classes(css.text, !text && css.faint, long && !whole && css.some)}>
          {text || t('note.empty')}
        </span>
      </Words>
      {long && !choosing ? (
        <button
          type="button"
          className={css.all}
          aria-expanded={whole}
          tabIndex={current ? 0 : -1}
          onClick={() => setWhole(!whole)}
        >
          {t(whole ? 'ui.read-less' : 'ui.read-all')}
        </button>
      ) : null}
      <Foot {...props}>{choosing ? null : <ForButton {...props} />}</Foot>
    </div>
  )
}

const FigureCard = (props: ItemRowProps & { readonly figure: Figure }) => {
  const { figure, chosen } = props
  const t = useT()
  const speech = figure.speech.trim()
  const story = figure.story.trim()
  return (
    <div className={classes(css.card, chosen && css.chosen)}>
      <Words {...props} role={t('list.figure.role')} className={css.beside}>
        <span className={css.peg}>
          <FigureArt figure={figure} width={46} />
        </span>
        <span className={css.lines}>
          <span className={css.name}>
            {t('figure.described', {
              name: figure.name.trim() || t('figure.unnamed'),
              mood: t(`figure.mood.${figure.mood}`),
            })}
          </span>
          {speech ? (
            <span dir="auto" className={css.speech}>
              {t('figure.says', { speech })}
            </span>
          ) : null}
          {story ? (
            <span dir="auto" className={css.story}>
              {t('figure.stands-for', { story })}
            </span>
          ) : null}
        </span>
      </Words>
      <Foot {...props} />
    </div>
  )
}

const Placeholder = ({ item }: { readonly item: UnknownItem }) => {
  const t = useT()
  return (
    <div className={classes(css.card, css.unknown)} tabIndex={-1} data-main="" id={`unknown-${item.id}`}>
      <p className={css.name}>{t('list.item.unknown')}</p>
      <p className={css.story}>{t('list.item.unknown.hint')}</p>
    </div>
  )
}

/** Who made it, and what can be done with it. */
const Foot = (props: ItemRowProps & { readonly children?: ReactNode }) => {
  const { item, author, mine, room, writer, choosing, children } = props
  const t = useT()
  const name = describe(item, t)
  return (
    <div className={css.foot}>
      {writer === null ? null : (
        <span className={css.writing}>
          {writer ? t('list.item.writing', { name: writer }) : t('list.item.writing.somebody')}
        </span>
      )}
      <span className={css.author}>
        {author && !room ? (
          <>
            <Bead person={author} size={28} />
            <span>{mine ? t('list.item.you', { name: author.name }) : author.name}</span>
          </>
        ) : (
          <span>{room ? t('list.item.room') : t('list.item.noname')}</span>
        )}
      </span>
      {children}
      {choosing ? null : <RowMenu {...props} name={name} />}
    </div>
  )
}

/** A real menu is dear, and a long list has one in each row: until it is first pressed, a mere button stands in its place. */
const RowMenu = (props: ItemRowProps & { readonly name: string }) => {
  const { name, current } = props
  const t = useT()
  const actions = useListActions()
  const [made, setMade] = useState(false)
  const label = t('list.item.menu', { name: name.slice(0, 80) })
  const dots = <MoreHorizontal size={24} strokeWidth={3} aria-hidden />
  if (!made)
    return (
      <button
        type="button"
        className={css.more}
        aria-label={label}
        aria-haspopup="menu"
        tabIndex={current ? 0 : -1}
        onClick={() => setMade(true)}
      >
        {dots}
      </button>
    )
  return (
    <Menu
      {...{ label }}
      trigger={dots}
      className={css.more ?? ''}
      items={menuOf(props, actions, t)}
      tabStop={current}
      startOpen
    />
  )
}

const ForButton = ({ item, current, writable }: ItemRowProps) => {
  const { pickFor } = useListActions()
  const t = useT()
  if (item.kind !== 'note') return null
  const { asks, principles } = item
  const special = asks !== 'idea'
  const plain = !special && principles.length === 0
  if (plain && !writable) return null
  const marks = (
    <>
      {special ? <span>{t(`asks.${asks}`)}</span> : null}
      {principles.map((id) => (
        <span key={id} className={css.number}>
          {id}
        </span>
      ))}
      {plain ? <Tag size={20} aria-hidden /> : null}
    </>
  )
  const said = t('list.item.for.said', {
    asks: t(`asks.${asks}`),
    principles: principles.join(', ') || t('list.item.for.none'),
  })
  if (!writable)
    return (
      <span className={css.for} role="img" aria-label={said}>
        {marks}
      </span>
    )
  return (
    <button
      type="button"
      className={css.for}
      tabIndex={current ? 0 : -1}
      title={t('list.item.for')}
      aria-label={said}
      onClick={() => pickFor([item.id])}
    >
      {marks}
    </button>
  )
}

const menuOf = (
  { item, writable, place, count, parted }: ItemRowProps,
  { open, pickFor, pickColour, pickTheme, step, copy, bin, hide }: ListActions,
  t: Translate,
): MenuEntry[] => {
  const { id } = item
  if (!writable) return [{ key: 'open', label: t('list.item.open'), onAction: () => open(id) }]
  const entries: MenuEntry[] = [
    {
      key: 'open',
      label: t(item.kind === 'note' ? 'command.write' : 'list.item.open'),
      onAction: () => open(id),
    },
  ]
  if (item.kind === 'note')
    entries.push(
      { key: 'for', label: t('list.item.for'), onAction: () => pickFor([id]) },
      { key: 'colour', label: t('list.item.colour'), onAction: () => pickColour([id]) },
    )
  entries.push({ key: 'move', label: t('list.item.move'), onAction: () => pickTheme([id]) })
  if (!parted && place > 1)
    entries.push({ key: 'up', label: t('list.item.up'), onAction: () => step(id, -1) })
  if (!parted && place < count)
    entries.push({ key: 'down', label: t('list.item.down'), onAction: () => step(id, 1) })
  entries.push({ key: 'copy', label: t('command.duplicate'), onAction: () => copy([id]) })
  if (hide) entries.push(hideEntry(() => hide([id]), t))
  entries.push({
    key: 'bin',
    label: t('command.delete'),
    danger: true,
    apart: true,
    onAction: () => bin([id]),
  })
  return entries
}
