import { useEffect, useEffectEvent, useRef, useState } from 'react'
import * as z from 'zod/mini'
import { useDraft } from '../../model/useDraft.ts'

/** What stood there when the editing began, and what is written in its place. */
const editing = z.nullable(z.object({ base: z.string(), draft: z.string() }))

/**
 * The editing of a text of the plan, from its beginning until it is saved: when one leaves the field, the screen, or the page. What
 * a reload left is saved as soon as the text is shown again. Where others changed the text meanwhile, it waits for a choice.
 */
export const useEditing = ({
  name,
  value,
  writable,
  onSave,
}: {
  readonly name: string
  readonly value: string
  readonly writable: boolean
  readonly onSave: (value: string) => void
}) => {
  const [held, setHeld, drop] = useDraft(`plan.${name}`, editing, () => null)
  const [isOpen, setOpen] = useState(false)
  /** What was saved while the writing went on. */
  const saved = useRef<string | null>(null)
  // What is as it was is not trimmed either.
  const mine = held === null ? value : held.draft === held.base ? held.base : held.draft.trim()
  const clashes = held !== null && ![held.base, saved.current, mine].includes(value)

  const save = () => {
    if (!writable || clashes || mine === value) return
    saved.current = mine
    onSave(mine)
  }
  const settle = () => {
    if (!held || !writable) return
    save()
    if (!clashes || mine === held.base) drop()
  }
  const finish = (keep: boolean) => {
    if (!held || !isOpen) return
    setOpen(false)
    if (keep) return settle()
    if (saved.current !== null && !clashes) onSave(held.base)
    drop()
  }

  const onAway = useEffectEvent(() => {
    if (isOpen) save()
  })
  const onGone = useEffectEvent(() => finish(true))
  useEffect(() => {
    const away = () => onAway()
    const hidden = () => {
      if (document.hidden) onAway()
    }
    // Before whoever asks whether something of this page is not stored yet.
    window.addEventListener('beforeunload', away, true)
    document.addEventListener('visibilitychange', hidden)
    return () => {
      window.removeEventListener('beforeunload', away, true)
      document.removeEventListener('visibilitychange', hidden)
      onGone()
    }
  }, [])
  const onLeft = useEffectEvent(() => {
    if (!isOpen) settle()
  })
  useEffect(() => {
    onLeft()
  }, [writable, clashes])

  return {
    /** What is written; null while nothing is. */
    draft: isOpen && held ? held.draft : null,
    /** My words, where others have changed the text since I began them. */
    clash: clashes && !isOpen ? mine : null,
    start() {
      saved.current = null
      setHeld({ base: value, draft: held?.draft ?? value })
      setOpen(true)
    },
    write(draft: string) {
      if (held) setHeld({ ...held, draft })
    },
    /** Saves what is written, or leaves the text as it was. */
    finish,
    takeMine() {
      onSave(mine)
      drop()
    },
    takeTheirs: drop,
  }
}
