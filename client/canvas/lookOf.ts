/** Puts a look together from the board, the stage and who is here. */
import type { BoardView } from '../../shared/board.ts'
import type { Translate } from '../../shared/i18n/translate.ts'
import type { Stage } from '../../shared/stage.ts'
import type { Peer } from '../model/types.ts'
import type { Layouts } from './layout.ts'
import type { Colours, Look, Maker } from './look.ts'

export interface LookParts {
  readonly colours: Colours
  readonly layouts: Layouts
  readonly path: (d: string) => Path2D
  readonly t: Translate
  readonly view: BoardView
  readonly stage: Stage
  readonly peers: readonly Peer[]
  readonly zoom: number
  readonly haste: boolean
  readonly editing: string | null
  readonly rtl: boolean
  /** It is somebody's to press: a picture is not, nor a hall's screen. */
  readonly inHand: boolean
}

const NOBODY: readonly Maker[] = []

export const lookOf = ({ t, view, stage, peers, editing, inHand, ...rest }: LookParts): Look => {
  // Counted when first asked for: most boards' views change far more often than a theme is painted.
  let counts: Map<string, number> | null = null
  const counted = (): Map<string, number> => {
    const found = new Map<string, number>()
    for (const item of view.shown)
      if (item.kind === 'note' && item.theme !== null) found.set(item.theme, (found.get(item.theme) ?? 0) + 1)
    return found
  }
  const writers = new Map<string, Maker[]>()
  for (const { person, writing } of peers) {
    const who = stage.people.get(person)
    if (writing && who) writers.set(writing, [...(writers.get(writing) ?? []), who])
  }
  return {
    ...rest,
    words: {
      noName: t('canvas.no-name'),
      roomOnly: t('canvas.room-only'),
      unknown: t('item.unknown'),
      untitled: t('theme.untitled'),
      readAll: inHand ? t('ui.read-all') : '',
      writing: (names) => t('canvas.writing', { names }),
      count: (count) => t('canvas.count', { count }),
    },
    maker: (id) => {
      const person = stage.credits.get(id)?.person
      const who = person === undefined ? undefined : stage.people.get(person)
      return who?.name ? who : null
    },
    roomOnly: (id) => stage.credits.get(id)?.room === true,
    writing: writers,
    writers: (id) => writers.get(id) ?? NOBODY,
    notesIn: (theme) => (counts ??= counted()).get(theme) ?? 0,
    editing: (id) => id === editing,
  }
}
