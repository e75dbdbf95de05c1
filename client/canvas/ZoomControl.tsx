import { Minus, Plus } from 'lucide-react'
import { IconButton } from '../ui/Button.tsx'
import { useT } from '../ui/words.tsx'
import { useStore } from '../model/react.tsx'
import { ZOOM } from './camera.ts'
import type { Canvas } from './controller.ts'
import css from './ZoomControl.module.css'

/** "− 100 % +"; the number shows everything. */
export const ZoomControl = ({ canvas }: { readonly canvas: Canvas }) => {
  const t = useT()
  const percent = useStore(canvas.state, (state) => Math.round(state.camera.zoom * 100))
  return (
    <div className={css.zoom} role="group" aria-label={t('canvas.zoom')} data-over-canvas>
      <IconButton
        label={t('canvas.zoom.out')}
        icon={<Minus size={20} strokeWidth={2.5} aria-hidden />}
        onClick={() => canvas.zoomBy(1 / ZOOM.step)}
      />
      <button
        type="button"
        className={css.value}
        onClick={() => canvas.showAll()}
        aria-label={t('canvas.zoom.fit', { percent })}
        title={t('canvas.zoom.fit', { percent })}
      >
        {t('canvas.zoom.value', { percent })}
      </button>
      <IconButton
        label={t('canvas.zoom.in')}
        icon={<Plus size={20} strokeWidth={2.5} aria-hidden />}
        onClick={() => canvas.zoomBy(ZOOM.step)}
      />
    </div>
  )
}
