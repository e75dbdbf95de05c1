import { Ellipsis, Minus, Plus } from 'lucide-react'
import { IconButton } from '../ui/Button.tsx'
import { useT } from '../ui/words.tsx'
import { useSession, useStore } from '../model/react.tsx'
import type { BoardHandle } from '../model/types.ts'
import { classes } from '../ui/classes.ts'
import { useScheme } from '../ui/look.tsx'
import { Menu } from '../ui/Menu.tsx'
import { useNotify } from '../ui/Notices.tsx'
import { saveBlob } from '../ui/saveBlob.ts'
import { ZOOM } from './camera.ts'
import type { Canvas } from './controller.ts'
import { boardPicture } from './picture.ts'
import css from './ZoomControl.module.css'

/** So many CSS pixels hold the dock in the middle, and what stands beside it. */
export const BESIDE_DOCK = 840

/** "− 100 % +"; the number shows everything. Beside it what can be done with the whole board. */
export const ZoomControl = ({ canvas, board }: { readonly canvas: Canvas; readonly board: BoardHandle }) => {
  const session = useSession()
  const notify = useNotify()
  const { shown: scheme } = useScheme()
  const t = useT()
  const percent = useStore(canvas.state, (state) => Math.round(state.camera.zoom * 100))
  // Where the dock takes the width, it stands over the dock.
  const narrow = useStore(canvas.state, (state) => state.viewport[0] < BESIDE_DOCK)
  const savePicture = () => {
    const stage = session.stage.get()
    const title = stage.boards.find((each) => each.id === board.id)?.title || stage.meta.title
    boardPicture(board, stage, scheme, t).then(
      (picture) => {
        saveBlob(picture, `${title.replace(/[^\p{L}\p{N} ]+/gu, '').trim() || 'kiteboard'}.png`)
        notify({ text: t('canvas.picture.done') })
      },
      () => notify({ text: t('ui.failed') }),
    )
  }
  return (
    <div
      className={classes(css.zoom, narrow && css.over)}
      role="group"
      aria-label={t('canvas.zoom')}
      data-over-canvas
    >
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
      <Menu
        label={t('canvas.more')}
        trigger={<Ellipsis size={20} strokeWidth={2.5} aria-hidden />}
        items={[
          { key: 'fit', label: t('canvas.fit'), onAction: () => canvas.showAll() },
          { key: 'picture', label: t('canvas.picture'), onAction: savePicture },
        ]}
      />
    </div>
  )
}
