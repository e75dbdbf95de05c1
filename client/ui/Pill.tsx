import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import css from './Pill.module.css'

/** A word on a rounded ground. */
export const Pill = ({
  tone = 'plain',
  children,
}: {
  readonly tone?: 'plain' | 'accent' | 'warn' | 'good' | 'danger'
  readonly children: ReactNode
}) => <span className={classes(css.pill, tone !== 'plain' && css[tone])}>{children}</span>
