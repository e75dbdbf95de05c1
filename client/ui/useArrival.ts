import { useEffect, type RefObject } from 'react'

/** A page that is new takes the focus which the one before it lost: whoever goes by keys or ears must not start from nowhere. */
export const useArrival = (ref: RefObject<HTMLElement | null>, page?: string): void =>
  useEffect(() => {
    const now = document.activeElement
    if (now === null || now === document.body) ref.current?.focus({ preventScroll: true })
  }, [ref, page])
