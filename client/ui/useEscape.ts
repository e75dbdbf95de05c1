import { useEffect, type RefObject } from 'react'

/**
 * Closes a box by Escape also where nothing inside hears the key: what had the focus went away, or can no longer be pressed, and so
 * the page has it. Of boxes over one another, the topmost closes.
 */
export const useEscape = (box: RefObject<HTMLElement | null>, onClose: () => void): void => {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.target !== document.body) return
      if ([...document.querySelectorAll('[role="dialog"]')].at(-1) === box.current) onClose()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [box, onClose])
}
