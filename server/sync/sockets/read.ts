/** Reads what a peer wrote. */
import { CLOSE } from '../../../shared/protocol.ts'
import { SocketRefusal } from '../refuse.ts'

/** A message makes no sense. */
export const malformed = (): SocketRefusal =>
  new SocketRefusal(CLOSE.malformed, 'This message cannot be read.')

/** Reads from a decoder what a peer wrote. @throws SocketRefusal 4400 */
export const read = <Value>(work: () => Value): Value => {
  try {
    return work()
  } catch {
    throw malformed()
  }
}
