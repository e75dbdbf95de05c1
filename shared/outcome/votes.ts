/**
 * What was voted on the plan's actions, as the rounds say it: whoever may write the plan's own document could claim more there.
 *
 * An item that stood in several rounds has a row of each in the document, but is one action to people: this is where they meet.
 */
import type { Action, Plan, Priority } from '../plan.ts'
import type { StageRound } from '../stage.ts'
import { actionId } from './derivePlan.ts'

/** An action as people see it: one for each item, however many rounds it stood in. */
export interface VotedAction extends Action {
  /** What earlier rounds gave it, newest first; those that gave it nothing are left out. */
  readonly earlier: readonly NonNullable<Priority>[]
  /** The rows of the same item that it stands for, besides its own. */
  readonly twins: readonly Action[]
}

export type VotedPlan<P> = Omit<P, 'actions' | 'deleted'> & {
  readonly actions: readonly VotedAction[]
  readonly deleted: readonly string[]
}

interface Standing {
  readonly item: string
  readonly board: string
  readonly priority: NonNullable<Priority>
}

/** What closed rounds said of each of their candidates, by the row's id; newest round first. */
const standingsOf = (rounds: readonly StageRound[]): Map<string, Standing> => {
  const closed = [...rounds].sort((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0))
  const standings = new Map<string, Standing>()
  for (const { id: round, candidates, result } of closed)
    for (const { item, rank, total } of result?.candidates ?? []) {
      const board = candidates.find((one) => one.item === item)?.board
      if (board) standings.set(actionId(round, item), { item, board, priority: { round, rank, total } })
    }
  return standings
}

/** The ids of all rows that may stand for the same item as this one, itself among them. */
export const rowsOfSameItem = (id: string, rounds: readonly StageRound[]): string[] => {
  const standings = standingsOf(rounds)
  const item = standings.get(id)?.item
  const same = [...standings].flatMap(([row, standing]) => (standing.item === item ? row : []))
  return item && same.length > 0 ? same : [id]
}

const TEXTS = ['action', 'outcome', 'lead', 'support', 'evidence'] as const
const PLAIN = ['criterion', 'principles', 'start', 'due', 'status', 'health'] as const
const BETWEEN = { action: '; ', outcome: '\n', lead: '; ', support: '; ', evidence: '\n' } as const

/** What people wrote on all rows. Where two rows say different words, both are shown: nobody's words get lost. */
const writtenOn = (lead: Action, twins: readonly Action[]): Partial<Action> => {
  const rows = [lead, ...twins]
  const fields: Record<string, unknown> = {}
  for (const field of TEXTS) {
    const said = rows.filter((row) => row.written.includes(field)).map((row) => row[field])
    const [first] = said
    if (first === undefined) continue
    const others = said.slice(1).filter((text) => text.trim())
    fields[field] = others.reduce(
      (whole, text) =>
        whole.includes(text) ? whole : whole.trim() ? `${whole}${BETWEEN[field]}${text}` : text,
      first,
    )
  }
  for (const field of PLAIN) {
    const row = rows.find(({ written }) => written.includes(field))
    if (row) fields[field] = row[field]
  }
  return fields
}

const oneOf = (rows: readonly Action[], standings: readonly Standing[]): VotedAction[] => {
  const lead = rows.find(({ written }) => written.length > 0) ?? rows[0]
  if (!lead) return []
  const twins = rows.filter((row) => row !== lead)
  const sources = [
    ...standings.map(({ board, item }) => ({ board, item })),
    ...rows.flatMap((row) => row.sources),
  ]
  const [newest, ...before] = standings
  return [
    {
      ...lead,
      ...writtenOn(lead, twins),
      written: [...new Set(rows.flatMap(({ written }) => written))],
      priority: newest?.priority ?? null,
      earlier: before.map(({ priority }) => priority).filter(({ total }) => total > 0),
      // An action that was voted on always leads back to its candidate.
      sources: sources.filter(
        ({ item }, index) => sources.findIndex((other) => other.item === item) === index,
      ),
      twins,
    },
  ]
}

/**
 * The plan with one action for each item, by place: the row that people wrote on, else the newest round's. Its votes are those of
 * the newest closed round that it stood in; what no round was held on has none. What people deleted stays deleted, also when
 * another round is held on it, unless somebody wrote on that round's row.
 */
export const withVotes = <P extends Pick<Plan, 'actions' | 'deleted'>>(
  plan: P,
  rounds: readonly StageRound[],
): VotedPlan<P> => {
  const standings = standingsOf(rounds)
  const byItem = new Map<string, Standing[]>()
  for (const standing of standings.values())
    byItem.set(standing.item, [...(byItem.get(standing.item) ?? []), standing])
  const place = new Map([...standings.keys()].map((id, index) => [id, index]))
  const gone = new Set(plan.deleted.flatMap((id) => standings.get(id)?.item ?? []))
  const groups = new Map<string, Action[]>()
  for (const action of plan.actions) {
    const key = standings.get(action.id)?.item ?? action.id
    groups.set(key, [...(groups.get(key) ?? []), action])
  }
  const actions = [...groups].flatMap(([key, rows]) => {
    if (gone.has(key) && rows.every(({ written }) => written.length === 0)) return []
    const newestFirst = [...rows].sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0))
    return oneOf(newestFirst, byItem.get(key) ?? [])
  })
  const rank = ({ priority }: Action): number => priority?.rank ?? Number.MAX_SAFE_INTEGER
  return { ...plan, actions: actions.sort((a, b) => rank(a) - rank(b)) }
}

/** How many items the plan came from: the notes behind its criteria, and those behind its actions. */
export const sourceCount = (plan: Pick<Plan, 'actions' | 'criteria'>): number =>
  new Set([
    // A criterion's first source is its theme.
    ...plan.criteria.flatMap((row) => row.sources.slice(1).map(({ item }) => item)),
    ...plan.actions.flatMap((row) => row.sources.map(({ item }) => item)),
  ]).size
