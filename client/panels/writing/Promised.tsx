import { EyeOff } from 'lucide-react'
import { useWritingT } from './writingWords.tsx'
import css from './Writing.module.css'

/** Who will see it, when, and whose name is on it. */
export const Promised = () => {
  const t = useWritingT()
  return (
    <p className={css.promise}>
      <EyeOff size={20} aria-hidden />
      <span>
        {t('writing.promise')} {t('writing.promise.name')}
      </span>
    </p>
  )
}
