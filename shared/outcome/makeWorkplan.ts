/** From the plan, as people left it, to the workplan that is taken away. Pure, and strict about consent. */
import { cleanLine, cleanText } from '../clean.ts'
import type { Translate } from '../i18n/translate.ts'
import { describe, exportText, type AnyItem } from '../kinds/registry.ts'
import { methodOf } from '../methods/registry.ts'
import type { Criterion, Plan, Priority, Source } from '../plan.ts'
import type { Candidate, Stage, StageRound } from '../stage.ts'
import { byTheme, notesOf, themeOf, themesOf, type ConsentOf, type OutcomeBoard } from './boards.ts'
import { coverageOf } from './coverage.ts'
import { actionId } from './derivePlan.ts'
import { sourceCount, withVotes, type VotedAction, type VotedPlan } from './votes.ts'
import { createWithheld } from './withhold.ts'
import {
  WORKPLAN_VERSION,
  type NoteGroup,
  type Workplan,
  type WorkplanAction,
  type WorkplanCriterion,
  type WorkplanDecision,
  type WorkplanIdea,
  type WorkplanSource,
} from './workplanSchema.ts'

/** The names of all who wrote an item, its first author first; asked only where every one of them chose to be named. */
export type NamesOf = (board: string, item: string) => readonly string[]

export interface WorkplanInput {
  readonly title: string
  /** BCP 47. */
  readonly language: string
  readonly plan: Plan
  readonly stage: Pick<Stage, 'meta' | 'rounds' | 'members'>
  readonly boards: readonly OutcomeBoard[]
  readonly consentOf: ConsentOf
  readonly namesOf: NamesOf
  /** Unix ms. */
  readonly now: number
  readonly t: Translate
}

/** What the parts of the workplan are made with. */
interface Maker extends Omit<WorkplanInput, 'plan'> {
  readonly plan: VotedPlan<Plan>
  readonly withheld: (text: string) => boolean
  /** The candidates of closed rounds, by the plan's row of each. */
  readonly candidates: ReadonlyMap<string, Candidate>
}

const isKept = ({ consentOf }: Pick<Maker, 'consentOf'>, board: string, item: string): boolean =>
  consentOf(board, item) === 'room'

const authorsOf = (
  { consentOf, namesOf }: Pick<Maker, 'consentOf' | 'namesOf'>,
  board: string,
  item: string,
): string[] => (consentOf(board, item) === 'named' ? namesOf(board, item).filter((name) => name.trim()) : [])

const itemAt = ({ boards }: Pick<Maker, 'boards'>, board: string, item: string): AnyItem | undefined =>
  boards.find(({ id }) => id === board)?.view.items.get(item)

/** A line of the plan, unless its words were kept in the room. */
const told = ({ withheld, t }: Maker, text: string): string =>
  withheld(text) ? t('outcome.kept.idea') : text

const sourcesOf = (maker: Maker, sources: readonly Source[]): WorkplanSource[] =>
  sources
    .filter(({ board, item }) => !isKept(maker, board, item))
    .flatMap(({ board, item }) => {
      const found = itemAt(maker, board, item)
      const text = found ? exportText(found) : null
      return text ? [{ board, item, text, authors: authorsOf(maker, board, item) }] : []
    })

const criterionFor = (maker: Maker, row: Criterion): WorkplanCriterion => ({
  id: row.id,
  title: told(maker, row.title),
  statement: told(maker, row.statement),
  indicators: row.indicators.filter((line) => line.trim() && !maker.withheld(line)),
  evidence: row.evidence.filter((line) => line.trim() && !maker.withheld(line)),
  principles: row.principles,
  sources: sourcesOf(maker, row.sources),
})

/** The words that were voted on, in its newest round; null when it comes from no round, or the idea stays in the room. */
const ideaOf = (maker: Maker, row: VotedAction): string | null => {
  const item = [row, ...row.twins].map(({ id }) => maker.candidates.get(id)?.item).find(Boolean)
  const candidate = item && row.priority && maker.candidates.get(actionId(row.priority.round, item))
  return candidate && !isKept(maker, candidate.board, candidate.item) ? candidate.text.trim() : null
}

/** A vote with its question and method; null when its round is not there. */
const priorityFor = (maker: Maker, priority: Priority | null): WorkplanAction['priority'] => {
  const round = maker.stage.rounds.find(({ id }) => id === priority?.round)
  return priority && round ? { ...priority, question: round.question, type: round.method.type } : null
}

const actionFor = (maker: Maker, row: VotedAction): WorkplanAction => {
  const criterion = maker.plan.criteria.find(({ id }) => id === row.criterion)
  return {
    id: row.id,
    action: told(maker, row.action),
    outcome: told(maker, row.outcome),
    criterion: criterion ? { id: criterion.id, title: told(maker, criterion.title) } : null,
    principles: row.principles,
    priority: priorityFor(maker, row.priority),
    earlier: row.earlier.flatMap((priority) => priorityFor(maker, priority) ?? []),
    idea: ideaOf(maker, row),
    lead: told(maker, row.lead),
    support: told(maker, row.support),
    start: row.start,
    due: row.due,
    status: row.status,
    health: row.health,
    evidence: row.evidence
      .split('\n')
      .filter((line) => !maker.withheld(line))
      .join('\n'),
    sources: sourcesOf(maker, row.sources),
  }
}

type ClosedRound = StageRound & {
  readonly closedAt: number
  readonly result: NonNullable<StageRound['result']>
}
const isClosed = (round: StageRound): round is ClosedRound => round.closedAt !== null && round.result !== null

const candidateText = (maker: Maker, board: string, item: string, text: string): string => {
  if (isKept(maker, board, item)) return maker.t('outcome.kept.idea')
  const found = itemAt(maker, board, item)
  return cleanText(text) || (found ? describe(found, maker.t) : maker.t('item.unknown'))
}

const themeTitle = (maker: Maker, board: string, item: string): string | null => {
  const view = maker.boards.find(({ id }) => id === board)?.view
  const theme = view && themeOf(view, view.items.get(item))
  return theme && !isKept(maker, board, theme.id) ? describe(theme, maker.t) : null
}

const decisionFor = (maker: Maker, round: ClosedRound): WorkplanDecision => ({
  id: round.id,
  question: round.question,
  type: round.method.type,
  method: methodOf(round.method).sentence(round.method, maker.t),
  closed: new Date(round.closedAt).toISOString(),
  turnout: { ...round.result.turnout },
  candidates: round.result.candidates.flatMap((tallied) => {
    const candidate = maker.candidates.get(actionId(round.id, tallied.item))
    if (!candidate) return []
    const { board, item, text } = candidate
    const sharing = round.result.candidates.filter(({ rank }) => rank === tallied.rank)
    return {
      item,
      text: candidateText(maker, board, item, text),
      theme: themeTitle(maker, board, item),
      rank: tallied.rank,
      tied: sharing.length > 1,
      total: tallied.total,
      mean: tallied.mean,
      spread: tallied.spread,
    }
  }),
})

/** Every candidate that no action stands for, once each: so that each voted idea is somewhere in each export. */
const ideasLeft = (
  maker: Maker,
  decisions: readonly WorkplanDecision[],
): Pick<Workplan, 'ideasWithoutVotes' | 'ideasSetAside'> => {
  const planned = new Set(maker.plan.actions.flatMap(({ id, twins }) => [id, ...twins.map((row) => row.id)]))
  const left = new Map<string, { voted: boolean; planned: boolean; idea: WorkplanIdea }>()
  // Oldest first, so that an idea stands with the newest of its rounds, or the newest that gave it votes.
  for (const { id: round, question, candidates } of [...decisions].sort((a, b) =>
    a.closed < b.closed ? -1 : 1,
  ))
    for (const { item, text, total } of candidates) {
      const known = left.get(item)
      const idea = { item, round, question, text } satisfies WorkplanIdea
      left.set(item, {
        voted: known?.voted === true || total > 0,
        planned: known?.planned === true || planned.has(actionId(round, item)),
        idea: known?.voted && total === 0 ? known.idea : idea,
      })
    }
  const ideas = [...left.values()].filter((one) => !one.planned)
  return {
    ideasWithoutVotes: ideas.filter(({ voted }) => !voted).map(({ idea }) => idea),
    ideasSetAside: ideas.filter(({ voted }) => voted).map(({ idea }) => idea),
  }
}

const noteGroups = (maker: Maker): NoteGroup[] =>
  maker.boards.flatMap(({ id: board, title, view }) => {
    const written = notesOf(view).filter((note) => cleanText(note.text))
    const groups = byTheme(written)
    const loose = written.filter((note) => themeOf(view, note) === null)
    return [...themesOf(view), null]
      .map((theme) => {
        const notes = theme ? (groups.get(theme.id) ?? []) : loose
        const open = notes.filter((note) => !isKept(maker, board, note.id))
        return {
          board: title,
          theme:
            theme &&
            (isKept(maker, board, theme.id) ? maker.t('outcome.kept.theme') : describe(theme, maker.t)),
          notes: open.map((note) => ({
            id: note.id,
            text: cleanText(note.text),
            asks: note.asks,
            principles: [...note.principles],
            authors: authorsOf(maker, board, note.id),
          })),
          kept: notes.length - open.length,
        }
      })
      .filter(({ notes, kept }) => notes.length + kept > 0)
  })

const figuresOf = (maker: Maker): Workplan['figures'] =>
  maker.boards.flatMap(({ id: board, title, view }) =>
    view.shown.flatMap((item) =>
      item.kind !== 'figure' || isKept(maker, board, item.id) || !exportText(item)
        ? []
        : {
            id: item.id,
            board: title,
            theme: themeTitle(maker, board, item.id),
            name: cleanLine(item.name),
            speech: cleanLine(item.speech),
            story: cleanText(item.story),
            authors: authorsOf(maker, board, item.id),
          },
    ),
  )

const keptCount = (maker: Maker): number =>
  maker.boards.reduce(
    (count, { id, view }) =>
      count + view.shown.filter((item) => isKept(maker, id, item.id) && exportText(item)).length,
    0,
  )

/** Makes the workplan. The same input gives the same workplan. */
export const makeWorkplan = (input: WorkplanInput): Workplan => {
  const { stage } = input
  const plan = withVotes(input.plan, stage.rounds)
  const withheld = createWithheld(input.boards, stage, input.consentOf)
  const closed = stage.rounds.filter(isClosed)
  const candidates = new Map(
    closed.flatMap(({ id, candidates }) => candidates.map((one) => [actionId(id, one.item), one] as const)),
  )
  const maker: Maker = { ...input, plan, withheld, candidates }
  const decisions = closed.map((round) => decisionFor(maker, round))
  const shown = stage.members.filter(({ name, organisation, contact }) => name || organisation || contact)
  return {
    version: WORKPLAN_VERSION,
    title: input.title,
    language: input.language,
    made: new Date(input.now).toISOString(),
    members: shown.map(({ name, organisation, contact, colead }) => ({
      name: name ?? '',
      organisation: organisation ?? '',
      contact: contact ?? '',
      colead,
    })),
    unnamedMembers: stage.members.length - shown.length,
    meetings: plan.meetings.map(
      ({ derived: _derived, changed: _changed, written: _written, ...meeting }) => meeting,
    ),
    criteria: plan.criteria.map((row) => criterionFor(maker, row)),
    actions: plan.actions.map((row) => actionFor(maker, row)),
    decisions,
    ...ideasLeft(maker, decisions),
    notes: noteGroups(maker),
    figures: figuresOf(maker),
    kept: keptCount(maker),
    sourceNotes: sourceCount(plan),
    coverage: coverageOf(plan, stage.meta.principles),
  }
}
