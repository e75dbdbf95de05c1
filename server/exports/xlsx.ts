/** The workplan as a spreadsheet: typed cells, a sheet each, made so that it also prints on wide pages of A4 in letters that
 * can be read. */
import writeXlsxFile, { type Sheet } from 'write-excel-file/node'
import type { Say } from '../say.ts'
import type {
  Workplan,
  WorkplanAction,
  WorkplanDecision,
  WorkplanIdea,
} from '../../shared/outcome/workplanSchema.ts'
import { authorsInWords, groupTitle, meetingTitle, principleLabels, titleOf } from './phrases.ts'
import type { Rendered } from './render.ts'
import { bold, day, flag, lines, number, sheet, text, type Column, type SheetContent } from './xlsxCells.ts'
import { documentProperties, printing, type PartContent } from './xlsxFeatures.ts'

/** Width of a column that holds whole ideas, in characters. */
const IDEA = 40

const columns = (
  ...list: readonly (readonly [title: string, width: number, align?: 'right' | 'center'])[]
): Column[] => list.map(([title, width, align]) => ({ title, width, align }))

const actionRow = (workplan: Workplan, action: WorkplanAction, t: Say): SheetContent['rows'][number] => [
  number(action.priority?.rank ?? null),
  number(action.priority?.total ?? null),
  bold(action.action),
  text(action.outcome),
  text(action.criterion?.title ?? ''),
  lines(principleLabels(workplan, action.principles)),
  text(action.lead.trim() || t('export.action.lead.none')),
  text(action.support),
  day(action.start),
  day(action.due),
  text(t(`export.status.${action.status}`)),
  text(t(`export.health.${action.health}`)),
  text(action.evidence),
]

const actions = (workplan: Workplan, t: Say): SheetContent => ({
  name: t('export.actions.sheet'),
  columns: columns(
    [t('export.action.place'), 7, 'center'],
    [t('export.action.votes'), 7, 'center'],
    [t('export.action'), 32],
    [t('export.action.outcome'), 27],
    [t('export.criterion'), 16],
    [t('export.principles'), 22],
    [t('export.action.lead'), 15],
    [t('export.action.support'), 15],
    [t('export.action.start'), 13],
    [t('export.action.due'), 13],
    [t('export.action.status'), 11],
    [t('export.action.health'), 10],
    [t('export.action.evidence'), 27],
  ),
  rows: workplan.actions.map((action) => actionRow(workplan, action, t)),
  fixedColumns: 3,
})

/** What leads each action back to its vote and its notes: a row for each of these. */
const sources = (workplan: Workplan, t: Say): SheetContent => ({
  name: t('export.sources.sheet'),
  columns: columns(
    [t('export.action.place'), 7, 'center'],
    [t('export.action'), 34],
    [t('export.action.idea'), 34],
    [t('export.decision.question'), 28],
    [t('export.action.votes'), 7, 'center'],
    [t('export.sources.note'), 34],
    [t('export.note.author'), 18],
  ),
  rows: workplan.actions.flatMap((action) => {
    const { priority, idea } = action
    const from = action.sources.length > 0 ? action.sources : [{ text: '', authors: [] }]
    return from.map((source) => [
      number(priority?.rank ?? null),
      bold(action.action),
      text(idea ?? ''),
      text(priority?.question ?? t('export.action.by-hand')),
      number(priority?.total ?? null),
      text(source.text),
      text(authorsInWords(source.authors)),
    ])
  }),
})

const ideaRow = ({ text: idea, question }: WorkplanIdea, why: string): SheetContent['rows'][number] => [
  bold(idea),
  text(why),
  text(question),
]

const ideas = (workplan: Workplan, t: Say): SheetContent => ({
  name: t('export.ideas.sheet'),
  columns: columns(
    [t('export.decision.idea'), 60],
    [t('export.action.line'), 28],
    [t('export.decision.question'), 50],
  ),
  rows: [
    ...workplan.ideasSetAside.map((idea) => ideaRow(idea, t('export.action.line.set-aside'))),
    ...workplan.ideasWithoutVotes.map((idea) => ideaRow(idea, t('export.action.line.no-votes'))),
  ],
})

const criteria = (workplan: Workplan, t: Say): SheetContent => ({
  name: t('export.coverage.criteria'),
  columns: columns(
    [t('export.criterion'), 22],
    [t('export.criterion.statement'), 36],
    [t('export.criterion.indicators'), IDEA],
    [t('export.criterion.evidence'), IDEA],
    [t('export.principles'), 24],
  ),
  rows: workplan.criteria.map((criterion) => [
    bold(criterion.title),
    text(criterion.statement),
    lines(criterion.indicators),
    lines(criterion.evidence),
    lines(principleLabels(workplan, criterion.principles)),
  ]),
})

/** How people voted, and why there are no means where there are none. */
const methodOf = ({ method, candidates }: WorkplanDecision, t: Say): string =>
  candidates.some(({ mean }) => mean !== null) ? method : `${method} ${t('export.decision.few')}`

const decisions = (workplan: Workplan, t: Say): SheetContent => ({
  name: t('export.decisions'),
  columns: columns(
    [t('export.decision.question'), 28],
    [t('export.decision.place'), 7, 'center'],
    [t('export.decision.tied'), 8, 'center'],
    [t('export.decision.idea'), IDEA],
    [t('export.decision.theme'), 20],
    [t('export.decision.total'), 7, 'center'],
    [t('export.decision.mean'), 7, 'center'],
    [t('export.decision.spread'), 8, 'center'],
    [t('export.decision.voted'), 8, 'center'],
    [t('export.decision.present'), 9, 'center'],
    [t('export.decision.date'), 13],
    [t('export.decision.method'), 34],
  ),
  rows: workplan.decisions.flatMap((decision) =>
    decision.candidates.map((candidate) => [
      text(decision.question),
      number(candidate.rank),
      flag(candidate.tied, t),
      bold(candidate.text),
      text(candidate.theme ?? ''),
      number(candidate.total),
      number(candidate.mean, '0.00'),
      number(candidate.spread, '0.00'),
      number(decision.turnout.voted),
      number(decision.turnout.present),
      day(decision.closed.slice(0, 10)),
      text(methodOf(decision, t)),
    ]),
  ),
})

const notes = (workplan: Workplan, t: Say): SheetContent => ({
  name: t('export.notes.sheet'),
  columns: columns(
    [t('export.note.theme'), 24],
    [t('export.note.text'), 58],
    [t('export.note.asks'), 23],
    [t('export.principles'), 27],
    [t('export.note.author'), 20],
  ),
  rows: workplan.notes.flatMap((group) => [
    ...group.notes.map((note) => [
      text(groupTitle(workplan, group, t)),
      text(note.text),
      text(t(`export.note.asks.${note.asks}`)),
      lines(principleLabels(workplan, note.principles)),
      text(authorsInWords(note.authors)),
    ]),
    ...(group.kept > 0
      ? [[text(groupTitle(workplan, group, t)), text(t('export.notes.kept', { count: group.kept }))]]
      : []),
  ]),
})

const members = (workplan: Workplan, t: Say): SheetContent => ({
  name: t('export.members'),
  columns: columns(
    [t('export.member.name'), 30],
    [t('export.member.organisation'), 36],
    [t('export.member.contact'), 36],
    [t('export.member.part'), 14],
  ),
  rows: [
    ...workplan.members.map((member) => [
      bold(member.name || t('export.member.nameless')),
      text(member.organisation),
      text(member.contact),
      text(t(member.colead ? 'export.member.colead' : 'export.member.member')),
    ]),
    ...(workplan.unnamedMembers > 0
      ? [[text(t('export.members.unnamed', { count: workplan.unnamedMembers }))]]
      : []),
  ],
})

const meetings = (workplan: Workplan, t: Say): SheetContent => ({
  name: t('export.meetings'),
  columns: columns(
    [t('export.meeting.what'), 32],
    [t('export.meeting.type'), 18],
    [t('export.meeting.date'), 13],
    [t('export.meeting.time'), 8, 'center'],
    [t('export.meeting.zone'), 18],
    [t('export.meeting.place'), 30],
    [t('export.meeting.committee'), 30],
  ),
  rows: workplan.meetings.map((meeting) => [
    bold(meetingTitle(meeting, t)),
    text(t(`export.meeting.type.${meeting.type}`)),
    day(meeting.date),
    text(meeting.time),
    text(meeting.time ? meeting.timeZone : ''),
    text(meeting.place),
    text(meeting.committee),
  ]),
})

export const renderXlsx = async (workplan: Workplan, t: Say): Promise<Rendered> => {
  const contents = [actions, sources, ideas, criteria, decisions, notes, members, meetings].map((make) =>
    make(workplan, t),
  )
  const sheets: Sheet<PartContent>[] = contents.map(sheet)
  const body = await writeXlsxFile(sheets, {
    fontFamily: 'Calibri',
    fontSize: 11,
    features: [
      documentProperties({
        title: titleOf(workplan, t),
        subject: t('export.workplan'),
        language: workplan.language,
        made: workplan.made,
      }),
      printing(
        contents.map(({ name }) => name),
        { title: titleOf(workplan, t), page: t('export.page'), of: t('export.page-of') },
      ),
    ],
  }).toBuffer()
  return { body, type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }
}
