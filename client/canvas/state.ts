/** What one canvas is at: where it looks, the tool, what is chosen, and what the hand is doing. Not shared with anybody. */
import type { Point, Rect, Size } from '../../shared/geometry.ts'
import { createStore, type Settable } from '../model/store.ts'
import type { Camera } from './camera.ts'

export const TOOLS = ['hand', 'note', 'figure', 'theme'] as const
export type Tool = (typeof TOOLS)[number]

/** The side or corner of a theme that a hand pulls: −1 start, 1 end, 0 neither. */
export interface Grip {
  readonly x: -1 | 0 | 1
  readonly y: -1 | 0 | 1
}

export interface CanvasState {
  readonly camera: Camera
  readonly viewport: Size
  readonly tool: Tool
  /** Ids, in the order they were chosen. */
  readonly selected: readonly string[]
  /** The item whose text is being written in place. */
  readonly editing: string | null
  /** What moves under my hand, and how far it has come. */
  readonly drag: { readonly ids: ReadonlySet<string>; readonly by: Point } | null
  readonly resize: { readonly id: string; readonly rect: Rect } | null
  readonly marquee: Rect | null
  readonly panning: boolean
}

export type CanvasStore = Settable<CanvasState> & { change(part: Partial<CanvasState>): void }

export const createCanvasState = (): CanvasStore => {
  const store = createStore<CanvasState>({
    camera: { x: 0, y: 0, zoom: 1 },
    viewport: [0, 0],
    tool: 'hand',
    selected: [],
    editing: null,
    drag: null,
    resize: null,
    marquee: null,
    panning: false,
  })
  return { ...store, change: (part) => store.set({ ...store.get(), ...part }) }
}
