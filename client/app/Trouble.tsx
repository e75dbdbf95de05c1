import { useEffect, useRef, type ReactNode } from 'react'
import { paths } from '../model/paths.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { FigureArt } from '../ui/FigureArt.tsx'
import { HelpLine } from '../ui/HelpLine.tsx'
import { Kite } from '../ui/Kite.tsx'
import { useT } from '../ui/words.tsx'
import css from './Trouble.module.css'

export type TroubleKind =
  'failed' | 'link-ended' | 'unknown' | 'removed' | 'doors-closed' | 'offline' | 'lost' | 'not-in'

/** A page for when there is nothing else to show: what happened, that nothing is lost, what to do next. */
export const Trouble = ({
  kind,
  words,
  onAgain,
  busy = false,
  join,
  reference = null,
  children,
}: {
  readonly kind: TroubleKind
  /** The server's own words, in place of ours. */
  readonly words?: string
  readonly onAgain?: () => void
  /** It is being tried. */
  readonly busy?: boolean
  /** Another way in, beside trying again. */
  readonly join?: ReactNode
  /** What can be told to whoever helps. */
  readonly reference?: string | null
  /** What there is to say beyond that. */
  readonly children?: ReactNode
}) => {
  const t = useT()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.focus()
  }, [kind])
  const fallen = kind === 'failed' || kind === 'offline'
  return (
    <main className={css.page}>
      <div className={fallen ? css.fallen : css.ground}>
        {fallen ? <FigureArt figure={{ cloth: 'denim', mood: 'tired' }} width={96} /> : <Kite size={120} />}
      </div>
      <h1 ref={heading} tabIndex={-1} className={css.title}>
        {t(`app.trouble.${kind}`)}
      </h1>
      <p className={css.words}>{words ?? t(`app.trouble.${kind}.hint`)}</p>
      {children ? <div className={css.more}>{children}</div> : null}
      <div className={css.actions}>
        {onAgain ? (
          <Button kind="filled" big disabled={busy} onClick={onAgain}>
            {t('ui.try-again')}
          </Button>
        ) : kind === 'removed' ? null : (
          <LinkButton kind="filled" big href={paths.join()}>
            {t('app.trouble.code')}
          </LinkButton>
        )}
        {join}
        <LinkButton kind={kind === 'removed' ? 'outlined' : 'plain'} href={paths.landing()}>
          {t('app.trouble.home')}
        </LinkButton>
      </div>
      <HelpLine reference={reference} />
    </main>
  )
}
