import type { ReactNode } from 'react'
import css from './EmptyState.module.css'

/** What stands where there is nothing yet: a drawing, a sentence, and perhaps one thing to press. */
export const EmptyState = ({
  art,
  children,
  action,
}: {
  readonly art?: ReactNode
  readonly children: ReactNode
  readonly action?: ReactNode
}) => (
  <div className={css.empty}>
    {art}
    <p>{children}</p>
    {action}
  </div>
)
