import { useSyncExternalStore, type CSSProperties, type ReactNode } from 'react'
import { ChevronLeft } from 'lucide-react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import type { NoteColour } from '../../../shared/kinds/note/note.ts'
import { useBackCloses } from '../../ui/back.tsx'
import { IconButton } from '../../ui/Button.tsx'
import { classes } from '../../ui/classes.ts'
import { Panel } from '../../ui/Panel.tsx'
import { useFocusReturn } from '../../ui/useFocusReturn.ts'
import { PHONE, useMedia } from '../../ui/useMedia.ts'
import { useT } from '../../ui/words.tsx'
import css from './ItemSheet.module.css'
import papers from '../../ui/notePaper.module.css'

const onViewport = (listener: () => void) => {
  const view = window.visualViewport
  view?.addEventListener('resize', listener)
  view?.addEventListener('scroll', listener)
  return () => {
    view?.removeEventListener('resize', listener)
    view?.removeEventListener('scroll', listener)
  }
}

/** What the on-screen keyboard leaves of the page, as a style: so the foot stands just above the keys. */
const useAboveKeyboard = (): CSSProperties => {
  const height = useSyncExternalStore(onViewport, () => window.visualViewport?.height ?? window.innerHeight)
  const top = useSyncExternalStore(onViewport, () => window.visualViewport?.offsetTop ?? 0)
  return { blockSize: `${height}px`, insetBlockStart: `${top}px` }
}

interface Frame {
  readonly title: string
  readonly onClose: () => void
  /** The paper's colour; null for what is no note. */
  readonly colour: NoteColour | null
  readonly children: ReactNode
  readonly footer: ReactNode
}

/** On a phone the whole screen, in the note's colour; else the panel. */
export const SheetFrame = ({ title, onClose, colour, children, footer }: Frame) =>
  useMedia(PHONE) ? (
    <PhoneSheet {...{ title, onClose, colour, footer }}>{children}</PhoneSheet>
  ) : (
    <Panel {...{ title, onClose, footer }}>{children}</Panel>
  )

const PhoneSheet = ({ title, onClose, colour, children, footer }: Frame) => {
  const t = useT()
  const style = useAboveKeyboard()
  useFocusReturn()
  useBackCloses(true, onClose)
  return (
    <ModalOverlay
      isOpen
      onOpenChange={(open) => !open && onClose()}
      className={classes(css.overlay, 'shown-at-once')}
      data-sheet=""
      style={style}
    >
      <Modal className={classes(css.modal, 'shown-at-once')}>
        <AriaDialog className={classes(css.screen, colour && papers[colour])}>
          <header className={css.head}>
            <IconButton
              label={t('item.back')}
              className={css.back}
              icon={<ChevronLeft size={26} aria-hidden />}
              onClick={onClose}
            />
            <Heading slot="title" level={2} className={css.title}>
              {title}
            </Heading>
          </header>
          <div className={css.body}>{children}</div>
          <footer className={css.foot}>{footer}</footer>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
