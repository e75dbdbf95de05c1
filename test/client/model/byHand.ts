/** A device's connection whose sockets a test opens, feeds and closes by hand. */
import * as Y from 'yjs'
import type { Connection, SocketEvents } from '../../../client/model/connection.ts'
import { createStore } from '../../../client/model/store.ts'
import { connectApp } from '../../support/appPage.ts'

type Attached = Parameters<Connection['attach']>[0]

/** `onSend` sees what the device sends; `random` is the chance by which it waits. */
export const connectByHand = ({
  random,
  onSend = () => undefined,
  answers,
}: {
  readonly random: number
  readonly onSend?: (bytes: Uint8Array) => void
  /** Whether the server answers what is no socket. */
  readonly answers?: () => Promise<boolean>
}) => {
  const sockets: SocketEvents[] = []
  const connection = connectApp({
    openSocket: (events) => {
      sockets.push(events)
      return { send: onSend, close: () => undefined }
    },
    random: () => random,
    ...(answers && { answers }),
  })
  return {
    connection,
    /** All sockets so far, in order. */
    sockets,
    /** Opens a document: empty, and with nothing that waits, unless told. */
    attach: (name: string, more: Partial<Attached> = {}) =>
      connection.attach({
        name,
        doc: new Y.Doc(),
        presence: null,
        backlog: { waiting: createStore(0), saved: () => undefined },
        foreign: new Set(),
        onRefused: () => undefined,
        ...more,
      }),
  }
}
