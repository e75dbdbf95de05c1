import { useEffect, useRef, useState, type PointerEvent as CardEvent, type RefObject } from 'react'

/** A pointer that moved less than this, in CSS px, pressed; it did not drag. */
const SLACK = 6
/** So near to the edge of what scrolls, in CSS px, a dragged card takes the page along, by so much a frame. */
const EDGE = { near: 72, step: 10 } as const

interface Drag {
  readonly id: string
  readonly card: HTMLElement
  readonly pointer: number
  readonly x: number
  readonly y: number
  /** Where the pointer is now, in the window. */
  at: { readonly x: number; readonly y: number }
  /** How far what scrolls had been scrolled when it began. */
  readonly scrolled: number
  readonly scroller: Element
  begun: boolean
  frame: number
}

const scrollerOf = (element: Element): Element => {
  for (let parent = element.parentElement; parent; parent = parent.parentElement)
    if (/auto|scroll/.test(getComputedStyle(parent).overflowY) && parent.scrollHeight > parent.clientHeight)
      return parent
  return document.scrollingElement ?? document.documentElement
}

/** The column under a point, by its `data-status`. */
const columnAt = (place: HTMLElement | null, { x, y }: Drag['at']): string | null => {
  const columns = [...(place?.querySelectorAll<HTMLElement>('[data-status]') ?? [])]
  const under = columns.find((column) => {
    const { left, right, top, bottom } = column.getBoundingClientRect()
    // Columns are as long as what they hold; below a short one, one still means it, unless another begins there.
    return x >= left && x <= right && y >= top && (y <= bottom || !isAbove(columns, column))
  })
  return under?.dataset.status ?? null
}

const isAbove = (columns: readonly HTMLElement[], column: HTMLElement): boolean => {
  const { left, right, bottom } = column.getBoundingClientRect()
  return columns.some((other) => {
    const rect = other.getBoundingClientRect()
    return rect.top >= bottom && rect.left < right && rect.right > left
  })
}

/**
 * Drags cards between columns: with a mouse by any part of a card, by touch only by what is marked `data-grip`, so that a finger
 * on a card still scrolls. It comes beside "Move to…", which does the same without dragging.
 */
export const useCardDrag = (
  place: RefObject<HTMLElement | null>,
  onDrop: (id: string, column: string) => void,
) => {
  const held = useRef<Drag | null>(null)
  const [dragged, setDragged] = useState<string | null>(null)
  const [over, setOver] = useState<string | null>(null)

  const end = (drop: boolean) => {
    const drag = held.current
    if (!drag) return
    held.current = null
    cancelAnimationFrame(drag.frame)
    drag.card.style.transform = ''
    if (!drag.begun) return
    // The click that ends a drag presses nothing.
    const swallow = (event: MouseEvent) => event.stopPropagation()
    drag.card.addEventListener('click', swallow, { capture: true, once: true })
    setTimeout(() => drag.card.removeEventListener('click', swallow, { capture: true }), 0)
    const column = columnAt(place.current, drag.at)
    setDragged(null)
    setOver(null)
    if (drop && column) onDrop(drag.id, column)
  }

  const follow = () => {
    const drag = held.current
    if (!drag?.begun) return
    const { y } = drag.at
    const step = y < EDGE.near ? -EDGE.step : y > window.innerHeight - EDGE.near ? EDGE.step : 0
    if (step) drag.scroller.scrollTop += step
    const scrolled = drag.scroller.scrollTop - drag.scrolled
    drag.card.style.transform = `translate(${drag.at.x - drag.x}px, ${y - drag.y + scrolled}px)`
    setOver(columnAt(place.current, drag.at))
    drag.frame = requestAnimationFrame(follow)
  }

  const move = ({ pointerId, clientX: x, clientY: y }: PointerEvent) => {
    const drag = held.current
    if (drag?.pointer !== pointerId) return
    drag.at = { x, y }
    if (drag.begun || Math.hypot(x - drag.x, y - drag.y) < SLACK) return
    drag.begun = true
    setDragged(drag.id)
    follow()
  }

  const latest = useRef({ end, move })
  useEffect(() => {
    latest.current = { end, move }
  })
  // On the window: a quick pointer is beyond the card at its first move.
  useEffect(() => {
    const onMove = (event: PointerEvent) => latest.current.move(event)
    const onUp = ({ type, pointerId }: PointerEvent) => {
      if (held.current?.pointer === pointerId) latest.current.end(type === 'pointerup')
    }
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === 'Escape' && held.current?.begun) latest.current.end(false)
    }
    window.addEventListener('pointermove', onMove)
    window.addEventListener('pointerup', onUp)
    window.addEventListener('pointercancel', onUp)
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('pointermove', onMove)
      window.removeEventListener('pointerup', onUp)
      window.removeEventListener('pointercancel', onUp)
      window.removeEventListener('keydown', onKey)
      latest.current.end(false)
    }
  }, [])

  return {
    /** The card under way. */
    dragged,
    /** The column that it would drop into. */
    over,
    /** What a card of this id listens to. */
    handlersFor: (id: string) => ({
      onPointerDown(event: CardEvent<HTMLElement>) {
        const { target, currentTarget: card, pointerId: pointer, clientX: x, clientY: y } = event
        if (event.button !== 0 || held.current?.begun || !(target instanceof Element)) return
        if (target.closest('[aria-haspopup]')) return
        if (event.pointerType !== 'mouse' && !target.closest('[data-grip]')) return
        const scroller = scrollerOf(card)
        const scrolled = scroller.scrollTop
        held.current = { id, card, pointer, x, y, at: { x, y }, scrolled, scroller, begun: false, frame: 0 }
      },
    }),
  }
}
