/** Why the server did not take something, in words. */
import type { MessageKey } from '../../shared/i18n/translate.ts'
import { CLOSE } from '../../shared/protocol.ts'
import type { Refused, Session } from '../model/types.ts'

type Place = Pick<Session, 'info' | 'stage'>

/** Under "forbidden", by how things stand now: who may write tells why. */
const whyForbidden = (document: string, { info, stage }: Place): MessageKey => {
  const { role, member, participant } = info.get()
  const { people, boards } = stage.get()
  if (role === 'viewer') return 'refused.why.viewer'
  if (role === 'facilitator') return 'refused.why.shut'
  if (people.get(participant.id)?.muted) return 'refused.why.muted'
  if (document === 'plan') return member === null ? 'refused.why.plan' : 'refused.why.shut'
  return boards.some(({ id, locked }) => locked && document === `board:${id}`)
    ? 'refused.why.resting'
    : 'refused.why.shut'
}

/** Why something was not taken, by the close code that said so. */
export const whyRefused = (
  { document, code }: Pick<Refused, 'document' | 'code'>,
  place: Place,
): MessageKey => {
  switch (code) {
    case CLOSE.malformed:
      return 'refused.why.unread'
    case CLOSE.noSession:
      return 'refused.why.ended'
    case CLOSE.removed:
      return 'refused.why.removed'
    case CLOSE.foreignClient:
      return 'refused.why.mixed'
    case CLOSE.retiredEpoch:
      return 'refused.why.anew'
    case CLOSE.tooLarge:
      return 'refused.why.large'
    case CLOSE.unacceptable:
      return 'refused.why.unfit'
    default:
      return whyForbidden(document, place)
  }
}
