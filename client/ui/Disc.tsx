import { classes } from './classes.ts'
import css from './Disc.module.css'

/** A number in a teal disc: a step, a principle. */
export const Disc = ({ number, small }: { readonly number: number; readonly small?: boolean }) => (
  <span className={classes(css.disc, small && css.small)}>{number}</span>
)
