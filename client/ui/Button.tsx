import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { classes } from './classes.ts'
import css from './Button.module.css'

/** How a button looks. A screen has at most one `filled`. */
export type ButtonKind = 'filled' | 'outlined' | 'plain' | 'danger'

interface Look {
  readonly kind?: ButtonKind
  /** The one main button: 56 high. */
  readonly big?: boolean
  /** As wide as what it stands in. */
  readonly wide?: boolean
  readonly icon?: ReactNode
}

export type ButtonProps = Look &
  ButtonHTMLAttributes<HTMLButtonElement> & { readonly ref?: Ref<HTMLButtonElement> }

const look = ({ kind = 'outlined', big, wide }: Look, className?: string): string =>
  classes(css.button, css[kind], big && css.big, wide && css.wide, className)

/** A button. Its words are a verb. */
export const Button = ({
  kind,
  big,
  wide,
  icon,
  className,
  children,
  type = 'button',
  ...rest
}: ButtonProps) => (
  <button {...rest} type={type} className={look({ kind, big, wide }, className)}>
    {icon}
    {children !== undefined && children !== null && <span>{children}</span>}
  </button>
)

export type LinkButtonProps = Look & AnchorHTMLAttributes<HTMLAnchorElement>

/** A link that looks like a button: for what leads somewhere. */
export const LinkButton = ({ kind, big, wide, icon, className, children, ...rest }: LinkButtonProps) => (
  <a {...rest} className={look({ kind, big, wide }, className)}>
    {icon}
    {children !== undefined && children !== null && <span>{children}</span>}
  </a>
)

/** A square button of 44 that shows a drawing alone; its label is read out and, unless it has another, shown as a tip. */
export const IconButton = ({
  label,
  icon,
  title = label,
  className,
  type = 'button',
  ...rest
}: Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> & {
  readonly label: string
  readonly icon: ReactNode
  readonly ref?: Ref<HTMLButtonElement>
}) => (
  <button {...rest} type={type} aria-label={label} title={title} className={classes(css.square, className)}>
    {icon}
  </button>
)
