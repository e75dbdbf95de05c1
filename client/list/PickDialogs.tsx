import type { BoardView } from '../../shared/board.ts'
import type { Note } from '../../shared/kinds/note/note.ts'
import type { Theme } from '../../shared/kinds/theme/theme.ts'
import { useSession, useStore } from '../model/react.tsx'
import { ColourDialog, ForDialog, MoveDialog } from './dialogs.tsx'
import type { useCommands } from './useCommands.ts'

/** What is being picked, and for which items. */
export interface Pick {
  readonly type: 'for' | 'colour' | 'theme'
  readonly ids: readonly string[]
}

/** What all of these share, or undefined. */
const shared = <Value,>(values: readonly Value[]): Value | undefined =>
  values.every((value) => value === values[0]) ? values[0] : undefined

/** The dialog in which something is picked for one thing, or for several. */
export const PickDialogs = ({
  pick: { type, ids },
  view,
  themes,
  commands,
  onClose,
  onMoved,
}: {
  readonly pick: Pick
  readonly view: BoardView
  readonly themes: readonly Theme[]
  readonly commands: ReturnType<typeof useCommands>
  readonly onClose: () => void
  readonly onMoved: (id: string) => void
}) => {
  const principles = useStore(useSession().stage, ({ meta }) => meta.principles)
  const items = ids.flatMap((id) => view.items.get(id) ?? [])
  const notes = items.filter((item): item is Note => item.kind === 'note')
  switch (type) {
    case 'theme': {
      const known = new Set(themes.map((theme) => theme.id))
      const places = items.map((item) => (item.theme && known.has(item.theme) ? item.theme : null))
      return (
        <MoveDialog
          themes={themes}
          now={shared(places)}
          onMove={(theme) => {
            commands.move(ids, theme)
            onClose()
            if (ids[0] && ids.length === 1) onMoved(ids[0])
          }}
          onClose={onClose}
        />
      )
    }
    case 'colour':
      return (
        <ColourDialog
          now={shared(notes.map((note) => note.colour)) ?? null}
          onColour={(colour) => commands.change(ids, { colour })}
          onClose={onClose}
        />
      )
    case 'for': {
      // Of several notes those principles show as ticked that all of them serve; each tick adds to, or takes from, every one.
      const common = (notes[0]?.principles ?? []).filter((id) =>
        notes.every((note) => note.principles.includes(id)),
      )
      return (
        <ForDialog
          many={ids.length > 1}
          asks={shared(notes.map((note) => note.asks)) ?? null}
          principles={principles}
          chosen={common}
          onAsks={(asks) => commands.change(ids, { asks })}
          onPrinciples={(next) => {
            const added = next.filter((id) => !common.includes(id))
            const removed = common.filter((id) => !next.includes(id))
            for (const note of notes) {
              const kept = note.principles.filter((id) => !removed.includes(id))
              const all = [...new Set([...kept, ...added])].sort((a, b) => a - b)
              commands.change([note.id], { principles: all })
            }
          }}
          onClose={onClose}
        />
      )
    }
    default:
      return type satisfies never
  }
}
