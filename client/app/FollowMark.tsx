/** Says whom I follow, in their colour, and ends it: by its button, or by Escape from wherever nobody writes. */
import { useEffect, useLayoutEffect, useRef } from 'react'
import { useSession, useStore } from '../model/react.tsx'
import type { Followed } from '../model/following.ts'
import { Bead } from '../ui/Bead.tsx'
import { beadOf } from '../ui/beads.ts'
import { Button } from '../ui/Button.tsx'
import { useT } from '../ui/words.tsx'
import css from './FollowMark.module.css'

const WRITING = 'input, textarea, select, [contenteditable]'

/** Something stands over the page, e.g. a menu or a question: that closes first. */
const isCovered = (mark: Element | null): boolean => mark?.closest('[inert], [aria-hidden="true"]') != null

export const FollowMark = ({
  followed: { person: id, pointing },
  onStop,
}: {
  readonly followed: Followed
  readonly onStop: () => void
}) => {
  const t = useT()
  const session = useSession()
  const person = useStore(session.stage, ({ people }) => people.get(id))
  const mark = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing || isCovered(mark.current)) return
      if (event.target instanceof Element && event.target.matches(WRITING)) return
      event.preventDefault()
      event.stopPropagation()
      onStop()
    }
    // Before the board and the panel, for which Escape means something else.
    document.addEventListener('keydown', onKeyDown, true)
    return () => document.removeEventListener('keydown', onKeyDown, true)
  }, [onStop])
  useLayoutEffect(() => {
    const own = mark.current
    return () => {
      // The button goes from under the focus.
      if (own?.contains(document.activeElement))
        document.getElementById('main')?.focus({ preventScroll: true })
    }
  }, [])

  const colour = person?.colour ?? 0
  const name = person?.name ?? ''
  return (
    <div ref={mark} className={css.mark} data-testid="follow-mark">
      <Bead person={{ name, colour }} size={28} />
      <p className={css.words}>
        <span className={css.name}>{t('follow.mark', { name })}</span>
        {pointing ? null : <span className={css.waits}>{t('follow.waits')}</span>}
      </p>
      <Button kind="plain" onClick={onStop} aria-label={t('people.unfollow.name', { name })}>
        {t('people.unfollow')}
      </Button>
    </div>
  )
}

/** All round the board, in their colour: whoever moves the view is told at its edge, too. Decoration beside the words. */
export const FollowFrame = ({ followed: { person } }: { readonly followed: Followed }) => {
  const session = useSession()
  const colour = useStore(session.stage, ({ people }) => people.get(person)?.colour ?? 0)
  return (
    <div
      className={css.frame}
      style={{ borderColor: `var(--person-${beadOf(colour).colour})` }}
      aria-hidden="true"
    />
  )
}
