/** Small pictures that are painted once and drawn often: letters and rings cost far more than copying pixels. */
import type { Point, Rect } from '../../shared/geometry.ts'

/** What is on a picture. */
export interface Sprite {
  /** Names all that its looks depend on. */
  readonly key: string
  /** Where it lies about its own place, in CSS pixels. */
  readonly box: Rect
  /** Paints it about the origin, in CSS pixels. */
  paint(ctx: CanvasRenderingContext2D): void
}

export interface Sprites {
  /** Draws it at a place, in CSS pixels. @param crisp laid on whole device pixels; what moves is not, or it would tremble */
  draw(ctx: CanvasRenderingContext2D, sprite: Sprite, at: Point, ratio: number, crisp: boolean): void
  /** Paints all of them anew when they are drawn next. */
  forget(): void
}

/** Bitmaps that are kept: some 60 kB each on a sharp screen. */
const MOST = 150

/** @param deps.bitmap an empty bitmap */
export const createSprites = ({ bitmap }: { readonly bitmap: () => CanvasRenderingContext2D }): Sprites => {
  const painted = new Map<string, CanvasRenderingContext2D>()
  const paintedAt = (sprite: Sprite, ratio: number): CanvasRenderingContext2D => {
    const key = `${ratio} ${sprite.key}`
    const held = painted.get(key)
    if (held) return held
    if (painted.size >= MOST) painted.clear()
    const { box } = sprite
    const made = bitmap()
    made.canvas.width = Math.ceil(box.width * ratio)
    made.canvas.height = Math.ceil(box.height * ratio)
    made.scale(ratio, ratio)
    made.translate(-box.x, -box.y)
    sprite.paint(made)
    painted.set(key, made)
    return made
  }
  return {
    draw(ctx, sprite, [x, y], ratio, crisp) {
      const { canvas } = paintedAt(sprite, ratio)
      const lay = (at: number): number => (crisp ? Math.round(at * ratio) / ratio : at)
      const { box } = sprite
      ctx.drawImage(canvas, lay(x + box.x), lay(y + box.y), canvas.width / ratio, canvas.height / ratio)
    },
    forget: () => painted.clear(),
  }
}
