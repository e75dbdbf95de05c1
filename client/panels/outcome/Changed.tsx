import { Button } from '../../ui/Button.tsx'
import { usePlanT } from './planWords.tsx'
import css from './Changed.module.css'

/** Says that the board now says something else than people wrote here, and offers both ways on. */
export const Changed = ({
  says,
  onUse,
  onKeep,
}: {
  /** What the board says now, in words. */
  readonly says: string
  readonly onUse: () => void
  readonly onKeep: () => void
}) => {
  const t = usePlanT()
  return (
    <div className={css.changed}>
      <p>{says ? t('plan.changed.says', { text: says }) : t('plan.changed.empty')}</p>
      <div className={css.row}>
        <Button onClick={onUse}>{t('plan.changed.use')}</Button>
        <Button kind="plain" onClick={onKeep}>
          {t('plan.changed.keep')}
        </Button>
      </div>
    </div>
  )
}
