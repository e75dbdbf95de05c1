/** Copy, cut and paste by the page's own events: these work on plain http too, where the clipboard interface is missing. */
import { trash } from '../../shared/bin.ts'
import { around, type Point } from '../../shared/geometry.ts'
import { exportText, sizeOf, type AnyItem } from '../../shared/kinds/registry.ts'
import { addNotes, asOneStep, copiesOf, pasteCopies } from '../model/boardWork.ts'
import type { CommandContext } from '../model/commandContext.ts'
import { textsToPaste } from '../model/pastedTexts.ts'
import { CLIPBOARD_TYPE, readClipping, writeClipping } from './paste.ts'

/** A copy on its own board lies this far from what it was copied from. */
const BESIDE: Point = [32, 32]

/** Listens until closed; acts only while the canvas itself has focus. @returns a function that stops it. */
export const listenForClipboard = ({
  host,
  context,
  boardId,
  middle,
}: {
  host: HTMLElement
  context: () => CommandContext
  boardId: string
  /** Middle of what is in view, in board units. */
  middle: () => Point
}): (() => void) => {
  const abort = new AbortController()
  const mine = (): boolean => document.activeElement === host
  const words = (items: readonly AnyItem[]): string =>
    items
      .map(exportText)
      .filter((text) => text !== null)
      .join('\n')

  const copy = (event: ClipboardEvent): CommandContext | null => {
    if (!mine() || !event.clipboardData) return null
    const current = context()
    if (!current.chosen.length) return null
    const clipping = writeClipping({ board: boardId, items: copiesOf(current) })
    event.clipboardData.setData(CLIPBOARD_TYPE, clipping)
    event.clipboardData.setData('text/plain', words(current.chosen))
    event.preventDefault()
    return current
  }
  const onCut = (event: ClipboardEvent): void => {
    if (!context().writable) return
    const current = copy(event)
    if (!current) return
    asOneStep(current.board, () =>
      trash(
        current.board.doc,
        current.chosen.map((item) => item.id),
      ),
    )
    current.actions.select([])
  }
  const onPaste = (event: ClipboardEvent): void => {
    if (!mine() || !event.clipboardData) return
    const current = context()
    if (!current.writable) return
    event.preventDefault()
    const clipping = readClipping(event.clipboardData.getData(CLIPBOARD_TYPE))
    if (!clipping) {
      addNotes(current, textsToPaste(event.clipboardData.getData('text/plain')))
      return
    }
    const known = current.board.view.get().items
    const box = around(
      clipping.items.map(({ at: [x, y], from }) => {
        const source = known.get(from ?? '')
        const [width, height] = source ? sizeOf(source) : [184, 164]
        return { x, y, width, height }
      }),
    )
    const [x, y] = middle()
    const offset: Point =
      clipping.board === boardId || !box
        ? BESIDE
        : [Math.round(x - box.x - box.width / 2), Math.round(y - box.y - box.height / 2)]
    pasteCopies(current, clipping.items, offset)
    if (clipping.more)
      current.actions.say(
        current.t('command.pasted.things', { count: clipping.items.length, rest: clipping.more }),
        undefined,
        true,
      )
  }
  const { signal } = abort
  document.addEventListener('copy', (event) => void copy(event), { signal })
  document.addEventListener('cut', onCut, { signal })
  document.addEventListener('paste', onPaste, { signal })
  return () => abort.abort()
}
