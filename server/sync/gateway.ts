/** Where sockets come in. Every refusal after the upgrade is made by accepting and closing, so that the client learns why. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { Refusal } from '../../shared/errors.ts'
import { CLOSE, LIMITS, MUX_SUBPROTOCOL, PLAIN_SUBPROTOCOL } from '../../shared/protocol.ts'
import type { Storage } from '../storage/storage.ts'
import type { WatchedCommitter } from './committer.ts'
import { serveConnection, type Connection } from './connection.ts'
import type { Gatekeeper, Sync } from './contract.ts'
import type { Log } from './log.ts'
import { closeCodeOf, shortReason } from './refuse.ts'
import { createRooms } from './rooms.ts'

const PATH = /^\/api\/workshops\/([^/]+)\/sync(?:\/(.*))?$/

/** Milliseconds that sockets have to close before they are cut, when the server stops. */
const FAREWELL = 1_000

/** What is asked for; `document` is null on a mux socket. */
interface Target {
  readonly workshop: string
  readonly document: string | null
}

const parseTarget = (url: string): Target | null => {
  const [path = ''] = url.split('?', 1)
  const match = PATH.exec(path)
  const [, workshop, document] = match ?? []
  if (workshop === undefined) return null
  try {
    return {
      workshop: decodeURIComponent(workshop),
      document: document ? decodeURIComponent(document) : null,
    }
  } catch {
    return { workshop, document: document ?? null }
  }
}

const chooseProtocol = (offered: Set<string>): string | false =>
  [MUX_SUBPROTOCOL, PLAIN_SUBPROTOCOL].find((protocol) => offered.has(protocol)) ?? false

export interface SyncGateway extends Sync {
  /** Takes over an HTTP upgrade. @returns false when the path is not for sync: somebody else's, and untouched. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
}

/** The sync path, in one process. */
export const createSync = ({
  storage,
  committer,
  gatekeeper,
  log,
  idle,
}: {
  readonly storage: Storage
  readonly committer: WatchedCommitter
  readonly gatekeeper: Gatekeeper
  readonly log: Log
  /** Milliseconds after which a document that nobody holds leaves the memory; 30 s unless told. */
  readonly idle?: number
}): SyncGateway => {
  const rooms = createRooms({ storage, committer, gatekeeper, log, ...(idle === undefined ? {} : { idle }) })
  const server = new WebSocketServer({
    noServer: true,
    // What is somewhat over the limit is read, and refused with words that tell a client not to send it again.
    maxPayload: 4 * LIMITS.payload,
    perMessageDeflate: false,
    handleProtocols: chooseProtocol,
  })
  const byWorkshop = new Map<string, Set<Connection>>()
  let stopping = false

  const all = (): Connection[] => [...byWorkshop.values()].flatMap((connections) => [...connections])

  const forget = (connection: Connection): void => {
    const connections = byWorkshop.get(connection.workshop)
    connections?.delete(connection)
    if (connections?.size === 0) byWorkshop.delete(connection.workshop)
  }

  const refuse = (socket: WebSocket, code: number, reason: string): void => {
    socket.resume()
    socket.close(code, shortReason(reason))
  }

  const welcome = async (socket: WebSocket, request: IncomingMessage, target: Target): Promise<void> => {
    const { workshop, document } = target
    if (document === null && socket.protocol !== MUX_SUBPROTOCOL)
      return refuse(socket, CLOSE.malformed, 'Which document?')
    try {
      const holder = await gatekeeper.admit(request, workshop)
      if (stopping) return refuse(socket, CLOSE.restarting, 'Kiteboard is restarting.')
      if (socket.readyState !== socket.OPEN) return
      const connection = serveConnection({
        socket,
        workshop,
        holder,
        document,
        rooms,
        gatekeeper,
        log,
        onClose: forget,
      })
      const connections = byWorkshop.get(workshop) ?? new Set()
      byWorkshop.set(workshop, connections.add(connection))
      gatekeeper.seen(workshop, holder.person)
      socket.resume()
    } catch (error) {
      if (error instanceof Refusal) return refuse(socket, closeCodeOf(error), error.message)
      log.error({ err: error, workshop }, 'a socket could not be admitted')
      refuse(socket, 1011, 'Something went wrong here.')
    }
  }

  const heart = setInterval(() => all().forEach((connection) => connection.beat()), LIMITS.ping).unref()

  return {
    upgrade(request, stream, head) {
      const target = parseTarget(request.url ?? '')
      if (!target) return false
      stream.on('error', (error) => log.info({ err: error }, 'a connection broke off'))
      server.handleUpgrade(request, stream, head, (socket) => {
        socket.on('error', (error) =>
          log.info({ err: error, workshop: target.workshop }, 'a socket broke off'),
        )
        if (stopping) return refuse(socket, CLOSE.restarting, 'Kiteboard is restarting.')
        // Nothing is read before it is known who this is.
        socket.pause()
        void welcome(socket, request, target)
      })
      return true
    },
    open: (workshop, name) => rooms.open(workshop, name),
    close(workshop, who, code, reason) {
      for (const connection of [...(byWorkshop.get(workshop) ?? [])]) {
        const { holder } = connection
        const theirs = 'person' in who ? holder.person === who.person : holder.session === who.session
        if (theirs) connection.close(code, reason)
      }
    },
    here(workshop) {
      return new Set([...(byWorkshop.get(workshop) ?? [])].map(({ holder }) => holder.person))
    },
    async shutdown() {
      stopping = true
      // What is under way is stored, passed on and acknowledged; a storage that fails has closed its sockets already.
      await committer.settled().catch(() => {})
      clearInterval(heart)
      all().forEach((connection) => connection.close(CLOSE.restarting, 'Kiteboard is restarting.'))
      rooms.close()
      const cut = setTimeout(() => server.clients.forEach((socket) => socket.terminate()), FAREWELL)
      await new Promise<void>((resolve) => server.close(() => resolve()))
      clearTimeout(cut)
    },
  }
}
