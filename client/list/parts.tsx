import type { AnyItem } from '../../shared/kinds/registry.ts'
import { useT } from '../ui/words.tsx'
import css from './BoardList.module.css'

/** How many new things of others wait; a press shows them. That there are new notes is read out wherever the board is shown. */
export const NewPill = ({
  held,
  onShow,
}: {
  readonly held: readonly AnyItem[]
  readonly onShow: () => void
}) => {
  const t = useT()
  const count = held.length
  const notes = held.every((item) => item.kind === 'note')
  return (
    <button type="button" className={css.pill} onClick={onShow}>
      {t(notes ? 'list.new' : 'list.new.mixed', { count })}
    </button>
  )
}

/** A small note, as the button that makes one shows it. */
export const NoteMark = () => (
  <svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path
      d="M3 3.4L21 3V15L15.4 21H3.2Z"
      fill="#FCE59C"
      stroke="#2C2303"
      strokeWidth="1.6"
      strokeLinejoin="round"
    />
    <path
      d="M15.4 21L15.2 15.2L21 15Z"
      fill="#EFD683"
      stroke="#2C2303"
      strokeWidth="1.6"
      strokeLinejoin="round"
    />
    <path d="M7 8.5H17M7 12.5H14" stroke="#2C2303" strokeWidth="1.6" strokeLinecap="round" />
  </svg>
)

/** Pale shapes while the board arrives; only after 400 ms, so that a quick one does not flicker. */
export const Opening = () => {
  const t = useT()
  return (
    <div className={css.opening} role="status">
      <p>{t('list.opening')}</p>
      <span className={css.palemat} />
      <span className={css.palenote} />
      <span className={css.palenote} />
    </div>
  )
}
