/** One document, open on a page, and a server that stores what it is sent of it: words under numbers, in their order. */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { openDocument } from '../../../client/model/document.ts'
import * as frames from '../../../client/model/frames.ts'
import type { Keep } from '../../../client/model/keep.ts'
import type { Later } from '../../../client/model/later.ts'
import { MESSAGE_ACK } from '../../../shared/protocol.ts'
import { connectByHand } from './byHand.ts'

/** The server's message that so many updates are stored. */
const acknowledged = (name: string, count: number): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarString(encoder, name)
    encoding.writeVarUint(encoder, MESSAGE_ACK)
    encoding.writeVarUint(encoder, count)
  })

export const wordsIn = (doc: Y.Doc): string =>
  [...doc.getMap<string>('items')]
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, word]) => word)
    .join('')

export const openByHand = ({
  keep,
  later,
  server,
  name,
  copy,
  isOffline = false,
}: {
  readonly keep: Keep
  /** The time that the server takes. */
  readonly later: Pick<Later, 'after'>
  readonly server: Y.Doc
  readonly name: string
  readonly copy: string
  readonly isOffline?: boolean
}) => {
  let stored = 0
  let acknowledges = true
  const hear = (bytes: Uint8Array) => later.after(1, () => sockets.at(-1)?.onMessage(bytes))
  const { connection, sockets } = connectByHand({
    random: 0,
    onSend(bytes) {
      const { heard } = frames.read(bytes) ?? {}
      // It counts from nought when it opens a document anew.
      if (heard?.type === 'closed') stored = 0
      else if (heard?.type === 'step-1') {
        hear(frames.stepOne(name, Y.encodeStateVector(server)))
        hear(frames.stepTwo(name, Y.encodeStateAsUpdate(server, heard.stateVector)))
      } else if (heard?.type === 'update') {
        Y.applyUpdate(server, heard.update)
        if (acknowledges) hear(acknowledged(name, ++stored))
      }
    },
  })
  if (!isOffline) sockets[0]?.onOpen()
  const doc = new Y.Doc()
  let typed = 0
  let keeps = true
  let remembered: unknown = null
  const listed = new Map<number, Uint8Array>()
  const document = openDocument({
    connection,
    keep,
    name,
    copy,
    doc,
    presence: null,
    waiting: 0,
    unsaved: {
      take: () => Promise.resolve(),
      keep(parts) {
        remembered = parts
        return true
      },
      quiet: false,
    },
    ownIds: { read: () => listed, keep: (client, proof = new Uint8Array()) => listed.set(client, proof) },
    neverWritten: () => false,
    onRefused: () => undefined,
    onAhead: () => false,
    onUnsaved: () => undefined,
    onKept: (now) => {
      keeps = now
    },
    onAgain: () => undefined,
  })
  return {
    document,
    words: () => wordsIn(doc),
    type: (letters: string) => void doc.getMap('items').set(String(typed++), letters),
    stored: () => wordsIn(server),
    keeps: () => keeps,
    remembered: () => remembered,
    /** The client ids that are known as this device's. */
    listed: () => [...listed.keys()],
    /** The device loses all that it remembered beside the copy. */
    forget: () => {
      remembered = null
      listed.clear()
    },
    refuseToAcknowledge: () => {
      acknowledges = false
    },
    async close() {
      await document.close()
      connection.close()
    },
  }
}
