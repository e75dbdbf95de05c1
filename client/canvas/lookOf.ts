/** Puts a look together from the board, the stage and who is here. */
import type { BoardView } from '../../shared/board.ts'
import type { Translate } from '../../shared/i18n/translate.ts'
import type { Stage } from '../../shared/stage.ts'
import type { Writers } from '../model/types.ts'
import type { Layouts } from './layout.ts'
import type { Colours, Look } from './look.ts'

export interface LookParts {
  readonly colours: Colours
  readonly layouts: Layouts
  readonly path: (d: string) => Path2D
  readonly t: Translate
  readonly view: BoardView
  readonly stage: Stage
  readonly writers: Writers
  readonly zoom: number
  readonly haste: boolean
  readonly editing: string | null
  readonly rtl: boolean
  /** It is somebody's to press: a picture is not, nor a hall's screen. */
  readonly inHand: boolean
}

export const lookOf = ({ t, view, stage, writers, editing, inHand, ...rest }: LookParts): Look => {
  // Counted when first asked for: most boards' views change far more often than a theme is painted.
  let counts: Map<string, number> | null = null
  const counted = (): Map<string, number> => {
    const found = new Map<string, number>()
    for (const item of view.shown)
      if (item.kind === 'note' && item.theme !== null) found.set(item.theme, (found.get(item.theme) ?? 0) + 1)
    return found
  }
  const writing = new Map(
    [...writers].map(
      ([item, people]) => [item, people.flatMap((person) => stage.people.get(person) ?? [])] as const,
    ),
  )
  return {
    ...rest,
    words: {
      noName: t('canvas.no-name'),
      roomOnly: t('canvas.room-only'),
      unknown: t('item.unknown'),
      untitled: t('theme.untitled'),
      readAll: inHand ? t('ui.read-all') : '',
      writing: (names) => (names ? t('canvas.writing', { names }) : t('canvas.writing.somebody')),
      count: (count) => t('canvas.count', { count }),
    },
    maker: (id) => {
      const person = stage.credits.get(id)?.person
      const who = person === undefined ? undefined : stage.people.get(person)
      return who?.name ? who : null
    },
    roomOnly: (id) => stage.credits.get(id)?.room === true,
    writing,
    notesIn: (theme) => (counts ??= counted()).get(theme) ?? 0,
    editing: (id) => id === editing,
  }
}
