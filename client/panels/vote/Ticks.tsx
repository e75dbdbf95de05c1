import type { BoardView } from '../../../shared/board.ts'
import { LOOSE, noteGroups, votableThemes, type What } from './candidates.ts'
import css from './Ticks.module.css'
import vote from './Vote.module.css'
import { useVoteT } from './voteWords.tsx'

/** What a facilitator ticks: themes, or single notes. */
export const Ticks = ({
  view,
  what,
  ticked,
  onTick,
}: {
  readonly view: BoardView
  readonly what: Exclude<What, 'ideas' | 'all'>
  readonly ticked: ReadonlySet<string>
  readonly onTick: (ticked: ReadonlySet<string>) => void
}) => {
  const t = useVoteT()
  const toggle = (id: string) => {
    const next = new Set(ticked)
    if (!next.delete(id)) next.add(id)
    onTick(next)
  }
  const tick = (id: string, label: string) => (
    <label key={id} className={css.tick}>
      <input type="checkbox" checked={ticked.has(id)} onChange={() => toggle(id)} className={css.box} />
      <span dir="auto">{label}</span>
    </label>
  )
  const titleOf = (theme: { readonly title: string } | null): string =>
    theme ? theme.title.trim() || t('theme.untitled') : t('vote.form.pick.loose')

  if (what !== 'ticked') {
    const entries =
      what === 'themes'
        ? votableThemes(view).map((theme) => [theme.id, theme.title.trim()] as const)
        : noteGroups(view).map(({ theme }) => [theme?.id ?? LOOSE, titleOf(theme)] as const)
    return (
      <fieldset className={css.ticks}>
        <legend className={vote.label}>{t('vote.form.pick.themes')}</legend>
        {entries.map(([id, label]) => tick(id, label))}
      </fieldset>
    )
  }
  return (
    <div className={vote.group}>
      {noteGroups(view).map(({ theme, notes }) => (
        <fieldset key={theme?.id ?? LOOSE} className={css.ticks}>
          <legend className={vote.label}>{titleOf(theme)}</legend>
          {notes.map((note) => tick(note.id, note.text.trim()))}
        </fieldset>
      ))}
    </div>
  )
}
