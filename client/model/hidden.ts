/** What a facilitator hid: taken out of every board here, in one place, so that no surface can show it by oversight. */
import type { BoardView } from '../../shared/board.ts'
import { Refusal } from '../../shared/errors.ts'
import type { Translate } from '../../shared/i18n/translate.ts'
import type { AnyItem } from '../../shared/kinds/registry.ts'
import type { WorkshopApi } from './types.ts'

/** A board without what is hidden; the same object where nothing of it is. */
export const withoutHidden = (view: BoardView, hidden: ReadonlySet<string>): BoardView => {
  const gone = [...hidden].filter((id) => view.items.has(id))
  if (!gone.length) return view
  const items = new Map(view.items)
  for (const id of gone) items.delete(id)
  const seen = (item: AnyItem): boolean => !hidden.has(item.id)
  return { items, shown: view.shown.filter(seen), bin: view.bin.filter(seen) }
}

export const sameIds = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((id) => b.has(id))

export interface HideDeps {
  readonly api: Pick<WorkshopApi, 'command'>
  readonly board: string
  readonly t: Translate
  /** Says what was done, perhaps with a way back. */
  say(words: string, undo?: { readonly label: string; readonly run: () => void }): void
}

/** Hides things from everybody, and offers the way back. */
export const hideItems = async (deps: HideDeps, ids: readonly string[]): Promise<void> => {
  const { api, board, t, say } = deps
  const set = async (hidden: boolean) => {
    try {
      for (const item of ids) await api.command({ type: 'note.hide', board, item, hidden })
      return true
    } catch (error) {
      say(error instanceof Refusal ? error.message : t('ui.failed'))
      return false
    }
  }
  if (ids.length && (await set(true)))
    say(t('command.hidden', { count: ids.length }), {
      label: t('command.hide.back'),
      run: () => void set(false),
    })
}
