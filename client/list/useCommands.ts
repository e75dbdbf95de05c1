import { useMemo } from 'react'
import { arrange, copyItems, pasteItems, restore, setFields, trash } from '../../shared/board.ts'
import type { NoteFields } from '../../shared/kinds/note/note.ts'
import { moveToTheme } from '../model/place.ts'
import type { BoardHandle } from '../model/types.ts'
import { useAnnounce, useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'
import { sectionsOf, stepIn, themesOf } from './rows.ts'

/** A copy lies this far from what it was copied from, in board units. */
const COPY_OFFSET = [24, 24] as const

/** What the list does to a board, each with the words that say so. */
export const useCommands = (board: BoardHandle) => {
  const t = useT()
  const notify = useNotify()
  const announce = useAnnounce()
  return useMemo(() => {
    const { doc } = board
    const view = () => board.view.get()

    const binWords = (ids: readonly string[]): string => {
      const kinds = new Set(ids.map((id) => view().items.get(id)?.kind))
      if (kinds.size === 1 && kinds.has('note')) return t('list.deleted', { count: ids.length })
      if (ids.length === 1 && kinds.has('figure')) return t('list.deleted.figure')
      if (ids.length === 1 && kinds.has('theme')) return t('list.deleted.theme')
      return t('list.deleted.mixed', { count: ids.length })
    }

    return {
      bin(ids: readonly string[]) {
        if (!ids.length) return
        const text = binWords(ids)
        trash(doc, ids)
        notify({ text, action: { label: t('list.undo'), run: () => restore(doc, ids) } })
      },
      copy(ids: readonly string[]) {
        const made = pasteItems(doc, copyItems(doc, ids), COPY_OFFSET)
        announce(t('list.copied'), 'items')
        return made
      },
      /** Moves one step among its neighbours: a theme among themes, a thing within its theme. */
      step(id: string, by: -1 | 1) {
        const { shown, items } = view()
        const themes = themesOf(shown)
        const among =
          items.get(id)?.kind === 'theme'
            ? themes
            : (sectionsOf(shown).find((section) => section.items.some((item) => item.id === id))?.items ?? [])
        const order = stepIn(
          among.map((item) => item.id),
          id,
          by,
        )
        if (!order) return
        arrange(doc, order)
        const values = { place: order.indexOf(id) + 1, count: order.length }
        announce(t(by < 0 ? 'list.item.moved.up' : 'list.item.moved.down', values), 'items')
      },
      move(ids: readonly string[], theme: string | null) {
        moveToTheme(doc, view(), ids, theme)
        const target = theme ? view().items.get(theme) : null
        const title = target?.kind === 'theme' ? target.title.trim() || t('theme.untitled') : null
        announce(title ? t('list.moved', { theme: title }) : t('list.moved.out'), 'items')
      },
      change(ids: readonly string[], fields: Partial<NoteFields>) {
        setFields(doc, 'note', ids, fields)
        if (fields.colour) announce(t('list.coloured', { colour: t(`colour.${fields.colour}`) }), 'items')
      },
    }
  }, [board, t, notify, announce])
}
