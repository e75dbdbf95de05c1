/** The workplan as Markdown. What people wrote is escaped, so that it can be no heading, table, link or HTML. */
import type { Say } from '../say.ts'
import type { Workplan, WorkplanAction, WorkplanDecision } from '../../shared/outcome/workplanSchema.ts'
import { oneLine } from '../../shared/clean.ts'
import {
  coverageInWords,
  dayInWords,
  decimal,
  earlierInWords,
  groupTitle,
  meetingTitle,
  meetingWhen,
  meetingWhere,
  principleLabels,
  titleOf,
  totalInWords,
} from './phrases.ts'
import type { Rendered } from './render.ts'

/** A text on one line, meaning nothing but itself. */
const escape = (text: string): string =>
  oneLine(text)
    .replace(/[\\`*_[\]<>|~&]/g, '\\$&')
    .replace(/^([#+\-=:])/, '\\$1')
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')

const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n')

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

const bracketed = (authors: readonly string[]): string =>
  authors.length > 0 ? `(${authors.map(escape).filter(Boolean).join(', ')})` : ''

const signed = (text: string, authors: readonly string[]): string =>
  [escape(text), bracketed(authors)].filter(Boolean).join(' ')

type Blocks = readonly (string | false)[]

const members = ({ members: shown, unnamedMembers }: Workplan, t: Say): Blocks => [
  `## ${t('export.members')}`,
  shown.length === 0 && unnamedMembers === 0 && t('export.members.none'),
  shown.length > 0 &&
    bullets(
      shown.map(({ name, organisation, contact, colead }) =>
        [
          escape(name) || t('export.member.nameless'),
          escape(organisation),
          escape(contact),
          colead && t('export.member.colead'),
        ]
          .filter(Boolean)
          .join(', '),
      ),
    ),
  unnamedMembers > 0 && t('export.members.unnamed', { count: unnamedMembers }),
]

const meetings = (workplan: Workplan, t: Say): Blocks => [
  `## ${t('export.meetings')}`,
  workplan.meetings.length === 0
    ? t('export.meetings.none')
    : table(
        [t('export.meeting.what'), t('export.meeting.when'), t('export.meeting.place')],
        workplan.meetings.map((meeting) => [
          escape(meetingTitle(meeting, t)),
          escape(meetingWhen(meeting, workplan.language, t)),
          escape(meetingWhere(meeting)),
        ]),
      ),
]

const coverage = (workplan: Workplan, t: Say): Blocks =>
  workplan.coverage.length === 0
    ? []
    : [
        `## ${t('export.coverage')}`,
        coverageInWords(workplan, t),
        table(
          [t('export.coverage.principle'), t('export.coverage.actions'), t('export.coverage.criteria')],
          workplan.coverage.map(({ id, label, actions, criteria }) => [
            `${id} ${escape(label)}`,
            String(actions || t('export.coverage.left-out')),
            String(criteria || t('export.coverage.left-out')),
          ]),
        ),
      ]

const criteria = (workplan: Workplan, t: Say): Blocks => [
  `## ${t('export.criteria')}`,
  workplan.criteria.length === 0 && t('export.criteria.none'),
  ...workplan.criteria.flatMap((criterion): Blocks => [
    `### ${escape(criterion.title)}`,
    escape(criterion.statement),
    criterion.indicators.length > 0 && `**${t('export.criterion.indicators')}**`,
    bullets(criterion.indicators.map(escape)),
    criterion.evidence.length > 0 && `**${t('export.criterion.evidence')}**`,
    bullets(criterion.evidence.map(escape)),
    criterion.principles.length > 0 &&
      `**${t('export.principles')}**: ${principleLabels(workplan, criterion.principles).map(escape).join('; ')}`,
  ]),
]

const actionRow = (workplan: Workplan, action: WorkplanAction, t: Say): string[] => [
  action.priority ? `${action.priority.rank}` : '',
  escape(action.action),
  escape(action.outcome),
  escape(action.criterion?.title ?? ''),
  principleLabels(workplan, action.principles).map(escape).join('; '),
  [
    action.priority ? totalInWords(action.priority, t) : t('export.action.by-hand'),
    escape(earlierInWords(action, t)),
  ]
    .filter(Boolean)
    .join('; '),
  escape(action.lead) || t('export.action.lead.none'),
  escape(action.support),
  dayInWords(action.start, workplan.language),
  dayInWords(action.due, workplan.language) || t('export.action.no-date'),
  `${t(`export.status.${action.status}`)}, ${t(`export.health.${action.health}`)}`,
  escape(action.evidence),
  action.sources.map(({ text, authors }) => signed(text, authors)).join('; '),
]

const actions = (workplan: Workplan, t: Say): Blocks => [
  `## ${t('export.actions')}`,
  workplan.actions.length === 0
    ? t('export.actions.none')
    : table(
        [
          t('export.action.place'),
          t('export.action'),
          t('export.action.outcome'),
          t('export.criterion'),
          t('export.principles'),
          t('export.action.votes'),
          t('export.action.lead'),
          t('export.action.support'),
          t('export.action.start'),
          t('export.action.due'),
          t('export.action.status'),
          t('export.action.evidence'),
          t('export.sources'),
        ],
        workplan.actions.map((action) => actionRow(workplan, action, t)),
      ),
]

const decision = (workplan: Workplan, one: WorkplanDecision, t: Say): Blocks => {
  const told = one.candidates.some(({ mean }) => mean !== null)
  const inWords = (number: number | null) => (number === null ? '' : decimal(number, workplan.language))
  return [
    `### ${escape(one.question)}`,
    [
      one.method,
      t('export.decision.turnout', one.turnout),
      t('export.decision.closed', { date: dayInWords(one.closed, workplan.language) }),
    ].join(' '),
    table(
      [
        t('export.decision.place'),
        t('export.decision.idea'),
        t('export.decision.total'),
        ...(told ? [t('export.decision.mean'), t('export.decision.spread')] : []),
      ],
      one.candidates.map(({ rank, tied, text, total, mean, spread }) => [
        tied ? t('export.decision.place.tied', { rank }) : String(rank),
        escape(text),
        String(total),
        ...(told ? [inWords(mean), inWords(spread)] : []),
      ]),
    ),
    ...(told ? [] : [t('export.decision.few')]),
  ]
}

const ideas = (workplan: Workplan, t: Say): Blocks => [
  `## ${t('export.no-votes')}`,
  workplan.ideasWithoutVotes.length === 0
    ? t(workplan.decisions.length ? 'export.no-votes.none' : 'export.decisions.none')
    : bullets(workplan.ideasWithoutVotes.map(({ text }) => escape(text))),
  ...(workplan.ideasSetAside.length > 0
    ? [
        `## ${t('export.set-aside')}`,
        t('export.set-aside.hint'),
        bullets(workplan.ideasSetAside.map(({ text }) => escape(text))),
      ]
    : []),
]

const notes = (workplan: Workplan, t: Say): Blocks => [
  ...(workplan.figures.length > 0
    ? [
        `## ${t('export.figures')}`,
        bullets(
          workplan.figures.map(({ name, speech, story, authors }) =>
            [
              `**${escape(name) || t('export.figure.nameless')}**`,
              escape(speech) && `“${escape(speech)}”`,
              escape(story),
              bracketed(authors),
            ]
              .filter(Boolean)
              .join(' '),
          ),
        ),
      ]
    : []),
  `## ${t('export.notes')}`,
  workplan.notes.length === 0 && t('export.notes.none'),
  ...workplan.notes.flatMap((group): Blocks => [
    `### ${escape(groupTitle(workplan, group, t))}`,
    bullets(
      group.notes.map(({ text, asks, authors }) =>
        asks === 'idea'
          ? signed(text, authors)
          : `*${t(`export.note.asks.${asks}`)}:* ${signed(text, authors)}`,
      ),
    ),
    group.kept > 0 && t('export.notes.kept', { count: group.kept }),
  ]),
]

export const renderMarkdown = (workplan: Workplan, t: Say): Rendered => {
  const blocks: Blocks = [
    `# ${escape(titleOf(workplan, t))}`,
    `${t('export.workplan')}. ${t('export.made', { date: dayInWords(workplan.made, workplan.language) })}. ${t(
      'export.glance',
      { actions: workplan.actions.length, criteria: workplan.criteria.length, notes: workplan.sourceNotes },
    )}`,
    ...members(workplan, t),
    ...meetings(workplan, t),
    ...coverage(workplan, t),
    ...criteria(workplan, t),
    ...actions(workplan, t),
    `## ${t('export.decisions')}`,
    workplan.decisions.length === 0 && t('export.decisions.none'),
    ...workplan.decisions.flatMap((one) => decision(workplan, one, t)),
    ...ideas(workplan, t),
    ...notes(workplan, t),
  ]
  return { body: `${blocks.filter(Boolean).join('\n\n')}\n`, type: 'text/markdown; charset=utf-8' }
}
