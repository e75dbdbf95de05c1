import { asksChoices, colourChoices, principleChoices, themeChoices } from '../model/boardChoices.ts'
import { useAnnounce } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'
import { ColourDialog, ForDialog, MoveDialog } from './dialogs.tsx'
import type { useCommands } from './useCommands.ts'

/** What is being picked, and for which items. */
export interface Pick {
  readonly type: 'for' | 'colour' | 'theme'
  readonly ids: readonly string[]
}

/** The dialog in which something is picked for one thing, or for several: what the canvas offers in its menus. */
export const PickDialogs = ({
  pick: { type, ids },
  commands,
  onClose,
  onMoved,
}: {
  readonly pick: Pick
  readonly commands: ReturnType<typeof useCommands>
  readonly onClose: () => void
  readonly onMoved: (id: string) => void
}) => {
  const t = useT()
  const announce = useAnnounce()
  const context = commands.contextOf(ids)
  switch (type) {
    case 'theme':
      return (
        <MoveDialog
          choices={themeChoices(context)}
          onMoved={() => {
            onClose()
            if (ids[0] && ids.length === 1) onMoved(ids[0])
          }}
          onClose={onClose}
        />
      )
    case 'colour': {
      const choices = colourChoices(context)
      return (
        <ColourDialog
          now={choices.find(({ chosen }) => chosen)?.colour ?? null}
          onColour={(colour) => {
            const choice = choices.find((each) => each.colour === colour)
            choice?.run()
            if (choice) announce(t('list.coloured', { colour: choice.label }), 'items')
          }}
          onClose={onClose}
        />
      )
    }
    case 'for': {
      const asks = asksChoices(context)
      // Of several notes those principles show as ticked that all of them serve; each tick adds to, or takes from, every one.
      const principles = principleChoices(context)
      const ticked = principles.filter(({ chosen }) => chosen).map(({ id }) => id)
      return (
        <ForDialog
          many={ids.length > 1}
          asks={asks.find(({ chosen }) => chosen)?.asks ?? null}
          principles={context.principles}
          chosen={ticked}
          onAsks={(next) => asks.find((each) => each.asks === next)?.run()}
          onPrinciples={(next) => {
            for (const { id, chosen, run } of principles) if (next.includes(id) !== chosen) run()
          }}
          onClose={onClose}
        />
      )
    }
    default:
      return type satisfies never
  }
}
