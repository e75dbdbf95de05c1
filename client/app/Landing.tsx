import { lazy, Suspense, useRef, useState } from 'react'
import { paths } from '../model/paths.ts'
import { useGo } from '../model/react.tsx'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Kite } from '../ui/Kite.tsx'
import { useNotify } from '../ui/Notices.tsx'
import { useArrival } from '../ui/useArrival.ts'
import { useT } from '../ui/words.tsx'
import css from './Landing.module.css'
import { Gathering } from './scenes.tsx'

// Loaded only where there is something to show, so that the first page stays small.
const MyWorkshops = lazy(() => import('./MyWorkshops.tsx').then((m) => ({ default: m.MyWorkshops })))

/** The first page: join a workshop, start one, or look at the example. */
export const Landing = ({ storage }: { readonly storage: Storage | null }) => {
  const t = useT()
  const go = useGo()
  const notify = useNotify()
  const [opening, setOpening] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  useArrival(heading)

  const openExample = async () => {
    setOpening(true)
    try {
      // Loaded only now, so that the first page stays small.
      const { startWorkshop } = await import('./startWorkshop.ts')
      go(await startWorkshop({ title: t('app.example.title'), template: 'example' }, { storage, t }))
    } catch (error) {
      setOpening(false)
      notify({ text: error instanceof Error && error.name === 'Refusal' ? error.message : t('ui.failed') })
    }
  }

  return (
    <div className={css.page}>
      <header className={css.head}>
        <Kite size={44} />
        <span className={css.name}>{t('app.title')}</span>
      </header>
      <main className={css.main}>
        <div className={css.scene}>
          <Gathering />
        </div>
        <div className={css.words}>
          <h1 ref={heading} tabIndex={-1} className={css.title}>
            {t('app.landing.title')}
          </h1>
          <p className={css.lead}>{t('app.landing.lead')}</p>
          {Object.keys(storage ?? {}).some((key) => key.startsWith('kiteboard.info:')) ? (
            <Suspense fallback={null}>
              <MyWorkshops storage={storage} />
            </Suspense>
          ) : null}
          <ul className={css.cards} role="list">
            <li className={css.card}>
              <h2 className={css.cardTitle}>{t('app.landing.join')}</h2>
              <p className={css.cardHint}>{t('app.landing.join.hint')}</p>
              <LinkButton kind="filled" big wide href={paths.join()}>
                {t('app.landing.join.go')}
              </LinkButton>
            </li>
            <li className={css.card}>
              <h2 className={css.cardTitle}>{t('app.landing.start')}</h2>
              <p className={css.cardHint}>{t('app.landing.start.hint')}</p>
              <LinkButton kind="outlined" big wide href={paths.start()}>
                {t('app.landing.start.go')}
              </LinkButton>
            </li>
          </ul>
          <p className={css.foot}>
            <span>{t('app.landing.foot')}</span>
            <Button kind="plain" onClick={() => void openExample()} disabled={opening}>
              {t(opening ? 'app.landing.example.opening' : 'app.landing.example')}
            </Button>
          </p>
        </div>
      </main>
    </div>
  )
}
