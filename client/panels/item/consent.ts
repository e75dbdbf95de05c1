/** What may be kept of one note, as the sheet's two switches say it. Pure. */
import type { Consent } from '../../../shared/consent.ts'
import type { Credit } from '../../../shared/stage.ts'

export interface Switches {
  readonly name: boolean
  readonly room: boolean
}

/** Room only outdoes the name: what stays in the room shows none. */
export const consentOf = ({ name, room }: Switches): Consent => (room ? 'room' : name ? 'named' : 'nameless')

export const switchesOf = (consent: Consent): Switches => ({
  name: consent === 'named',
  room: consent === 'room',
})

/** What an item's credit tells of its consent. */
export const consentFrom = (credit: Credit | undefined): Consent =>
  credit?.room ? 'room' : credit?.person ? 'named' : 'nameless'
