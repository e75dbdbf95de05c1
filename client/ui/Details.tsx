import type { ReactNode } from 'react'
import css from './Details.module.css'

/** What shows once one asks for it: a line that opens, and what lies under it. */
export const Details = ({
  summary,
  children,
}: {
  readonly summary: ReactNode
  readonly children: ReactNode
}) => (
  <details className={css.details}>
    <summary className={css.summary}>
      <span className={css.words}>{summary}</span>
    </summary>
    <div className={css.inner}>{children}</div>
  </details>
)
