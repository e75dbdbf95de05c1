import { lazy, Suspense, useRef, useState } from 'react'
import { X } from 'lucide-react'
import { createMemory, type KnownWorkshop } from '../model/memory.ts'
import { paths } from '../model/paths.ts'
import { IconButton } from '../ui/Button.tsx'
import { useT } from '../ui/words.tsx'
import css from './MyWorkshops.module.css'

// Loaded only where somebody asks for it, so that the first page stays small.
const TakeOff = lazy(() => import('./TakeOff.tsx').then((m) => ({ default: m.TakeOff })))

/** Workshops that this device is in: the way back for whoever closed the page. */
export const MyWorkshops = ({ storage }: { readonly storage: Storage | null }) => {
  const t = useT()
  const [memory] = useState(() => createMemory(storage))
  const [known, setKnown] = useState(() => memory.workshops())
  const [asked, setAsked] = useState<KnownWorkshop | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const takeOff = ({ info }: KnownWorkshop) => {
    memory.takeOff(info.id)
    setAsked(null)
    setKnown(memory.workshops())
    // The button that was pressed has gone with its row.
    requestAnimationFrame(() => (heading.current ?? document.querySelector('h1'))?.focus())
  }
  if (!known.length) return null
  return (
    <section className={css.mine}>
      <h2 ref={heading} tabIndex={-1} className={css.heading}>
        {t('app.mine')}
      </h2>
      <ul role="list" className={css.list}>
        {known.map((each) => {
          const { info, openedAt, unsent } = each
          return (
            <li key={info.id} className={css.row}>
              <a className={css.link} href={paths.workshop(info.id)}>
                <span className={css.title}>{info.title}</span>
                <span className={css.soft}>
                  {t(`people.role.${info.role}`)}
                  {openedAt === null
                    ? ''
                    : ` · ${t('app.mine.last', {
                        date: new Date(openedAt).toLocaleDateString('en-GB', {
                          day: 'numeric',
                          month: 'long',
                        }),
                      })}`}
                </span>
                {unsent > 0 ? <strong className={css.unsent}>{t('app.mine.unsent')}</strong> : null}
              </a>
              <IconButton
                label={t('app.mine.remove', { title: info.title })}
                icon={<X size={20} aria-hidden />}
                onClick={() => setAsked(each)}
              />
            </li>
          )
        })}
      </ul>
      {asked ? (
        <Suspense fallback={null}>
          <TakeOff known={asked} memory={memory} onYes={() => takeOff(asked)} onNo={() => setAsked(null)} />
        </Suspense>
      ) : null}
    </section>
  )
}
