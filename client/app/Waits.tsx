import { useT } from '../ui/words.tsx'

/** Said so that nobody thinks it lost. A count is not: people do not write in steps. */
export const Waits = ({ count, keeps }: { readonly count: number; readonly keeps: boolean }) => {
  const t = useT()
  if (count === 0) return null
  return (
    <p>
      <strong>{t(keeps ? 'app.trouble.waits' : 'app.trouble.waits.unkept')}</strong>
    </p>
  )
}
