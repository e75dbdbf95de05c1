/** Days as people read them. A day of the plan is an ISO date without a time zone, so it is shown as it stands. */

/** `2027-09-05` → `5 September 2027`; '' for what is no day. */
export const dayInWords = (iso: string, language: string, style: 'long' | 'short' = 'long'): string => {
  const day = iso ? new Date(`${iso}T00:00:00Z`) : null
  if (!day || Number.isNaN(day.getTime())) return ''
  const parts: Intl.DateTimeFormatOptions =
    style === 'long'
      ? { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }
      : { day: 'numeric', month: 'short', year: 'numeric' }
  return new Intl.DateTimeFormat(localeOf(language), { ...parts, timeZone: 'UTC' }).format(day)
}

/** A moment (Unix ms) as the day that it was here. */
export const momentInWords = (at: number, language: string): string =>
  new Intl.DateTimeFormat(localeOf(language), { day: 'numeric', month: 'long', year: 'numeric' }).format(at)

/** English days are written the British way: this is where Kiteboard's words come from. */
const localeOf = (language: string): string => (language === 'en' ? 'en-GB' : language)

/** A zone as people say it: Europe/London → London. */
export const zoneInWords = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')

/** The time zone that this device is in. */
export const ownTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'Europe/London'

/** Zones near at hand, after this device's own. */
const NEAR = ['Europe/London', 'Europe/Dublin', 'Europe/Paris', 'Europe/Berlin', 'UTC'] as const

/** The time zones to choose from: this device's own and a few near ones first, then all the rest. */
export const zoneGroups = (held: string): { readonly first: string[]; readonly rest: string[] } => {
  const first = [...new Set([ownTimeZone(), ...NEAR, held].filter(Boolean))]
  return { first, rest: timeZones(held).filter((zone) => !first.includes(zone)) }
}

/** All that the browser knows; an older one can't list them, and offers two. */
const timeZones = (held: string): string[] => {
  const known: readonly string[] =
    'supportedValuesOf' in Intl ? Intl.supportedValuesOf('timeZone') : ['Europe/London', ownTimeZone()]
  return [...new Set([held, ...known].filter(Boolean))]
}
