import { EyeOff } from 'lucide-react'
import { useSession, useStore } from '../../model/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { classes } from '../../ui/classes.ts'
import { useWritingT, WritingWords } from './writingWords.tsx'
import css from './WritingCall.module.css'

interface WritingCallProps {
  readonly onOpen: () => void
  /** It lies over the board, and takes no more of it than it must. */
  readonly compact?: boolean
}

/** Says that people write in private now, or that notes of mine came too late; and leads there. Nothing else draws attention to it. */
export const WritingCall = (props: WritingCallProps) => (
  <WritingWords>
    <Call {...props} />
  </WritingWords>
)

const Call = ({ onOpen, compact = false }: WritingCallProps) => {
  const t = useWritingT()
  const { writing } = useSession()
  const { spell, drafts, late, unfinished } = useStore(writing.mine)
  const left = late.length + unfinished.filter(({ id }) => id !== spell?.id).length
  if (!spell && !left) return null
  return (
    <section className={classes(css.call, compact && css.compact)} aria-label={t('writing.title')}>
      <EyeOff size={26} aria-hidden className={css.mark} />
      <div className={css.words}>
        <p className={css.title}>{spell ? t('writing.title') : t('writing.call.late', { count: left })}</p>
        {spell?.question ? <p className={css.question}>{spell.question}</p> : null}
        <p className={css.soft}>
          {spell ? t('writing.call.hint') : t('writing.call.late.hint', { count: left })}{' '}
          {spell && drafts.length ? t('writing.call.count', { count: drafts.length }) : null}
        </p>
      </div>
      <Button className={css.go} onClick={onOpen}>
        {spell
          ? t(drafts.length || left ? 'writing.call.mine' : 'writing.call.go')
          : t('writing.call.late.go', { count: left })}
      </Button>
    </section>
  )
}
