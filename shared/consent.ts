/** What may be kept of what a person writes. */

/** From the strictest: stays in this room; may leave it without my name; with my name. */
export const CONSENTS = ['room', 'nameless', 'named'] as const
export type Consent = (typeof CONSENTS)[number]

/** What stands until a person has answered. */
export const UNANSWERED: Consent = 'nameless'

/** Does the one keep more back than the other? */
export const isStricter = (one: Consent, other: Consent): boolean =>
  CONSENTS.indexOf(one) < CONSENTS.indexOf(other)

/** What may be chosen for words that are nobody's. */
export const NAMELESS_CONSENTS = ['room', 'nameless'] as const satisfies readonly Consent[]
export type NamelessConsent = (typeof NAMELESS_CONSENTS)[number]
