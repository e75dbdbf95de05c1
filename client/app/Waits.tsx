import { useT } from '../ui/words.tsx'

/** How much of mine the server has not, so that nobody thinks it lost. */
export const Waits = ({ count, keeps }: { readonly count: number; readonly keeps: boolean }) => {
  const t = useT()
  if (count === 0) return null
  return (
    <p>
      <strong>{t(keeps ? 'app.trouble.waits' : 'app.trouble.waits.unkept', { count })}</strong>
    </p>
  )
}
