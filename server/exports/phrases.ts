/** Phrases that several exports share: dates, places, labels. All of them clean. */
import type { Say } from '../say.ts'
import type { Workplan, WorkplanAction, WorkplanMeeting } from '../../shared/outcome/workplanSchema.ts'
import { oneLine } from '../../shared/clean.ts'

/** The language that dates are written in. English is that of the people this was first built with. */
export const localeOf = (language: string): string => (language === 'en' ? 'en-GB' : language)

/** An ISO date or date and time as a day in words, e.g. 5 September 2026; '' for none, and as it is when it makes no sense. */
export const dayInWords = (iso: string, language: string, dateStyle: 'long' | 'medium' = 'long'): string => {
  if (!iso) return ''
  const date = new Date(iso.length === 10 ? `${iso}T00:00:00Z` : iso)
  if (Number.isNaN(date.getTime())) return iso
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle, timeZone: 'UTC' }).format(date)
}

/** A zone as people say it: Europe/London → London. */
const zoneInWords = (zone: string): string => oneLine(zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')

/** A meeting's title, or what it is. */
export const meetingTitle = (meeting: WorkplanMeeting, t: Say): string => {
  const title = oneLine(meeting.title)
  const committee = oneLine(meeting.committee)
  if (title) return title
  if (meeting.type === 'meeting') return t('export.meeting')
  return committee ? t('export.report.to', { committee }) : t('export.report')
}

/** When a meeting is, in words. */
export const meetingWhen = (meeting: WorkplanMeeting, language: string, t: Say): string => {
  const date = dayInWords(meeting.date, language)
  if (!date) return t('export.meeting.no-date')
  if (meeting.type === 'report' || !meeting.time) return date
  return t('export.meeting.at', { date, time: meeting.time, zone: zoneInWords(meeting.timeZone) })
}

/** Where a meeting is, or to whom a report goes. */
export const meetingWhere = ({ title, type, place, committee }: WorkplanMeeting): string => {
  // A report without a title of its own is called after its committee, which need not be said twice.
  const told = type === 'report' && !oneLine(title)
  return [place, told ? '' : committee].map(oneLine).filter(Boolean).join(', ')
}

/** Principles by number and label; a number that the workshop has no principle for stays a number. */
export const principleLabels = (workplan: Workplan, ids: readonly number[]): string[] =>
  ids.map((id) => {
    const principle = workplan.coverage.find((one) => one.id === id)
    return principle ? `${id} ${oneLine(principle.label)}` : String(id)
  })

/** The total of a candidate in its method's own unit: "7 dots", "24 points". */
export const totalInWords = (priority: NonNullable<WorkplanAction['priority']>, t: Say): string =>
  t(`method.${priority.type}.total`, { total: priority.total })

/** What earlier rounds gave an action, in one sentence each. */
export const earlierInWords = ({ earlier }: WorkplanAction, t: Say): string =>
  earlier
    .map((vote) =>
      t('export.action.earlier', { total: totalInWords(vote, t), question: oneLine(vote.question) }),
    )
    .join('; ')

/** The workshop's title, which is never empty. */
export const titleOf = (workplan: Workplan, t: Say): string => oneLine(workplan.title) || t('export.untitled')

/** A theme's heading among the notes; the board's title comes with it where there are several boards. */
export const groupTitle = (workplan: Workplan, group: Workplan['notes'][number], t: Say): string => {
  const theme = group.theme === null ? t('export.notes.no-theme') : oneLine(group.theme)
  const boards = new Set(workplan.notes.map(({ board }) => board))
  return boards.size > 1 ? `${oneLine(group.board)}: ${theme}` : theme
}

/** How many principles the plan's actions serve, in one sentence. */
export const coverageInWords = ({ coverage }: Workplan, t: Say): string =>
  t('export.coverage.served', {
    served: coverage.filter(({ actions }) => actions > 0).length,
    all: coverage.length,
  })

/** The names of those who wrote something, on one line; '' where none is told. */
export const authorsInWords = (authors: readonly string[]): string =>
  authors.map(oneLine).filter(Boolean).join(', ')

/** A number with at most two decimals, as the language writes it. */
export const decimal = (number: number, language: string): string =>
  new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: 2 }).format(number)
