/** Watches what the canvas shows, and has it drawn anew: the board, the people, the stage, its own state, and the room that it has. */
import { overlaps, type Size } from '../../shared/geometry.ts'
import type { AnyItem } from '../../shared/kinds/registry.ts'
import type { Stage } from '../../shared/stage.ts'
import type { BoardHandle, Store } from '../model/types.ts'
import { viewRect } from './camera.ts'
import type { Outlook } from './outlook.ts'
import type { Scene } from './scene.ts'
import type { Spatial } from './spatial.ts'
import type { CanvasStore } from './state.ts'
import type { Surroundings } from './surroundings.ts'
import { watchSharpness } from './watchSharpness.ts'

export interface Watched {
  readonly host: HTMLElement
  readonly board: BoardHandle
  readonly stage: Store<Stage>
  readonly state: CanvasStore
  readonly scene: Scene
  readonly spatial: Spatial
  readonly outlook: Outlook
  surroundings(): Surroundings
  itemsChosen(): AnyItem[]
  /** What drawings know of the world is out of date. */
  stale(): void
}

/** Begins at once. @returns a function that stops it. */
export const watchChanges = (parts: Watched): (() => void) => {
  const { host, board, stage, state, scene, spatial, outlook, surroundings, itemsChosen, stale } = parts

  const onView = (): void => {
    const view = board.view.get()
    const touched = spatial.sync(view)
    stale()
    const { selected, editing } = state.get()
    const alive = selected.filter((id) => view.items.get(id)?.trashed === false)
    if (alive.length < selected.length)
      state.change({ selected: alive, editing: editing !== null && alive.includes(editing) ? editing : null })
    if (view.shown.length) outlook.open()
    const { camera, viewport } = state.get()
    const seen = viewRect(camera, viewport)
    if (touched && !touched.some((rect) => overlaps(rect, seen))) return
    scene.drawItems(touched)
    scene.drawOverlay()
  }

  let before = state.get()
  const onState = (): void => {
    const after = state.get()
    if (after.editing !== before.editing) stale()
    const still =
      after.camera === before.camera &&
      after.viewport === before.viewport &&
      after.editing === before.editing &&
      after.resize === before.resize &&
      after.drag?.ids === before.drag?.ids
    if (!still) scene.drawItems()
    if (
      !still ||
      after.selected !== before.selected ||
      after.drag !== before.drag ||
      after.marquee !== before.marquee
    )
      scene.drawOverlay()
    if (after.camera !== before.camera) scene.drawCursors()
    if (after.selected !== before.selected) {
      host.toggleAttribute('data-chosen', after.selected.length > 0)
    }
    // At once: of what is written without a name, nobody is told that a hand lies on it.
    if (after.selected !== before.selected || after.editing !== before.editing)
      board.announce({ selected: after.selected.slice(0, 20), writing: after.editing })
    before = after
  }

  let shown = ''
  const onPeers = (): void => {
    const peers = board.peers.get()
    // A cursor alone changes nothing on the other layers.
    const items = JSON.stringify(peers.map(({ drag }) => Object.keys(drag ?? {})))
    if (items !== shown) scene.drawItems()
    shown = items
    scene.drawOverlay()
    scene.drawCursors()
  }

  const onWriters = (): void => {
    stale()
    scene.drawItems()
  }

  const onStage = (): void => {
    stale()
    scene.drawAll()
  }

  const resize = (): void => {
    const size: Size = [host.clientWidth, host.clientHeight]
    // Hidden for a moment, e.g. while a part of the app is fetched: nobody looks at it.
    if (size[0] === 0 || size[1] === 0) return
    const first = state.get().viewport[0] === 0
    // What is chosen stays in view when a panel opens beside it.
    const camera = first ? state.get().camera : outlook.resized(size, itemsChosen())
    scene.resize()
    state.change({ viewport: size, camera })
    if (first || surroundings().presenting) outlook.open()
    scene.drawAll()
  }
  const observer = new ResizeObserver(resize)
  observer.observe(host)
  const stops = [
    board.view.subscribe(onView),
    board.peers.subscribe(onPeers),
    board.writers.subscribe(onWriters),
    stage.subscribe(onStage),
    state.subscribe(onState),
    watchSharpness(() => {
      scene.resize()
      scene.drawAll()
    }),
    () => observer.disconnect(),
  ]
  resize()
  onView()
  return () => {
    for (const stop of stops) stop()
  }
}
