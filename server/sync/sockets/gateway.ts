/** Where sockets come in, and what the rest of the server asks of the sync path. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { CLOSE, LIMITS, MUX_SUBPROTOCOL, PLAIN_SUBPROTOCOL } from '../../../shared/protocol.ts'
import type { Clock } from '../../clock.ts'
import { createMetrics, type Metrics } from '../../metrics.ts'
import { createSparingLogs } from '../../sparing.ts'
import type { Storage } from '../../storage/storage.ts'
import type { WatchedCommitter } from '../committer.ts'
import type { Gatekeeper, Sync } from '../contract.ts'
import type { Log } from '../log.ts'
import { createRooms } from '../room/rooms.ts'
import { createAfterTurn } from './afterTurn.ts'
import { serveConnection } from './connection.ts'
import { createConnections } from './connections.ts'
import type { Places } from './crowd.ts'
import { createHands } from './hands.ts'
import { createPost } from './outbox.ts'
import { createReception, type Guest } from './reception.ts'
import { parseTarget } from './target.ts'
import { createUnfinished } from './unfinished.ts'

/** Milliseconds that sockets have to close before they are cut, when the server stops. */
const FAREWELL = 1_000

const chooseProtocol = (offered: Set<string>): string | false =>
  [MUX_SUBPROTOCOL, PLAIN_SUBPROTOCOL].find((protocol) => offered.has(protocol)) ?? false

/** The sync path, and where its sockets come in. */
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
  metrics = createMetrics(),
  addressOf = ({ socket }) => socket.remoteAddress ?? '',
  idle,
  places = LIMITS,
  clock,
}: {
  readonly storage: Storage
  readonly committer: WatchedCommitter
  readonly gatekeeper: Gatekeeper
  readonly log: Log
  readonly metrics?: Metrics
  /** Where a request comes from; its socket's other end unless told. */
  readonly addressOf?: (request: IncomingMessage) => string
  /** Milliseconds after which a document that nobody holds leaves the memory; 30 s unless told. */
  readonly idle?: number
  /** How many sockets may be open; those of `LIMITS` unless told. */
  readonly places?: Places
  readonly clock: Pick<Clock, 'now' | 'elapsed'>
}): SyncGateway => {
  const rooms = createRooms({
    storage,
    committer,
    gatekeeper,
    log,
    metrics,
    everyone: () => server.clients.size,
    ...(idle !== undefined && { idle }),
    now: clock.now,
  })
  const server = new WebSocketServer({
    noServer: true,
    // What is somewhat over the limit is read, and refused with words that tell a client not to send it again.
    maxPayload: LIMITS.longest,
    maxFragments: LIMITS.fragments,
    // More than a few at once it would not answer, but cut without a word.
    autoPong: false,
    perMessageDeflate: false,
    handleProtocols: chooseProtocol,
  })
  const post = createPost(
    (bytes) => metrics.add('kiteboard_sent_bytes_total', bytes),
    (ms) => metrics.took('kiteboard_write_seconds', ms),
  )
  const afterTurn = createAfterTurn()
  const connections = createConnections(metrics)
  const watchUnfinished = createUnfinished()
  const takeInHand = createHands()
  const personLog = createSparingLogs(log, LIMITS.lines, clock.elapsed)
  let stopping = false
  let numbers = 0

  const serve = ({ visitor, holder, patience, leave }: Guest): void => {
    const { socket, stream, target, address } = visitor
    const { workshop, document } = target
    const name = `${workshop}/${holder.person}`
    const connection = serveConnection({
      socket,
      stream,
      post,
      afterTurn,
      workshop,
      holder,
      document,
      rooms,
      gatekeeper,
      log: personLog(name),
      metrics,
      patience,
      watchUnfinished: (cut) => watchUnfinished({ person: name, address }, cut),
      takeInHand: (reading) => takeInHand(name, reading),
      number: (numbers += 1),
      elapsed: clock.elapsed,
      onClose: (closed) => {
        leave()
        connections.remove(closed)
      },
    })
    connections.add(connection)
    gatekeeper.seen(workshop, holder.person)
    socket.resume()
  }

  const reception = createReception({
    gatekeeper,
    places,
    log,
    metrics,
    elapsed: clock.elapsed,
    isStopping: () => stopping,
    serve,
  })

  metrics.gauge('kiteboard_documents', () => rooms.count())

  return {
    upgrade(request, stream, head) {
      const target = parseTarget(request.url ?? '')
      if (!target) return false
      const address = addressOf(request)
      stream.on('error', reception.onBreak(address))
      server.handleUpgrade(request, stream, head, (socket) =>
        reception.arrive({ socket, stream, request, target, address }),
      )
      return true
    },
    async open(workshop, name) {
      const room = await rooms.open(workshop, name)
      // Whoever acts on a document acts on all that was sent before.
      await room.caughtUp()
      return room
    },
    close(workshop, who, code, reason) {
      for (const connection of connections.of(workshop)) {
        const { holder } = connection
        const theirs = 'person' in who ? holder.person === who.person : holder.session === who.session
        if (theirs) connection.close(code, reason)
      }
    },
    end: (workshop, isMeant, code, reason) => rooms.end(workshop, isMeant, code, reason),
    here: (workshop) => new Set(connections.of(workshop).map(({ holder }) => holder.person)),
    async shutdown() {
      stopping = true
      rooms.drain()
      // What is under way is stored, passed on and acknowledged; a storage that fails has closed its sockets already.
      await committer.settled().catch(() => {})
      connections.rest()
      connections
        .all()
        .forEach((connection) => connection.close(CLOSE.restarting, 'Kiteboard is restarting.'))
      await rooms.close()
      const cut = setTimeout(() => server.clients.forEach((socket) => socket.terminate()), FAREWELL)
      await new Promise<void>((resolve) => server.close(() => resolve()))
      clearTimeout(cut)
    },
  }
}
