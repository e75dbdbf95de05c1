import type { ReactNode } from 'react'
import {
  Button,
  Header,
  Menu as AriaMenu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Separator,
} from 'react-aria-components'
import { Check } from 'lucide-react'
import { classes } from './classes.ts'
import css from './Menu.module.css'

export interface MenuEntry {
  readonly key: string
  readonly label: string
  /** A second, softer line. */
  readonly hint?: string
  readonly icon?: ReactNode
  readonly onAction: () => void
  readonly danger?: boolean
  /** Of several that exclude each other, the one that holds. */
  readonly selected?: boolean
  readonly disabled?: boolean
  /** Draws a line above it, unless it comes first. */
  readonly apart?: boolean
}

/** A button that opens a list of what can be done. */
export const Menu = ({
  label,
  trigger,
  items,
  title,
  className,
  tabStop = true,
  startOpen = false,
}: {
  /** What the button is called when its own words do not say so. */
  readonly label: string
  readonly trigger: ReactNode
  readonly items: readonly MenuEntry[]
  /** Stands above the entries. */
  readonly title?: string
  /** The button's looks; without it, a plain one of 44. */
  readonly className?: string
  /** False where arrow keys lead to the row that it stands in, and Tab should not stop at each row's menu. */
  readonly tabStop?: boolean
  /** It opens at once: it was made because a cheaper button in its place was pressed. */
  readonly startOpen?: boolean
}) => (
  <MenuTrigger defaultOpen={startOpen}>
    <Button aria-label={label} className={className ?? css.trigger ?? ''} excludeFromTabOrder={!tabStop}>
      {trigger}
    </Button>
    <Popover className={css.popover ?? ''} offset={6}>
      <AriaMenu className={css.menu ?? ''} aria-label={label}>
        <MenuSection>
          {title ? <Header className={css.title ?? ''}>{title}</Header> : null}
          {items.flatMap((item, place) => {
            const entry = (
              <MenuItem
                key={item.key}
                id={item.key}
                textValue={item.label}
                isDisabled={item.disabled ?? false}
                onAction={item.onAction}
                className={classes(css.item, item.danger && css.danger, item.selected && css.selected)}
                {...(item.selected === undefined ? {} : { 'aria-current': item.selected })}
              >
                {item.icon ? <span className={css.icon}>{item.icon}</span> : null}
                <span className={css.words}>
                  <span>{item.label}</span>
                  {item.hint ? <span className={css.hint}>{item.hint}</span> : null}
                </span>
                {item.selected ? <Check size={20} aria-hidden /> : null}
              </MenuItem>
            )
            return item.apart && place > 0
              ? [<Separator key={`${item.key}-line`} className={css.line ?? ''} />, entry]
              : [entry]
          })}
        </MenuSection>
      </AriaMenu>
    </Popover>
  </MenuTrigger>
)
