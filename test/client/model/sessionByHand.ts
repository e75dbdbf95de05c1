/** A workshop that is open on a device which keeps nothing unless told, with a server that the test plays: it says no to whatever is asked. */
import * as encoding from 'lib0/encoding'
import { createNoKeep, type Keep } from '../../../client/model/keep.ts'
import { createMemory } from '../../../client/model/memory.ts'
import { createLonePages } from '../../../client/model/pages.ts'
import { openSession } from '../../../client/model/session.ts'
import { Refusal } from '../../../shared/errors.ts'
import { MESSAGE_CLOSED } from '../../../shared/protocol.ts'
import { WORKSHOP } from '../../sync/harness.ts'
import { connectByHand } from './byHand.ts'
import { nextTurn } from './nextTurn.ts'

/** Whose device it is. */
export const ME = 'me-1-me-1-me-1-me-1-m'

/** The server's message that it takes no more of a document. */
export const closedBy = (name: string, code: number): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarString(encoder, name)
    encoding.writeVarUint(encoder, MESSAGE_CLOSED)
    encoding.writeVarUint(encoder, code)
    encoding.writeVarString(encoder, '')
  })

/** @param onSend sees what the device sends */
export const openSessionByHand = async (
  onSend?: (bytes: Uint8Array) => void,
  keep: Keep = createNoKeep(),
) => {
  const { connection, sockets } = connectByHand({ random: 0, ...(onSend && { onSend }) })
  const refuse = () => Promise.reject(new Refusal('storage-failed', 'not in this test'))
  const session = await openSession({
    workshop: WORKSHOP,
    api: {
      info: () =>
        Promise.resolve({
          id: WORKSHOP,
          title: 'A better front door',
          role: 'participant',
          boards: [],
          limits: { payload: 1, presence: 1, items: 1, text: 1 },
          participant: { id: ME, name: 'Amina', colour: 0, role: 'participant' },
          consent: null,
          member: null,
        }),
      command: refuse,
      openRound: refuse,
      closeRound: refuse,
      ballot: refuse,
      castBallot: refuse,
      deviceCode: refuse,
      leave: refuse,
      exportUrl: () => '',
      askExport: refuse,
    },
    memory: createMemory(null),
    keep,
    pages: createLonePages(),
    nextFrame: nextTurn,
    connect: () => connection,
  })
  sockets[0]?.onOpen()
  return { session, hear: (bytes: Uint8Array) => sockets[0]?.onMessage(bytes) }
}
