import type { ReactNode } from 'react'
import css from './HallSheet.module.css'

/** What takes the board's place before a hall: what it is, what was asked, the thing itself, and at the foot what to know of it. */
export const HallSheet = ({
  what,
  question,
  lines,
  foot,
  children,
}: {
  readonly what: string
  readonly question: string | null
  /** As many of the question's are shown. */
  readonly lines: number
  readonly foot: ReactNode
  readonly children: ReactNode
}) => (
  <section className={css.sheet}>
    <p className={css.aside}>{what}</p>
    {question ? (
      <h2 className={css.question} style={{ WebkitLineClamp: lines }} dir="auto">
        {question}
      </h2>
    ) : null}
    {children}
    <p className={css.aside}>{foot}</p>
  </section>
)
