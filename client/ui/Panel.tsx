import {
  createContext,
  useContext,
  useEffect,
  useId,
  useRef,
  type KeyboardEvent,
  type ReactNode,
} from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { ChevronLeft, X } from 'lucide-react'
import { useBackCloses } from './back.tsx'
import { IconButton } from './Button.tsx'
import { useEscape } from './useEscape.ts'
import { useFocusReturn } from './useFocusReturn.ts'
import { PHONE, useMedia } from './useMedia.ts'
import { useT } from './words.tsx'
import { classes } from './classes.ts'
import css from './Panel.module.css'

export interface PanelProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  /** Stays in view below what scrolls. */
  readonly footer?: ReactNode
  /** Nothing inside takes the focus: so what scrolls does, for those who scroll by keys. */
  readonly reading?: boolean
}

const PageContext = createContext(false)

/** A panel in here is the page itself, with an address of its own: the browser's Back leaves it as it leaves any page. */
export const PanelPage = ({ children }: { readonly children: ReactNode }) => (
  <PageContext value={true}>{children}</PageContext>
)

/** A card at the end side, beside the board; on a phone a full screen with Back. Escape closes it, and there the browser's Back. */
export const Panel = (props: PanelProps) => (useMedia(PHONE) ? <Screen {...props} /> : <Side {...props} />)

const Side = ({ title, onClose, children, footer, reading }: PanelProps) => {
  const t = useT()
  const id = useId()
  const section = useRef<HTMLElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)

  useFocusReturn()
  useEffect(() => {
    // A field inside that took focus by itself keeps it.
    if (!section.current?.contains(document.activeElement)) heading.current?.focus({ preventScroll: true })
  }, [])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.preventDefault()
    event.stopPropagation()
    onClose()
  }

  return (
    <section ref={section} className={css.side} role="dialog" aria-labelledby={id} onKeyDown={onKeyDown}>
      {/* Plain boxes: a header or footer here would be the page's own landmark. */}
      <div className={css.head}>
        <h2 id={id} ref={heading} tabIndex={-1} className={css.title}>
          {title}
        </h2>
        <IconButton label={t('ui.close')} icon={<X size={22} aria-hidden />} onClick={onClose} />
      </div>
      <div className={css.body} tabIndex={reading ? 0 : undefined}>
        {children}
      </div>
      {footer ? <div className={css.foot}>{footer}</div> : null}
    </section>
  )
}

const Screen = ({ title, onClose, children, footer, reading }: PanelProps) => {
  const t = useT()
  const box = useRef<HTMLElement>(null)
  useFocusReturn()
  useBackCloses(!useContext(PageContext), onClose)
  useEscape(box, onClose)
  return (
    <ModalOverlay
      isOpen
      onOpenChange={(open) => !open && onClose()}
      className={classes(css.overlay, 'shown-at-once')}
      data-sheet=""
    >
      <Modal className={classes(css.modal, 'shown-at-once')}>
        <AriaDialog ref={box} className={css.screen}>
          <header className={css.head}>
            <IconButton
              label={t('ui.back')}
              className={css.back}
              icon={<ChevronLeft size={26} aria-hidden />}
              onClick={onClose}
            />
            <Heading slot="title" level={2} className={css.title}>
              {title}
            </Heading>
          </header>
          <div className={css.body} tabIndex={reading ? 0 : undefined}>
            {children}
          </div>
          {footer ? <footer className={css.foot}>{footer}</footer> : null}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
