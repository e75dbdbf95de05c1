import { useRef, type ReactNode } from 'react'
import { ChevronLeft } from 'lucide-react'
import { paths } from '../model/paths.ts'
import { useArrival } from '../ui/useArrival.ts'
import { useT } from '../ui/words.tsx'
import css from './Form.module.css'
import { Welcome } from './scenes.tsx'
import { useFull } from './useFull.ts'

/** A page with one thing to fill in: the scene above, the form below, a word at the foot. */
export const FormPage = ({
  title,
  over,
  children,
  foot,
  back = true,
}: {
  readonly title: string
  /** A line above the title, read with it. */
  readonly over?: string
  readonly children: ReactNode
  readonly foot?: string
  readonly back?: boolean
}) => {
  const t = useT()
  const heading = useRef<HTMLHeadingElement>(null)
  useArrival(heading, title)
  useFull()
  return (
    <div className={css.page} data-sheet="page">
      <div className={css.sheet}>
        <header>
          {back ? (
            <a className={css.back} href={paths.landing()} aria-label={t('ui.back')}>
              <ChevronLeft size={26} aria-hidden />
            </a>
          ) : null}
          <Welcome />
        </header>
        <main className={css.body}>
          <h1 ref={heading} tabIndex={-1} className={css.title}>
            {over ? (
              <>
                {over}
                <br />
              </>
            ) : null}
            {title}
          </h1>
          {children}
        </main>
        {foot ? <footer className={css.foot}>{foot}</footer> : null}
      </div>
    </div>
  )
}
