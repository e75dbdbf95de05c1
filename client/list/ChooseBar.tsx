import { Button } from '../ui/Button.tsx'
import { useT } from '../ui/words.tsx'
import { useListActions } from './actions.ts'
import css from './BoardList.module.css'

/** What can be done with all that were chosen. */
export const ChooseBar = ({
  chosen,
  onAll,
  onDone,
}: {
  readonly chosen: readonly string[]
  readonly onAll: () => void
  readonly onDone: () => void
}) => {
  const t = useT()
  const { pickFor, pickColour, pickTheme, copy, bin } = useListActions()
  const none = chosen.length === 0
  return (
    <div className={css.choosebar} role="group" aria-label={t('list.choose')}>
      <p className={css.chosencount} role="status">
        {t('list.choose.count', { count: chosen.length })}
      </p>
      <div className={css.choosebuttons}>
        <Button kind="plain" onClick={onAll}>
          {t('list.choose.all')}
        </Button>
        <Button kind="plain" disabled={none} onClick={() => pickTheme(chosen)}>
          {t('list.item.move')}
        </Button>
        <Button kind="plain" disabled={none} onClick={() => pickColour(chosen)}>
          {t('list.item.colour')}
        </Button>
        <Button kind="plain" disabled={none} onClick={() => pickFor(chosen)}>
          {t('list.item.for')}
        </Button>
        <Button kind="plain" disabled={none} onClick={() => copy(chosen)}>
          {t('command.duplicate')}
        </Button>
        <Button kind="plain" disabled={none} onClick={() => bin(chosen)}>
          {t('command.delete')}
        </Button>
      </div>
      <Button kind="filled" wide onClick={onDone}>
        {t('list.choose.done')}
      </Button>
    </div>
  )
}
