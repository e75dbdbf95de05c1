/**
 * From voted boards to the plan's rows. Nothing is guessed: a field that the boards do not answer is left to people.
 *
 * Criteria come from themes, actions from the candidates of closed rounds that drew votes. A candidate without votes stays out of
 * the plan; the workplan lists it by itself (see makeWorkplan.ts). Row ids hold the ids of theme, round and item, so that deriving
 * again meets the same rows.
 */
import { cleanText, oneLine } from '../clean.ts'
import type { Translate } from '../i18n/translate.ts'
import type { Derived, FieldsOfTable } from '../plan.ts'
import type { Candidate, Stage, StageRound } from '../stage.ts'
import type { Tallied } from '../methods/method.ts'
import type { Note } from '../kinds/note/note.ts'
import type { Theme } from '../kinds/theme/theme.ts'
import {
  byTheme,
  notesOf,
  principlesOf,
  themeOf,
  themesOf,
  type ConsentOf,
  type OutcomeBoard,
} from './boards.ts'

/** The plan's row of a theme. */
export const criterionId = (theme: string): string => `criterion:${theme}`
/** The plan's row of a candidate. */
export const actionId = (round: string, item: string): string => `action:${round}:${item}`

export interface DeriveInput {
  readonly boards: readonly OutcomeBoard[]
  readonly stage: Pick<Stage, 'rounds'>
  readonly consentOf: ConsentOf
  /** Ids of the criteria that the plan has. Such a one goes on following its theme into the bin: what is withdrawn there is withdrawn here. */
  readonly standing: ReadonlySet<string>
  readonly t: Translate
}

export interface DerivedPlan {
  readonly criteria: Derived<'criteria'>
  readonly actions: Derived<'actions'>
}

type ActionFields = Partial<FieldsOfTable<'actions'>>
type CriterionFields = Partial<FieldsOfTable<'criteria'>>

const criterionOf = (
  board: OutcomeBoard,
  theme: Theme,
  within: readonly Note[],
  { consentOf, t }: DeriveInput,
): CriterionFields => {
  const kept = (item: { readonly id: string }): boolean => consentOf(board.id, item.id) === 'room'
  const notes = within.filter((note) => !kept(note))
  const lines = (asks: 'indicator' | 'evidence'): string[] => [
    ...new Set(notes.flatMap((note) => (note.asks === asks ? oneLine(note.text) || [] : []))),
  ]
  return {
    title: kept(theme) ? t('outcome.kept.theme') : oneLine(theme.title) || t('theme.untitled'),
    statement: kept(theme) ? '' : cleanText(theme.statement),
    indicators: lines('indicator'),
    evidence: lines('evidence'),
    principles: principlesOf(notes),
    sources: [theme, ...notes].map(({ id }) => ({ board: board.id, item: id })),
  }
}

const actionOf = (
  round: StageRound,
  candidate: Candidate,
  tallied: Tallied,
  criteria: ReadonlyMap<string, CriterionFields>,
  { boards, consentOf, t }: DeriveInput,
): ActionFields => {
  const board = boards.find(({ id }) => id === candidate.board)
  const item = board?.view.items.get(candidate.item)
  const theme = board ? (item?.kind === 'theme' ? item : themeOf(board.view, item)) : null
  const criterion = theme && criteria.get(criterionId(theme.id))
  const kept = consentOf(candidate.board, candidate.item) === 'room'
  return {
    action: kept ? t('outcome.kept.idea') : candidate.text.trim(),
    outcome: criterion?.statement ?? '',
    criterion: theme && !theme.trashed ? criterionId(theme.id) : '',
    principles:
      item?.kind === 'note'
        ? [...item.principles]
        : item?.kind === 'theme'
          ? (criterion?.principles ?? [])
          : [],
    priority: { round: round.id, rank: tallied.rank, total: tallied.total },
    // Only a theme that was itself voted on brings its indicators: which of them a single note moves is for people to say.
    ...(item?.kind === 'theme' && { evidence: (criterion?.indicators ?? []).join('\n') }),
    sources: [{ board: candidate.board, item: candidate.item }],
  }
}

const themesFor = ({ view }: OutcomeBoard, { standing }: DeriveInput): Theme[] => [
  ...themesOf(view),
  ...[...view.items.values()].filter(
    (item): item is Theme => item.kind === 'theme' && item.trashed && standing.has(criterionId(item.id)),
  ),
]

/** Derives criteria and actions, for `writeDerived`. Deriving twice from the same boards gives the same rows. */
export const derivePlan = (input: DeriveInput): DerivedPlan => {
  const criteria = new Map<string, CriterionFields>()
  for (const board of input.boards) {
    const groups = byTheme(notesOf(board.view))
    for (const theme of themesFor(board, input))
      criteria.set(criterionId(theme.id), criterionOf(board, theme, groups.get(theme.id) ?? [], input))
  }
  const actions = new Map<string, ActionFields>()
  for (const round of input.stage.rounds) {
    const candidates = new Map(round.candidates.map((candidate) => [candidate.item, candidate]))
    for (const tallied of round.result?.candidates ?? []) {
      const candidate = candidates.get(tallied.item)
      if (candidate && tallied.total > 0)
        actions.set(actionId(round.id, candidate.item), actionOf(round, candidate, tallied, criteria, input))
    }
  }
  return { criteria, actions }
}
