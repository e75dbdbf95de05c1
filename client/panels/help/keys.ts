/** The board's commands as the help shows them: one line a label, with all its keys. */
import type { MessageKey } from '../../../shared/i18n/translate.ts'
import { BOARD_COMMANDS, type BoardCommand } from '../../model/boardCommands.ts'

export const GROUPS = [
  'make',
  'change',
  'arrange',
  'history',
] as const satisfies readonly BoardCommand['group'][]

export interface HelpLine {
  readonly label: MessageKey
  readonly keys: readonly string[]
}

/** The lines of a group, in the order of the table. */
export const linesOf = (group: BoardCommand['group']): HelpLine[] => {
  const lines = new Map<MessageKey, string[]>()
  for (const command of BOARD_COMMANDS)
    if (command.group === group && command.keys.length)
      lines.set(command.label, [...(lines.get(command.label) ?? []), ...command.keys])
  return [...lines].map(([label, keys]) => ({ label, keys }))
}
