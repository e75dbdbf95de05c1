import { useCallback, type KeyboardEvent } from 'react'
import type { UndoManager } from 'yjs'
import type { ListActions } from './actions.ts'

const inField = (target: EventTarget): boolean =>
  target instanceof HTMLElement && target.matches('input:not([type=checkbox]), textarea, select')

/** The keys of a list: arrows between its rows, Alt with an arrow to move one, Delete, Escape one step out, undo and redo. */
export const useListKeys = ({
  ids,
  actions,
  choosing,
  chosen,
  writable,
  parted,
  undo,
  focusRow,
  stopChoosing,
}: {
  readonly ids: readonly string[]
  readonly actions: ListActions
  readonly choosing: boolean
  readonly chosen: readonly string[]
  readonly writable: boolean
  readonly parted: boolean
  readonly undo: UndoManager
  readonly focusRow: (row: string) => void
  readonly stopChoosing: () => void
}) =>
  useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      const { target, key } = event
      if (event.defaultPrevented || inField(target) || !(target instanceof HTMLElement)) return
      const done = () => {
        event.preventDefault()
        event.stopPropagation()
      }
      if ((event.ctrlKey || event.metaKey) && !event.altKey && writable) {
        const letter = key.toLowerCase()
        if (letter === 'z' && !event.shiftKey) undo.undo()
        else if (letter === 'y' || (letter === 'z' && event.shiftKey)) undo.redo()
        else return
        done()
        return
      }
      const row = target.closest('[data-index]')
      const id = row?.getAttribute('data-row')
      if (key === 'Escape') {
        if (choosing) stopChoosing()
        else if (id && !id.startsWith('head-')) {
          const heading = row?.closest('section')?.querySelector('h2')
          if (heading instanceof HTMLElement) heading.focus()
        } else return
        done()
        return
      }
      // The rest belongs to the row itself, not to the buttons in its foot.
      if (!id || !target.matches('[data-main], h2')) return
      const index = ids.indexOf(id)
      const go = (to: number) => {
        const next = ids[Math.max(0, Math.min(ids.length - 1, to))]
        if (next) focusRow(next)
        done()
      }
      switch (key) {
        case 'ArrowDown':
        case 'ArrowUp': {
          const by = key === 'ArrowDown' ? 1 : -1
          if (index < 0) return
          if (!event.altKey) go(index + by)
          else if (writable && !parted) {
            actions.step(id, by)
            done()
          }
          return
        }
        case 'Home':
          go(0)
          return
        case 'End':
          go(ids.length - 1)
          return
        case 'Delete':
        case 'Backspace':
          if (!writable || index < 0) return
          actions.bin(choosing && chosen.length ? chosen : [id])
          done()
      }
    },
    [ids, actions, choosing, chosen, writable, parted, undo, focusRow, stopChoosing],
  )
