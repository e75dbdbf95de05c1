/** Where somebody looked last on each board, for as long as their tab is open. Pure but for the storage given. */
import * as z from 'zod/mini'
import { boundedZoom, type Camera } from './camera.ts'

const camera = z.object({ x: z.number(), y: z.number(), zoom: z.number() })

export interface LastView {
  read(): Camera | null
  keep(camera: Camera): void
}

/** `storage`: null where the browser forbids it; then a board opens as for a newcomer. */
export const createLastView = (
  storage: Pick<Storage, 'getItem' | 'setItem'> | null,
  board: string,
): LastView => {
  const key = `kiteboard.view.${board}`
  return {
    read: () => {
      try {
        const parsed = camera.safeParse(JSON.parse(storage?.getItem(key) ?? 'null'))
        return parsed.success ? { ...parsed.data, zoom: boundedZoom(parsed.data.zoom) } : null
      } catch {
        return null
      }
    },
    keep: (now) => {
      try {
        storage?.setItem(key, JSON.stringify(now))
      } catch {
        // A full storage costs only the place.
      }
    },
  }
}
