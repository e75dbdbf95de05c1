/** The workplan as CSV: one line an action, then a line for each voted idea that no action stands for. */
import { stringify } from 'csv-stringify/sync'
import type { Say } from '../say.ts'
import type { Workplan, WorkplanAction, WorkplanIdea } from '../../shared/outcome/workplanSchema.ts'
import { oneLine } from '../../shared/clean.ts'
import { safeCell } from './cleanText.ts'
import { authorsInWords, principleLabels } from './phrases.ts'
import type { Rendered } from './render.ts'

type Cells = readonly (string | number)[]

const header = (t: Say): Cells => [
  t('export.action.line'),
  t('export.action.place'),
  t('export.action.votes'),
  t('export.action'),
  t('export.action.outcome'),
  t('export.criterion'),
  t('export.principles'),
  t('export.action.lead'),
  t('export.action.support'),
  t('export.action.start'),
  t('export.action.due'),
  t('export.action.status'),
  t('export.action.health'),
  t('export.action.evidence'),
  t('export.action.idea'),
  t('export.decision.question'),
  t('export.sources'),
  t('export.action.id'),
]

const actionCells = (workplan: Workplan, action: WorkplanAction, t: Say): Cells => [
  t('export.action.line.action'),
  action.priority?.rank ?? '',
  action.priority?.total ?? '',
  action.action,
  action.outcome,
  action.criterion?.title ?? '',
  principleLabels(workplan, action.principles).join('; '),
  action.lead.trim() || t('export.action.lead.none'),
  action.support,
  action.start,
  action.due,
  t(`export.status.${action.status}`),
  t(`export.health.${action.health}`),
  action.evidence,
  action.idea ?? '',
  action.priority?.question ?? '',
  action.sources
    .map(({ text, authors }) => [oneLine(text), authors.length > 0 && `(${authorsInWords(authors)})`])
    .map((parts) => parts.filter(Boolean).join(' '))
    .join('; '),
  action.id,
]

const ideaCells = (idea: WorkplanIdea, line: string): Cells => [
  line,
  ...Array<string>(13).fill(''),
  idea.text,
  idea.question,
  '',
  '',
]

/** A byte order mark tells Excel that this is UTF-8; lines end as RFC 4180 says. */
export const renderCsv = (workplan: Workplan, t: Say): Rendered => {
  const rows = [
    header(t),
    ...workplan.actions.map((action) => actionCells(workplan, action, t)),
    ...workplan.ideasSetAside.map((idea) => ideaCells(idea, t('export.action.line.set-aside'))),
    ...workplan.ideasWithoutVotes.map((idea) => ideaCells(idea, t('export.action.line.no-votes'))),
  ]
  const safe = rows.map((cells) => cells.map((cell) => (typeof cell === 'string' ? safeCell(cell) : cell)))
  // With a line end of our own choice, the library quotes fields with other line ends only when told to.
  return {
    body: stringify(safe, {
      bom: true,
      escape_formulas: true,
      record_delimiter: 'windows',
      quote_record_delimiter: true,
    }),
    type: 'text/csv; charset=utf-8',
  }
}
