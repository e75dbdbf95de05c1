import { useCallback, useSyncExternalStore } from 'react'
import type { BoardHandle } from '../model/types.ts'

const EVENTS = ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const

/** Whether there is something of mine to undo, or to redo. */
export const useUndo = ({ undo }: BoardHandle) => {
  const subscribe = useCallback(
    (listener: () => void) => {
      for (const event of EVENTS) undo.on(event, listener)
      return () => {
        for (const event of EVENTS) undo.off(event, listener)
      }
    },
    [undo],
  )
  return {
    canUndo: useSyncExternalStore(subscribe, () => undo.undoStack.length > 0),
    canRedo: useSyncExternalStore(subscribe, () => undo.redoStack.length > 0),
  }
}
