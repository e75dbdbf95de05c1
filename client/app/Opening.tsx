import { useT } from '../ui/words.tsx'
import css from './Opening.module.css'

/** While something arrives: pale shapes, after 400 ms, and no spinner. */
export const Opening = () => {
  const t = useT()
  return (
    <div className={css.opening} role="status">
      <div className={css.shapes} aria-hidden="true">
        <span className={css.mat} />
        <span className={css.note} />
        <span className={css.note} />
        <span className={css.note} />
      </div>
      <p className={css.words}>{t('app.opening')}</p>
    </div>
  )
}
