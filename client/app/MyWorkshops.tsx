import { useState } from 'react'
import { X } from 'lucide-react'
import { createMemory } from '../model/memory.ts'
import { paths } from '../model/paths.ts'
import { IconButton } from '../ui/Button.tsx'
import { useT } from '../ui/words.tsx'
import css from './MyWorkshops.module.css'

/** Workshops that this device is in: the way back for whoever closed the page. */
export const MyWorkshops = ({ storage }: { readonly storage: Storage | null }) => {
  const t = useT()
  const [memory] = useState(() => createMemory(storage))
  const [known, setKnown] = useState(() => memory.workshops())
  if (!known.length) return null
  return (
    <section className={css.mine}>
      <h2 className={css.heading}>{t('app.mine')}</h2>
      <ul role="list" className={css.list}>
        {known.map(({ info, openedAt, unsent }) => (
          <li key={info.id} className={css.row}>
            <a className={css.link} href={paths.workshop(info.id)}>
              <span className={css.title}>{info.title}</span>
              <span className={css.soft}>
                {t(`people.role.${info.role}`)}
                {openedAt === null
                  ? ''
                  : ` · ${t('app.mine.last', {
                      date: new Date(openedAt).toLocaleDateString('en-GB', { day: 'numeric', month: 'long' }),
                    })}`}
              </span>
              <Unsent count={unsent} />
            </a>
            <IconButton
              label={t('app.mine.remove', { title: info.title })}
              icon={<X size={20} aria-hidden />}
              onClick={() => {
                memory.takeOff(info.id)
                setKnown(memory.workshops())
              }}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What was left behind unsent goes out only from within its workshop. */
const Unsent = ({ count }: { readonly count: number }) => {
  const t = useT()
  return count > 0 ? <strong className={css.unsent}>{t('app.mine.unsent', { count })}</strong> : null
}
