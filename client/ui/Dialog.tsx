import { useRef, type ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { X } from 'lucide-react'
import { useBackCloses } from './back.tsx'
import { IconButton } from './Button.tsx'
import { classes } from './classes.ts'
import { useEscape } from './useEscape.ts'
import { useFocusReturn } from './useFocusReturn.ts'
import { PHONE, useMedia } from './useMedia.ts'
import { useT } from './words.tsx'
import css from './Dialog.module.css'

/** A question or a short task over the screen. Escape and a press beside it close it; focus returns to where it was. */
export const Dialog = ({
  title,
  onClose,
  children,
  actions,
  wide,
}: {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  readonly actions?: ReactNode
  readonly wide?: boolean
}) => {
  const t = useT()
  const box = useRef<HTMLElement>(null)
  useFocusReturn()
  useBackCloses(useMedia(PHONE), onClose)
  useEscape(box, onClose)
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(open) => !open && onClose()}
      className={classes(css.overlay, 'shown-at-once')}
    >
      <Modal className={classes(css.modal, wide && css.wide, 'shown-at-once')}>
        <AriaDialog ref={box} className={css.dialog}>
          <header className={css.head}>
            <Heading slot="title" level={2} className={css.title}>
              {title}
            </Heading>
            <IconButton label={t('ui.close')} icon={<X size={22} aria-hidden />} onClick={onClose} />
          </header>
          <div className={css.body}>{children}</div>
          {actions ? <footer className={css.actions}>{actions}</footer> : null}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
