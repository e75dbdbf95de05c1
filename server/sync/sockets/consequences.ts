/** What follows when a message cannot be taken: what is logged, what counts against its sender, and what is closed for it. */
import { Refusal } from '../../../shared/errors.ts'
import { CLOSE } from '../../../shared/protocol.ts'
import { knownDocument, type Log } from '../log.ts'
import { closeCodeOf, SocketRefusal } from '../refuse.ts'
import type { Patience } from './patience.ts'

/** What follows on one socket. */
export interface Consequences {
  /** A message to a document could not be taken. `end` ends just that document. */
  ofDocument(name: string, error: unknown, end: (code: number, reason: string) => void): void
  /** A message could not be taken that says nothing about one document. */
  ofSocket(error: unknown): void
}

/** The consequences on one socket. */
export const createConsequences = ({
  facts,
  log,
  patience,
  close,
  leave,
}: {
  /** What leads each line in the log. */
  readonly facts: object
  readonly log: Log
  readonly patience: Pick<Patience, 'offended' | 'strayed'>
  /** Refuses all that may still come. */
  readonly close: (code: number, reason: string) => void
  /** Closes the socket over what was counted already. */
  readonly leave: (code: number, reason: string) => void
}): Consequences => {
  const offend = ({ code, reason }: SocketRefusal): void => {
    patience.offended()
    close(code, reason)
  }

  /** A bug of ours. */
  const fault = (error: unknown, more: object): void => {
    log.error({ ...facts, err: error, ...more }, 'a message failed')
    close(1011, 'Something went wrong here.')
  }

  return {
    ofDocument(name, error, end) {
      if (error instanceof Refusal) return end(closeCodeOf(error), error.message)
      const document = knownDocument(name)
      if (!(error instanceof SocketRefusal)) return fault(error, { document })
      const { code, reason } = error
      const isExpected = code >= CLOSE.storageFailed || code === CLOSE.forbidden
      if (isExpected) log.info({ ...facts, document, code, reason }, 'a document was closed')
      else log.warn({ ...facts, document, code, reason }, 'a message was refused')
      // What cannot even be read says nothing about one document.
      if (code === CLOSE.malformed) return offend(error)
      end(code, reason)
      const isShut = code === CLOSE.forbidden ? patience.strayed() : error.isOffence && patience.offended()
      // Counted already, as what it was refused for.
      if (isShut) leave(CLOSE.tooFast, 'Too much was refused; please wait a minute.')
    },
    ofSocket(error) {
      if (error instanceof SocketRefusal) offend(error)
      else fault(error, {})
    },
  }
}
