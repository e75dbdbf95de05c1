import { useT } from '../ui/words.tsx'

/** That the server has not all of mine, so that nobody thinks it lost. How many steps that were says nothing to people. */
export const Waits = ({ count, keeps }: { readonly count: number; readonly keeps: boolean }) => {
  const t = useT()
  if (count === 0) return null
  return (
    <p>
      <strong>{t(keeps ? 'app.trouble.waits' : 'app.trouble.waits.unkept')}</strong>
    </p>
  )
}
