/** Where sockets come in. Every refusal after the upgrade is made by accepting and closing, so that the client learns why. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { Refusal } from '../../shared/errors.ts'
import { CLOSE, LIMITS, MUX_SUBPROTOCOL, PLAIN_SUBPROTOCOL } from '../../shared/protocol.ts'
import { createMetrics, type Metrics } from '../metrics.ts'
import type { Storage } from '../storage/storage.ts'
import type { WatchedCommitter } from './committer.ts'
import { serveConnection, type Connection } from './connection.ts'
import type { Gatekeeper, Sync } from './contract.ts'
import { createDoor } from './crowd.ts'
import { hearNoMore, sayGoodbye } from './farewell.ts'
import type { Log } from './log.ts'
import { createPost } from './outbox.ts'
import { createPatiences } from './patience.ts'
import { closeCodeOf } from './refuse.ts'
import { createRooms } from './rooms.ts'
import { createAfterTurn } from './turns.ts'

const PATH = /^\/api\/workshops\/([^/]+)\/sync(?:\/(.*))?$/

/** Milliseconds that sockets have to close before they are cut, when the server stops. */
const FAREWELL = 1_000

/** Parts of all sockets that are pinged in turn. */
const BEATS = 50

/** Milliseconds that somebody has to wait for the news that their door is shut. */
const SLOWLY = 1_000

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
  now,
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
  /** Unix ms; this machine's clock unless told. */
  readonly now?: () => number
}): SyncGateway => {
  const rooms = createRooms({
    storage,
    committer,
    gatekeeper,
    log,
    metrics,
    everyone: () => server.clients.size,
    ...(idle !== undefined && { idle }),
    ...(now && { now }),
  })
  const server = new WebSocketServer({
    noServer: true,
    // What is somewhat over the limit is read, and refused with words that tell a client not to send it again.
    maxPayload: 4 * LIMITS.payload,
    maxFragments: LIMITS.fragments,
    perMessageDeflate: false,
    handleProtocols: chooseProtocol,
  })
  const post = createPost((bytes) => metrics.add('kiteboard_sent_bytes_total', bytes))
  const afterTurn = createAfterTurn()
  const byWorkshop = new Map<string, Set<Connection>>()
  const door = createDoor(LIMITS)
  const patienceWith = createPatiences()
  let stopping = false
  let numbers = 0

  const all = (): Connection[] => [...byWorkshop.values()].flatMap((connections) => [...connections])

  const forget = (connection: Connection): void => {
    const connections = byWorkshop.get(connection.workshop)
    connections?.delete(connection)
    if (connections?.size === 0) byWorkshop.delete(connection.workshop)
  }

  const refuse = (socket: WebSocket, code: number, reason: string): void => {
    if (code >= CLOSE.malformed) metrics.add('kiteboard_refusals_total', 1, { code })
    sayGoodbye(socket, code, reason)
  }

  const welcome = async (
    socket: WebSocket,
    stream: Duplex,
    request: IncomingMessage,
    target: Target,
  ): Promise<void> => {
    const { workshop, document } = target
    if (document === null && socket.protocol !== MUX_SUBPROTOCOL)
      return refuse(socket, CLOSE.malformed, 'Which document?')
    try {
      const holder = await gatekeeper.admit(request, workshop)
      if (stopping) return refuse(socket, CLOSE.restarting, 'Kiteboard is restarting.')
      if (socket.readyState !== socket.OPEN) return
      // Sent out in this very moment: whoever closed their sockets could not know of this one.
      if (holder.asker().role === null)
        return refuse(socket, CLOSE.noSession, 'This session is not open any more.')
      const person = `${workshop}/${holder.person}`
      const address = addressOf(request)
      const leave = door.enter({ person, workshop, address })
      if (!leave) {
        log.warn({ workshop, person: holder.person }, 'too many sockets')
        return refuse(socket, CLOSE.tooFast, 'Too many pages are open. Please close one.')
      }
      const patience = patienceWith(person, address)
      if (patience.isShut()) {
        log.info({ workshop, person: holder.person }, 'a door is still shut')
        socket.once('close', leave)
        setTimeout(refuse, SLOWLY, socket, CLOSE.tooFast, 'Too much was refused; please wait a minute.')
        return
      }
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
        log,
        metrics,
        patience,
        number: (numbers += 1),
        onClose: (closed) => {
          leave()
          forget(closed)
        },
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

  metrics.gauge('kiteboard_sockets', () => all().length)
  metrics.gauge('kiteboard_people', () => new Set(all().map(({ holder }) => holder.person)).size)
  metrics.gauge('kiteboard_workshops', () => byWorkshop.size)
  metrics.gauge('kiteboard_documents', () => rooms.count())

  /** A few sockets at a time: a thousand at once would hold up what people write. */
  let beat = 0
  const heart = setInterval(() => {
    beat = (beat + 1) % BEATS
    for (const connection of all()) {
      connection.listen()
      if (connection.number % BEATS === beat) connection.beat()
    }
  }, LIMITS.ping / BEATS).unref()

  return {
    upgrade(request, stream, head) {
      const target = parseTarget(request.url ?? '')
      if (!target) return false
      stream.on('error', (error) => log.info({ err: error }, 'a connection broke off'))
      server.handleUpgrade(request, stream, head, (socket) => {
        socket.on('error', (error) => {
          const code = 'code' in error ? String(error.code) : ''
          // What ws itself refuses: too long, too many pieces, not of the protocol.
          if (code.startsWith('WS_ERR_')) metrics.add('kiteboard_refusals_total', 1, { code })
          log.info({ err: error, workshop: target.workshop }, 'a socket broke off')
          hearNoMore(socket, stream)
        })
        if (stopping) return refuse(socket, CLOSE.restarting, 'Kiteboard is restarting.')
        const leave = door.arrive(addressOf(request))
        if (!leave) return refuse(socket, CLOSE.tooFast, 'Too many are here from this address.')
        socket.once('close', leave)
        // Nothing is read before it is known who this is.
        socket.pause()
        void welcome(socket, stream, request, target)
      })
      return true
    },
    async open(workshop, name) {
      const room = await rooms.open(workshop, name)
      // Whoever acts on a document acts on all that was sent before.
      room.drain()
      return room
    },
    close(workshop, who, code, reason) {
      for (const connection of [...(byWorkshop.get(workshop) ?? [])]) {
        const { holder } = connection
        const theirs = 'person' in who ? holder.person === who.person : holder.session === who.session
        if (theirs) connection.close(code, reason)
      }
    },
    end: (workshop, isMeant, code, reason) => rooms.end(workshop, isMeant, code, reason),
    here(workshop) {
      return new Set([...(byWorkshop.get(workshop) ?? [])].map(({ holder }) => holder.person))
    },
    async shutdown() {
      stopping = true
      rooms.drain()
      // What is under way is stored, passed on and acknowledged; a storage that fails has closed its sockets already.
      await committer.settled().catch(() => {})
      clearInterval(heart)
      all().forEach((connection) => connection.close(CLOSE.restarting, 'Kiteboard is restarting.'))
      await rooms.close()
      const cut = setTimeout(() => server.clients.forEach((socket) => socket.terminate()), FAREWELL)
      await new Promise<void>((resolve) => server.close(() => resolve()))
      clearTimeout(cut)
    },
  }
}
