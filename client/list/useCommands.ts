import { useMemo } from 'react'
import { arrange } from '../../shared/boardItems.ts'
import { commandNamed } from '../model/boardCommands.ts'
import { deleteItems } from '../model/boardWork.ts'
import type { CommandContext, DeleteQuestion } from '../model/commandContext.ts'
import { isMineOn } from '../model/mine.ts'
import { freePlace } from '../model/place.ts'
import { useSession } from '../model/react.tsx'
import type { BoardHandle } from '../model/types.ts'
import { useAnnounce, useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'
import { sectionsOf, stepIn, themesOf } from './rows.ts'

/** What the list does to a board, each with the words that say so. */
export const useCommands = (board: BoardHandle, sure: (question: DeleteQuestion) => void) => {
  const t = useT()
  const notify = useNotify()
  const announce = useAnnounce()
  const session = useSession()
  return useMemo(() => {
    const { doc } = board
    const { stage } = session
    const isMine = isMineOn(session, board)
    const view = () => board.view.get()

    /** What commands and choices act upon: these, lowest first. */
    const contextOf = (
      ids: readonly string[],
      select: (chosen: readonly string[]) => void = () => undefined,
    ): CommandContext => ({
      board,
      chosen: view().shown.filter((item) => ids.includes(item.id)),
      writable: board.writable.get(),
      isMine,
      principles: stage.get().meta.principles,
      t,
      actions: {
        select,
        write: () => undefined,
        open: () => undefined,
        makeFigure: () => undefined,
        place: (width, height) => ({ at: freePlace(view(), null, [width, height]), theme: null }),
        sure,
        // What can be taken back is shown, or was not done; else the list itself shows what was done.
        say: (text, action, stays = false) =>
          action || stays ? notify({ text, stays, ...(action && { action }) }) : announce(text, 'items'),
      },
    })

    return {
      contextOf,
      /** Puts these in the bin, perhaps after a question; `done` is called once they are there. */
      bin(ids: readonly string[], done: () => void) {
        const context = contextOf(ids)
        if (context.writable) deleteItems(context, context.chosen, done)
      },
      copy(ids: readonly string[]) {
        let made: readonly string[] = []
        const context = contextOf(ids, (chosen) => {
          made = chosen
        })
        const command = commandNamed('duplicate')
        if (command?.applies(context)) command.run(context)
        if (made.length) announce(t('list.copied'), 'items')
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
    }
  }, [board, session, sure, t, notify, announce])
}
