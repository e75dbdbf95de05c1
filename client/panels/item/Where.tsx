import type { AnyItem } from '../../../shared/kinds/registry.ts'
import { moveToTheme } from '../../model/place.ts'
import { useStore } from '../../model/react.tsx'
import type { BoardHandle } from '../../model/types.ts'
import { ThemeSelect } from './NoteChoices.tsx'
import { sameThemes, themesIn } from './themes.ts'

/** The theme that something lies in, to be changed without dragging. */
export const Where = ({
  board,
  item,
  writable,
}: {
  readonly board: BoardHandle
  readonly item: AnyItem
  readonly writable: boolean
}) => {
  const themes = useStore(board.view, themesIn, sameThemes)
  const home = themes.some((theme) => theme.id === item.theme) ? item.theme : null
  return (
    <ThemeSelect
      themes={themes}
      value={home}
      disabled={!writable}
      onChange={(theme) => moveToTheme(board.doc, board.view.get(), [item.id], theme)}
    />
  )
}
