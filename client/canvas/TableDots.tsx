/** The tablecloth's faint dots, every 32 units; gone when far away. The browser tiles them more cheaply than a canvas would. */
import { useEffect, useRef } from 'react'
import type { Canvas } from './controller.ts'
import css from './TableDots.module.css'

const EVERY = 32
const GONE_UNDER = 0.5

export const TableDots = ({ canvas }: { readonly canvas: Canvas }) => {
  const dots = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const show = () => {
      const table = dots.current
      if (!table) return
      const { x, y, zoom } = canvas.state.get().camera
      const step = EVERY * zoom
      table.hidden = zoom < GONE_UNDER
      // The layer is one tile larger than the view, and slides by less than a tile.
      const slide = (at: number) => -(((at % EVERY) + EVERY) % EVERY) * zoom
      table.style.backgroundSize = `${step}px ${step}px`
      table.style.transform = `translate(${slide(x)}px, ${slide(y)}px)`
    }
    show()
    return canvas.state.subscribe(show)
  }, [canvas])
  return <div ref={dots} className={css.dots} aria-hidden />
}
