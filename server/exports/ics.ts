/** The project board's meetings and reporting dates as a calendar. Times go out in UTC, which every calendar shows in its own zone. */
import ical from 'ical-generator'
import type { Say } from '../say.ts'
import type { Workplan, WorkplanMeeting } from '../../shared/outcome/workplanSchema.ts'
import { oneLine } from '../../shared/clean.ts'
import { meetingTitle, meetingWhen, meetingWhere, titleOf } from './phrases.ts'
import type { Rendered } from './render.ts'
import { zonedTime } from './zonedTime.ts'

/** How long a meeting is taken to be, in ms: nobody is asked for its end. */
const LENGTH = 60 * 60 * 1000

const isDay = (date: string): boolean => !Number.isNaN(Date.parse(`${date}T00:00:00Z`))

/** A report, and a meeting without a time that makes sense, takes the whole day. */
const spanOf = (meeting: WorkplanMeeting): { start: Date; end: Date } | { start: Date; allDay: true } => {
  const start =
    meeting.type === 'meeting' && meeting.time
      ? zonedTime(meeting.date, meeting.time, meeting.timeZone)
      : null
  if (start) return { start, end: new Date(start.getTime() + LENGTH) }
  return { start: new Date(`${meeting.date}T00:00:00Z`), allDay: true }
}

export const renderIcs = (workplan: Workplan, t: Say): Rendered => {
  const name = t('export.calendar', { title: titleOf(workplan, t) })
  const calendar = ical({ name, prodId: { company: 'Kiteboard', product: 'Workplan' } })
  for (const meeting of workplan.meetings.filter(({ date }) => isDay(date)))
    calendar.createEvent({
      ...spanOf(meeting),
      id: `${oneLine(meeting.id)}@kiteboard`,
      stamp: new Date(workplan.made),
      timezone: 'UTC',
      summary: meetingTitle(meeting, t),
      description: [titleOf(workplan, t), meetingWhen(meeting, workplan.language, t)].join('\n'),
      location: meetingWhere(meeting) || null,
    })
  return { body: `${calendar.toString().trimEnd()}\r\n`, type: 'text/calendar; charset=utf-8' }
}
