import { useEffect, useId, useRef, useState } from 'react'
import { Button } from './Button.tsx'
import { classes } from './classes.ts'
import css from './LongText.module.css'
import { useT } from './words.tsx'

/** What people wrote, of which some lines are shown, and the rest by a press. A screen reader gets all of it at once. */
export const LongText = ({ text, className }: { readonly text: string; readonly className?: string }) => {
  const t = useT()
  const id = useId()
  const words = useRef<HTMLParagraphElement>(null)
  const [whole, setWhole] = useState(false)
  const [cut, setCut] = useState(false)
  useEffect(() => {
    const element = words.current
    if (!element || whole) return
    const observer = new ResizeObserver(() => setCut(element.scrollHeight > element.clientHeight + 1))
    observer.observe(element)
    return () => observer.disconnect()
  }, [text, whole])
  return (
    <div className={css.box}>
      <p ref={words} id={id} className={classes(css.words, !whole && css.some, className)} dir="auto">
        {text}
      </p>
      {cut ? (
        <Button
          kind="plain"
          className={css.more}
          aria-expanded={whole}
          aria-controls={id}
          onClick={() => setWhole(!whole)}
        >
          {t(whole ? 'ui.read-less' : 'ui.read-all')}
        </Button>
      ) : null}
    </div>
  )
}
