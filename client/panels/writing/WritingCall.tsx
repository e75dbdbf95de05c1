import { EyeOff } from 'lucide-react'
import { useSession, useStore } from '../../model/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { useT } from '../../ui/words.tsx'
import css from './WritingCall.module.css'

/** Says that people write in private now, or that notes of mine came too late; and leads there. Nothing else draws attention to it. */
export const WritingCall = ({ onOpen }: { readonly onOpen: () => void }) => {
  const t = useT()
  const { writing } = useSession()
  const { spell, drafts, late, unfinished } = useStore(writing.mine)
  const left = late.length + unfinished.filter(({ id }) => id !== spell?.id).length
  if (!spell && !left) return null
  return (
    <section className={css.call} aria-label={t('writing.title')}>
      <EyeOff size={26} aria-hidden className={css.mark} />
      <div className={css.words}>
        <p className={css.title}>{spell ? t('writing.title') : t('writing.call.late', { count: left })}</p>
        {spell?.question ? <p>{spell.question}</p> : null}
        <p className={css.soft}>
          {spell
            ? `${t('writing.promise')} ${t('writing.promise.name')}`
            : t('writing.call.late.hint', { count: left })}
        </p>
        {spell && drafts.length ? (
          <p className={css.soft}>{t('writing.call.count', { count: drafts.length })}</p>
        ) : null}
      </div>
      <Button className={css.go} onClick={onOpen}>
        {spell
          ? t(drafts.length || left ? 'writing.call.mine' : 'writing.call.go')
          : t('writing.call.late.go', { count: left })}
      </Button>
    </section>
  )
}
