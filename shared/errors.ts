/** What goes wrong in ways that we expect. A caller branches on the code; a person reads the message. */

/** Every refusal there is, with the HTTP status that carries it. */
export const REFUSALS = {
  malformed: 400,
  'no-session': 401,
  removed: 401,
  'wrong-secret': 401,
  forbidden: 403,
  'doors-closed': 403,
  'wrong-origin': 403,
  'not-found': 404,
  locked: 409,
  'round-closed': 409,
  'round-open': 409,
  'writing-open': 409,
  'writing-closed': 409,
  'too-large': 413,
  'unfit-ballot': 422,
  unfit: 422,
  full: 422,
  /** A WebSocket that lost its upgrade on its way: a proxy passes none on. */
  'no-websocket': 426,
  'too-fast': 429,
  /** A bug of ours. */
  fault: 500,
  'storage-failed': 503,
} as const satisfies Record<string, number>

export type RefusalCode = keyof typeof REFUSALS

/** Whom and what a refusal is about, where that is known. */
export interface About {
  /** Whom it was told, by their id: for the log. */
  readonly person?: string
  /** The workshop's id, where the address does not tell it: for the log. */
  readonly workshop?: string
  /** What the person can tell whoever helps them, as the server said it. */
  readonly reference?: string
}

/** A refusal that we expect. Anything else that is thrown is a bug. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  constructor(
    readonly code: RefusalCode,
    /** Plain words for the person who reads it: what happened, that nothing is lost, what to do. */
    message: string,
    readonly about: About = {},
  ) {
    super(message)
  }
  /** The HTTP status that carries this refusal. */
  get status(): number {
    return REFUSALS[this.code]
  }
}
