import { useId } from 'react'
import type { MessageKey } from '../../shared/i18n/translate.ts'
import { classes } from '../ui/classes.ts'
import { useT } from '../ui/words.tsx'
import css from './Dock.module.css'
import { ToolArt } from './ToolArt.tsx'
import type { Tool } from './state.ts'

const GROUPS: readonly (readonly Tool[])[] = [['hand'], ['note', 'figure'], ['theme']]
const KEYS: Record<Tool, string> = { hand: 'h', note: 'n', figure: 'f', theme: 't' }

/**
 * The tools. A pointer takes one up, and its next press says where; a key, also Enter on the tool itself, has no place to point at,
 * so it makes the thing at once.
 */
export const Dock = ({
  tool,
  writable,
  isPrivate,
  onTool,
  onMake,
}: {
  readonly tool: Tool
  readonly writable: boolean
  /** New notes are private now. */
  readonly isPrivate: boolean
  readonly onTool: (tool: Tool) => void
  readonly onMake: (tool: Exclude<Tool, 'hand'>) => void
}) => {
  const t = useT()
  const id = useId()
  const groups = writable ? GROUPS : GROUPS.slice(0, 1)
  return (
    <div className={css.place} data-over-canvas>
      {tool !== 'hand' ? (
        <p className={css.hint} id={id} role="status">
          {t(`canvas.placing.${tool}` satisfies MessageKey)}
        </p>
      ) : null}
      <div className={css.dock} role="toolbar" aria-label={t('canvas.tools')}>
        {groups.map((tools) => (
          <div key={tools.join()} className={css.group}>
            {tools.map((each) => (
              <button
                key={each}
                type="button"
                className={classes(css.tool, each === tool && css.chosen)}
                aria-pressed={each === tool}
                aria-keyshortcuts={KEYS[each]}
                // A press by key or by a screen reader counts no clicks.
                onClick={({ detail }) => (detail === 0 && each !== 'hand' ? onMake(each) : onTool(each))}
              >
                <span className={css.art}>
                  <ToolArt tool={each} />
                </span>
                {each === 'note' && isPrivate
                  ? t('writing.tool')
                  : t(`canvas.tool.${each}` satisfies MessageKey)}
              </button>
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}
