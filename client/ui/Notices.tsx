/** Notices, seen one at a time above the dock; and announcements, heard by a screen reader. */
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type FocusEvent,
  type ReactNode,
} from 'react'
import { X } from 'lucide-react'
import { Button, IconButton } from './Button.tsx'
import { useLook, type Announcement } from './look.tsx'
import { Reference } from './Reference.tsx'
import { useT } from './words.tsx'
import css from './Notices.module.css'

export interface Notice {
  readonly text: string
  readonly action?: { readonly label: string; readonly run: () => void }
  /** It matters: it stays until it is read. Others go after 7 s. */
  readonly stays?: boolean
  /** Without `stays`, how long it is shown: it offers something that takes a moment to weigh. */
  readonly ms?: number
  /** What can be told to whoever helps, in a line below. */
  readonly reference?: string
  /** It can't wait: it takes the place of whatever is shown, which comes again after it. */
  readonly first?: boolean
}

type Notify = (notice: Notice) => void
type Announce = (text: string, kind: Announcement) => void

const NotifyContext = createContext<Notify>(() => undefined)
const DismissContext = createContext<(text: string) => void>(() => undefined)
const AnnounceContext = createContext<Announce>(() => undefined)

/** Shows a notice; the one before it goes. */
export const useNotify = (): Notify => useContext(NotifyContext)
/** Takes a notice away that has done its work: what it asked for was done by another way. */
export const useDismiss = (): ((text: string) => void) => useContext(DismissContext)
/** Has something read out politely, unless its kind is muted; several within 3 s become one message. */
export const useAnnounce = (): Announce => useContext(AnnounceContext)

const NOTICE_MS = 7_000
const ANNOUNCE_MS = 3_000

/** Holds notices and the live region for all that is inside. */
export const Notices = ({ children }: { readonly children: ReactNode }) => {
  const [shown, setShown] = useState<Notice | null>(null)
  const waiting = useRef<Notice[]>([])

  const notify = useCallback<Notify>((notice) => {
    setShown((held) => {
      if (notice.first && held && held.text !== notice.text) {
        if (held.stays && !waiting.current.includes(held)) waiting.current = [held, ...waiting.current]
        return notice
      }
      // What must be read is not pushed away by something lesser: that waits its turn.
      if (held?.stays && held.text !== notice.text) {
        waiting.current = [...waiting.current.filter((other) => other.text !== notice.text), notice].slice(-3)
        return held
      }
      return notice
    })
  }, [])
  /** Closes a notice, unless another has taken its place meanwhile. */
  const close = useCallback((notice: Notice) => {
    setShown((held) => (held === notice ? (waiting.current.shift() ?? null) : held))
  }, [])
  const dismiss = useCallback((text: string) => {
    waiting.current = waiting.current.filter((notice) => notice.text !== text)
    setShown((held) => (held?.text === text ? (waiting.current.shift() ?? null) : held))
  }, [])

  useEffect(() => {
    if (!shown || shown.stays) return
    const timer = setTimeout(() => close(shown), shown.ms ?? NOTICE_MS)
    return () => clearTimeout(timer)
  }, [shown, close])

  return (
    <NotifyContext value={notify}>
      <DismissContext value={dismiss}>
        <Announcer>
          {children}
          <NoticeBox notice={shown} onClose={close} />
        </Announcer>
      </DismissContext>
    </NotifyContext>
  )
}

/** Tells sheets over the whole phone how high the notice is: they make room for it, so that it lies over nothing that is written. */
const useRoomTold = (isShown: boolean) => {
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = box.current
    if (!element || !isShown) return
    const { style, dataset } = document.documentElement
    const tell = () => style.setProperty('--notice-now', `${element.offsetHeight}px`)
    const observer = new ResizeObserver(tell)
    observer.observe(element)
    tell()
    dataset.noticed = ''
    return () => {
      observer.disconnect()
      style.removeProperty('--notice-now')
      delete dataset.noticed
    }
  }, [isShown])
  return box
}

const NoticeBox = ({
  notice,
  onClose,
}: {
  readonly notice: Notice | null
  readonly onClose: (notice: Notice) => void
}) => {
  const t = useT()
  const box = useRoomTold(notice !== null)
  const from = useRef<HTMLElement | null>(null)
  const onFocus = ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
    if (relatedTarget instanceof HTMLElement && !currentTarget.contains(relatedTarget))
      from.current = relatedTarget
  }
  /** Whoever pressed something here goes back to where they came from: what they pressed is gone. */
  const goBack = () =>
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return
      const place = from.current?.isConnected ? from.current : document.getElementById('main')
      place?.focus({ preventScroll: true })
    })
  return (
    <div ref={box} className={css.place} data-react-aria-top-layer="true" onFocus={onFocus}>
      <div role="status" className={css.status}>
        {notice ? <p className={css.text}>{notice.text}</p> : null}
        {notice?.reference ? (
          <p className={css.help}>
            <Reference reference={notice.reference} />
          </p>
        ) : null}
      </div>
      {notice?.action ? (
        <Button
          kind="plain"
          onClick={() => {
            notice.action?.run()
            onClose(notice)
            goBack()
          }}
        >
          {notice.action.label}
        </Button>
      ) : null}
      {notice ? (
        <IconButton
          label={t('ui.close')}
          icon={<X size={20} aria-hidden />}
          onClick={() => {
            onClose(notice)
            goBack()
          }}
        />
      ) : null}
    </div>
  )
}

const Announcer = ({ children }: { readonly children: ReactNode }) => {
  const { look } = useLook()
  const [said, setSaid] = useState('')
  const state = useRef<{
    queue: string[]
    timer: ReturnType<typeof setTimeout> | null
    muted: readonly Announcement[]
  }>({ queue: [], timer: null, muted: [] })
  useEffect(() => {
    state.current.muted = look.muted
  }, [look.muted])
  useEffect(() => {
    const held = state.current
    return () => {
      if (held.timer) clearTimeout(held.timer)
      held.timer = null
    }
  }, [])
  const announce = useCallback<Announce>((text, kind) => {
    const held = state.current
    if (held.muted.includes(kind)) return
    if (!held.queue.includes(text)) held.queue.push(text)
    if (held.timer) return
    const flush = () => {
      if (held.queue.length === 0) {
        held.timer = null
        return
      }
      setSaid(held.queue.splice(0).slice(-4).join(' '))
      held.timer = setTimeout(flush, ANNOUNCE_MS)
    }
    // A breath, so that what happens together is said together.
    held.timer = setTimeout(flush, 250)
  }, [])
  const value = useMemo(() => announce, [announce])
  return (
    <AnnounceContext value={value}>
      {children}
      <div
        className="visually-hidden"
        aria-live="polite"
        data-react-aria-top-layer="true"
        data-testid="announcer"
      >
        {said}
      </div>
    </AnnounceContext>
  )
}
