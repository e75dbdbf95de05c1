/** What stands in the Word document, in its order. Widths are in twentieths of a point. */
import { LineRuleType, Paragraph, type FileChild } from 'docx'
import type { Say } from '../say.ts'
import type {
  Workplan,
  WorkplanAction,
  WorkplanDecision,
  WorkplanSource,
} from '../../shared/outcome/workplanSchema.ts'
import { oneLine } from '../../shared/clean.ts'
import { bullet, COLOURS, heading, labelled, paragraph, SIZES, table, type TableColumn } from './docxParts.ts'
import {
  authorsInWords,
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

type Parts = FileChild[]

const SMALL = { size: SIZES.small, color: COLOURS.soft, after: 30 } as const

/** Columns that share a width by their parts. */
const columns = (
  width: number,
  ...parts: readonly (readonly [title: string, part: number, centred?: boolean])[]
): TableColumn[] => {
  const whole = parts.reduce((sum, [, part]) => sum + part, 0)
  return parts.map(([title, part, centred = false]) => ({
    title,
    width: Math.floor((width * part) / whole),
    centred,
  }))
}

/** A paragraph after a table, so that what follows does not stick to it. */
const gap = (): Paragraph =>
  new Paragraph({ spacing: { before: 0, after: 0, line: 100, lineRule: LineRuleType.EXACT } })

const members = ({ members: shown, unnamedMembers }: Workplan, t: Say, width: number): Parts => [
  heading(1, t('export.members')),
  ...(shown.length + unnamedMembers === 0 ? [paragraph(t('export.members.none'))] : []),
  ...(shown.length > 0
    ? [
        table(
          columns(
            width,
            [t('export.member.name'), 26],
            [t('export.member.organisation'), 31],
            [t('export.member.contact'), 38],
            [t('export.member.part'), 14],
          ),
          shown.map(({ name, organisation, contact, colead }) => [
            [paragraph(name || t('export.member.nameless'), { bold: true, after: 0 })],
            organisation,
            contact,
            t(colead ? 'export.member.colead' : 'export.member.member'),
          ]),
        ),
        gap(),
      ]
    : []),
  ...(unnamedMembers > 0 ? [paragraph(t('export.members.unnamed', { count: unnamedMembers }), SMALL)] : []),
]

const meetings = (workplan: Workplan, t: Say, width: number): Parts => [
  heading(1, t('export.meetings')),
  ...(workplan.meetings.length === 0
    ? [paragraph(t('export.meetings.none'))]
    : [
        table(
          columns(
            width,
            [t('export.meeting.what'), 34],
            [t('export.meeting.when'), 38],
            [t('export.meeting.place'), 36],
          ),
          workplan.meetings.map((meeting) => [
            [paragraph(meetingTitle(meeting, t), { bold: true, after: 0 })],
            meetingWhen(meeting, workplan.language, t),
            meetingWhere(meeting),
          ]),
        ),
        gap(),
      ]),
]

const coverage = (workplan: Workplan, t: Say, width: number): Parts =>
  workplan.coverage.length === 0
    ? []
    : [
        heading(1, t('export.coverage')),
        paragraph(coverageInWords(workplan, t), { keepNext: true }),
        table(
          columns(
            width,
            [t('export.coverage.principle'), 70],
            [t('export.coverage.actions'), 18, true],
            [t('export.coverage.criteria'), 18, true],
          ),
          workplan.coverage.map(({ id, label, text, actions, criteria }) => [
            [
              paragraph(`${id}  ${label}`, { bold: true, after: 20 }),
              paragraph(text, { ...SMALL, after: 0 }),
            ],
            String(actions || t('export.coverage.left-out')),
            String(criteria || t('export.coverage.left-out')),
          ]),
        ),
        gap(),
      ]

const list = (title: string, lines: readonly string[]): Parts =>
  lines.length === 0
    ? []
    : [
        paragraph(title, { bold: true, color: COLOURS.accent, before: 120, after: 60, keepNext: true }),
        ...lines.map((line) => bullet(line)),
      ]

const criteria = (workplan: Workplan, t: Say): Parts => [
  heading(1, t('export.criteria')),
  ...(workplan.criteria.length === 0 ? [paragraph(t('export.criteria.none'))] : []),
  ...workplan.criteria.flatMap((criterion): Parts => [
    heading(2, criterion.title),
    ...(criterion.statement ? [paragraph(criterion.statement)] : []),
    ...list(t('export.criterion.indicators'), criterion.indicators),
    ...list(t('export.criterion.evidence'), criterion.evidence),
    ...(criterion.principles.length > 0
      ? [
          labelled(t('export.principles'), principleLabels(workplan, criterion.principles).join(' · '), {
            ...SMALL,
            before: 100,
          }),
        ]
      : []),
  ]),
]

const bracketed = (authors: readonly string[]): string =>
  authors.length > 0 ? `(${authorsInWords(authors)})` : ''

/** Where an action came from: its notes where they say something else, else who wrote it, where that is known. */
const sourceLines = ({ action, idea, sources }: WorkplanAction, t: Say): Paragraph[] => {
  const told = [oneLine(action), oneLine(idea ?? '')]
  const others = sources.filter(({ text }) => !told.includes(oneLine(text)))
  const names = sources.filter((source) => !others.includes(source)).flatMap(({ authors }) => authors)
  const quote = ({ text, authors }: WorkplanSource) =>
    [`“${oneLine(text)}”`, bracketed(authors)].filter(Boolean).join(' ')
  return [
    ...(idea && oneLine(idea) !== oneLine(action) ? [labelled(t('export.action.idea'), idea, SMALL)] : []),
    ...(names.length > 0
      ? [labelled(t('export.action.idea-by'), authorsInWords([...new Set(names)]), SMALL)]
      : []),
    ...(others.length > 0 ? [labelled(t('export.sources'), others.map(quote).join('; '), SMALL)] : []),
  ]
}

const actionCell = (workplan: Workplan, action: WorkplanAction, t: Say): Paragraph[] => [
  paragraph(action.action, { bold: true, after: 60 }),
  ...(action.outcome ? [labelled(t('export.action.outcome'), action.outcome, SMALL)] : []),
  ...(action.evidence ? [labelled(t('export.action.evidence'), action.evidence, SMALL)] : []),
  ...(action.criterion ? [labelled(t('export.action.criterion'), action.criterion.title, SMALL)] : []),
  ...(action.principles.length > 0
    ? [labelled(t('export.principles'), principleLabels(workplan, action.principles).join(' · '), SMALL)]
    : []),
  ...sourceLines(action, t),
]

const actionRow = (workplan: Workplan, action: WorkplanAction, t: Say): (string | Paragraph[])[] => {
  const { priority } = action
  const start = dayInWords(action.start, workplan.language, 'medium')
  const due = dayInWords(action.due, workplan.language, 'medium')
  return [
    [
      paragraph(priority ? String(priority.rank) : '–', {
        bold: true,
        size: SIZES.lead,
        after: 0,
        centred: true,
      }),
      paragraph(priority ? totalInWords(priority, t) : t('export.action.by-hand'), {
        ...SMALL,
        after: 0,
        centred: true,
      }),
      ...(action.earlier.length > 0
        ? [paragraph(earlierInWords(action, t), { ...SMALL, before: 40, after: 0, centred: true })]
        : []),
    ],
    actionCell(workplan, action, t),
    [
      paragraph(action.lead.trim() || t('export.action.lead.none'), { after: 40 }),
      ...(action.support
        ? [paragraph(t('export.action.supported', { support: action.support }), SMALL)]
        : []),
    ],
    [
      ...(start ? [paragraph(t('export.action.starts', { date: start }), { ...SMALL, after: 20 })] : []),
      paragraph(due ? t('export.action.is-due', { date: due }) : t('export.action.no-due'), { after: 60 }),
      paragraph([t(`export.status.${action.status}`), t(`export.health.${action.health}`)].join(' · '), {
        ...SMALL,
        after: 0,
      }),
    ],
  ]
}

const actions = (workplan: Workplan, t: Say, width: number): Parts => [
  heading(1, t('export.actions')),
  ...(workplan.actions.length === 0
    ? [paragraph(t('export.actions.none'))]
    : [
        table(
          columns(
            width,
            [t('export.action.priority'), 19, true],
            [t('export.action'), 79],
            [t('export.action.people'), 35],
            [t('export.action.dates'), 37],
          ),
          workplan.actions.map((action) => actionRow(workplan, action, t)),
        ),
        gap(),
      ]),
]

const decision = (workplan: Workplan, one: WorkplanDecision, t: Say, width: number): Parts => {
  const told = one.candidates.some(({ mean }) => mean !== null)
  const inWords = (number: number | null) => (number === null ? '–' : decimal(number, workplan.language))
  return [
    heading(2, one.question),
    paragraph(
      [
        one.method,
        t('export.decision.turnout', one.turnout),
        t('export.decision.closed', { date: dayInWords(one.closed, workplan.language) }),
      ].join(' '),
      { keepNext: true },
    ),
    table(
      columns(
        width,
        [t('export.decision.place'), 19, true],
        [t('export.decision.idea'), 60],
        [t('export.decision.total'), 12, true],
        ...(told
          ? ([
              [t('export.decision.mean'), 12, true],
              [t('export.decision.spread'), 13, true],
            ] as const)
          : []),
      ),
      one.candidates.map(({ rank, tied, text, total, mean, spread }) => [
        tied ? t('export.decision.place.tied', { rank }) : String(rank),
        text,
        String(total),
        inWords(mean),
        inWords(spread),
      ]),
    ),
    ...(told ? [gap()] : [paragraph(t('export.decision.few'), { ...SMALL, before: 80 })]),
  ]
}

const figures = (workplan: Workplan, t: Say): Parts =>
  workplan.figures.length === 0
    ? []
    : [
        heading(1, t('export.figures')),
        ...workplan.figures.map(({ name, speech, story, authors }) =>
          labelled(
            name || t('export.figure.nameless'),
            [speech && `“${speech}”`, story, bracketed(authors)].filter(Boolean).join(' '),
          ),
        ),
      ]

/** The notes behind it all: short lines, and many. */
export const notesPart = (workplan: Workplan, t: Say): Parts => [
  heading(1, t('export.notes')),
  ...(workplan.notes.length === 0 ? [paragraph(t('export.notes.none'))] : []),
  ...workplan.notes.flatMap((group): Parts => [
    heading(2, groupTitle(workplan, group, t)),
    ...group.notes.map(({ text, asks, authors }) =>
      bullet(
        text,
        [authorsInWords(authors), asks === 'idea' ? '' : t(`export.note.asks.${asks}`)]
          .filter(Boolean)
          .join(' · '),
      ),
    ),
    ...(group.kept > 0 ? [paragraph(t('export.notes.kept', { count: group.kept }), SMALL)] : []),
  ]),
]

const decisions = (workplan: Workplan, t: Say, width: number): Parts => [
  heading(1, t('export.decisions')),
  ...(workplan.decisions.length === 0 ? [paragraph(t('export.decisions.none'))] : []),
  ...workplan.decisions.flatMap((one) => decision(workplan, one, t, width)),
  ...(workplan.decisions.length === 0
    ? []
    : [
        heading(1, t('export.no-votes')),
        ...(workplan.ideasWithoutVotes.length === 0
          ? [paragraph(t('export.no-votes.none'))]
          : workplan.ideasWithoutVotes.map(({ text }) => bullet(text))),
      ]),
  ...(workplan.ideasSetAside.length === 0
    ? []
    : [
        heading(1, t('export.set-aside')),
        paragraph(t('export.set-aside.hint')),
        ...workplan.ideasSetAside.map(({ text }) => bullet(text)),
      ]),
]

/** The plan: who and when, what is asked of services, what is to be done, and how that was decided. */
export const planParts = (workplan: Workplan, t: Say, width: number): Parts => [
  paragraph(t('export.workplan'), { bold: true, color: COLOURS.accent, size: SIZES.lead, after: 0 }),
  heading(0, titleOf(workplan, t)),
  paragraph(t('export.made', { date: dayInWords(workplan.made, workplan.language) }), {
    color: COLOURS.soft,
    after: 60,
  }),
  paragraph(
    t('export.glance', {
      actions: workplan.actions.length,
      criteria: workplan.criteria.length,
      notes: workplan.sourceNotes,
    }),
    { color: COLOURS.soft },
  ),
  ...meetings(workplan, t, width),
  ...members(workplan, t, width),
  ...coverage(workplan, t, width),
  ...criteria(workplan, t),
  ...actions(workplan, t, width),
  ...decisions(workplan, t, width),
  ...figures(workplan, t),
]
