/**
 * A second lock on what was kept in the room. A plan's row may hold words that were derived before their author withdrew them,
 * or that somebody copied into it by hand; whatever leaves the workshop passes through here as well.
 */
import { oneLine } from '../clean.ts'
import type { AnyItem } from '../kinds/registry.ts'
import { exportText, kinds } from '../kinds/registry.ts'
import type { Stage } from '../stage.ts'
import type { ConsentOf, OutcomeBoard } from './boards.ts'

/**
 * From this many characters on, words are withheld also where they stand inside a longer text. Shorter ones only where they are
 * the whole of a line: "more time" may well be somebody else's.
 */
const LONG = 40

const print = (text: string): string => oneLine(text).toLowerCase()

/** All the words of an item, as a reader could meet them. */
const textsOf = (item: AnyItem): string[] => {
  if (item.kind === 'unknown') return []
  const fields: Readonly<Record<string, unknown>> = { ...item }
  const own = kinds[item.kind].texts.map((name) => fields[name])
  return [...own, exportText(item)].filter((text): text is string => typeof text === 'string')
}

/** Tells whether a text holds words that were kept in the room. Words that somebody also wrote openly are free. */
export const createWithheld = (
  boards: readonly OutcomeBoard[],
  stage: Pick<Stage, 'rounds'>,
  consentOf: ConsentOf,
): ((text: string) => boolean) => {
  const kept = new Set<string>()
  const open = new Set<string>()
  const sort = (board: string, item: string, texts: readonly string[]): void => {
    const set = consentOf(board, item) === 'room' ? kept : open
    for (const text of texts) if (print(text)) set.add(print(text))
  }
  for (const { id, view } of boards) for (const item of view.items.values()) sort(id, item.id, textsOf(item))
  for (const { candidates } of stage.rounds)
    for (const { board, item, text } of candidates) sort(board, item, [text])
  for (const text of open) kept.delete(text)
  const long = [...kept].filter((text) => text.length >= LONG)
  return (text) => {
    const whole = print(text)
    if (kept.has(whole)) return true
    if (long.some((words) => whole.includes(words) && !open.has(whole))) return true
    return text.includes('\n') && text.split('\n').some((line) => kept.has(print(line)))
  }
}
