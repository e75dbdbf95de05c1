import { memo } from 'react'
import { MoreHorizontal, Plus } from 'lucide-react'
import { Button } from '../ui/Button.tsx'
import { classes } from '../ui/classes.ts'
import { Menu, type MenuEntry } from '../ui/Menu.tsx'
import { useT } from '../ui/words.tsx'
import { hideEntry, useListActions } from './actions.ts'
import { sectionKey } from './flat.ts'
import type { Section } from './rows.ts'
import css from './ThemeHead.module.css'

export interface ThemeHeadProps {
  readonly section: Section
  readonly id: string
  readonly index: number
  readonly writable: boolean
  /** Its place among the themes, from 0, and how many there are. */
  readonly place: number
  readonly themes: number
  readonly measure: (element: HTMLElement | null) => void
}

/** A theme's heading: its mat, title, count and statement. */
export const ThemeHead = memo(({ section, id, index, writable, place, themes, measure }: ThemeHeadProps) => {
  const t = useT()
  const { theme, items } = section
  const count = t(items.every((item) => item.kind === 'note') ? 'list.count' : 'list.count.mixed', {
    count: items.length,
  })
  const title = theme
    ? theme.title.trim() || t('theme.untitled')
    : t(themes ? 'list.loose' : 'list.loose.only')
  const statement = theme?.statement.trim()
  return (
    <div ref={measure} className={css.head} data-index={index} data-row={`head-${sectionKey(section)}`}>
      <div className={classes(css.mat, theme ? css[`mat${theme.mat}`] : css.loose)}>
        <h2 id={id} tabIndex={-1} className={css.title} dir="auto">
          {title}
        </h2>
        <p className={css.count}>{count}</p>
        {theme ? <ThemeMenu section={section} {...{ writable, place, themes, title }} /> : null}
        {statement ? (
          <p className={css.statement} dir="auto">
            {statement}
          </p>
        ) : null}
      </div>
    </div>
  )
})
ThemeHead.displayName = 'ThemeHead'

const ThemeMenu = ({
  section: { theme },
  writable,
  place,
  themes,
  title,
}: Pick<ThemeHeadProps, 'section' | 'writable' | 'place' | 'themes'> & { readonly title: string }) => {
  const t = useT()
  const { open, step, bin, hide } = useListActions()
  if (!theme) return null
  const { id } = theme
  const items: MenuEntry[] = writable
    ? [{ key: 'edit', label: t('list.theme.edit'), onAction: () => open(id) }]
    : [{ key: 'open', label: t('list.item.open'), onAction: () => open(id) }]
  if (writable) {
    if (place > 0) items.push({ key: 'up', label: t('list.theme.up'), onAction: () => step(id, -1) })
    if (place < themes - 1)
      items.push({ key: 'down', label: t('list.theme.down'), onAction: () => step(id, 1) })
    if (hide) items.push(hideEntry(() => hide([id]), t))
    items.push({
      key: 'bin',
      label: t('list.theme.delete'),
      danger: true,
      apart: true,
      onAction: () => bin([id]),
    })
  }
  return (
    <Menu
      label={t('list.theme.menu', { name: title })}
      trigger={<MoreHorizontal size={24} strokeWidth={3} aria-hidden />}
      items={items}
    />
  )
}

/** The end of a section: what an empty one says, and a way to add to it. */
export const SectionFoot = memo(
  ({
    section,
    index,
    writable,
    measure,
  }: Pick<ThemeHeadProps, 'section' | 'index' | 'writable' | 'measure'>) => {
    const t = useT()
    const { add } = useListActions()
    const { theme, items } = section
    return (
      <div
        ref={measure}
        className={theme ? css.foot : css.end}
        data-index={index}
        data-end={sectionKey(section)}
      >
        {theme && !items.length ? <p className={css.empty}>{t('list.theme.empty')}</p> : null}
        {theme && writable ? (
          <Button kind="plain" icon={<Plus size={20} aria-hidden />} onClick={() => add(theme.id)}>
            {t('list.add.here')}
          </Button>
        ) : null}
      </div>
    )
  },
)
SectionFoot.displayName = 'SectionFoot'
