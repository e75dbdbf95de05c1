/** From the time on a wall clock somewhere to the moment it stands for. */

const wallClock = (at: number, timeZone: string): number => {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const part = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((one) => one.type === type)?.value)
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
}

/** The IANA zone, as the clock knows it; null for a name that is none. */
const isZone = (timeZone: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en-GB', { timeZone }))
  } catch {
    return false
  }
}

/**
 * The moment of `date` (YYYY-MM-DD) and `time` (HH:MM) in an IANA time zone; null when any of them makes no sense. A time that
 * the clocks skip in spring is moved on by as much as they skip.
 */
export const zonedTime = (date: string, time: string, timeZone: string): Date | null => {
  const wall = Date.parse(`${date}T${time}:00Z`)
  if (Number.isNaN(wall) || !isZone(timeZone)) return null
  // The zone's distance from UTC depends on the moment, so the first guess is set right once by its own distance.
  const offset = (at: number): number => wallClock(at, timeZone) - at
  const guess = wall - offset(wall)
  return new Date(wall - offset(guess))
}
