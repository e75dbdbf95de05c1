/** Where sockets come in. Every refusal after the upgrade is made by accepting and closing, so that the client learns why. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { Refusal } from '../../../shared/errors.ts'
import { CLOSE, LIMITS, MUX_SUBPROTOCOL, PLAIN_SUBPROTOCOL } from '../../../shared/protocol.ts'
import type { Clock } from '../../clock.ts'
import { createMetrics, type Metrics } from '../../metrics.ts'
import { createSparingLogs } from '../../sparing.ts'
import { StorageUnavailable, type Storage } from '../../storage/storage.ts'
import type { WatchedCommitter } from '../committer.ts'
import type { Gatekeeper, Sync } from '../contract.ts'
import { knownWorkshop, type Log } from '../log.ts'
import { closeCodeOf } from '../refuse.ts'
import { createRooms } from '../room/rooms.ts'
import { serveConnection } from './connection.ts'
import { createConnections } from './connections.ts'
import { createDoor, type Places } from './crowd.ts'
import { hearNoMore, sayGoodbye } from './farewell.ts'
import { createHands } from './hands.ts'
import { createPost } from './outbox.ts'
import { createPatiences } from './patience.ts'
import { parseTarget, type Target } from './target.ts'
import { createAfterTurn } from './afterTurn.ts'
import { createUnfinished } from './unfinished.ts'

/** Milliseconds that sockets have to close before they are cut, when the server stops. */
const FAREWELL = 1_000

/** Milliseconds that somebody has to wait for the news that they have to wait. */
const SLOWLY = 1_000

/** Why somebody has to wait. */
const WAIT = {
  shut: 'Too much was refused; please wait a minute.',
  'too often': 'Too many pages were opened; please wait a moment.',
} as const

/** Somebody at the door. */
interface Visitor {
  readonly socket: WebSocket
  readonly stream: Duplex
  readonly request: IncomingMessage
  readonly target: Target
  readonly address: string
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
  const door = createDoor(places)
  const patienceWith = createPatiences(clock.elapsed)
  const watchUnfinished = createUnfinished()
  const takeInHand = createHands()
  const doorLog = createSparingLogs(log, LIMITS.linesPerAddress, clock.elapsed)
  const personLog = createSparingLogs(log, LIMITS.lines, clock.elapsed)
  let stopping = false
  let numbers = 0

  const onBreak =
    (address: string) =>
    (error: Error): void => {
      doorLog(address).info({ err: error }, 'a connection broke off')
    }

  /** Turns somebody away at the door. `facts` are what is known of them. */
  const refuse = (
    { socket, stream, address, target }: Visitor,
    code: number,
    reason: string,
    facts: object,
  ): void => {
    metrics.add('kiteboard_refusals_total', 1, { code })
    doorLog(address).info(
      { workshop: knownWorkshop(target.workshop), code, ...facts },
      'somebody could not come in',
    )
    sayGoodbye({ socket, stream }, code, reason, () => metrics.add('kiteboard_cut_off_total'))
  }

  const welcome = async (visitor: Visitor): Promise<void> => {
    const { socket, stream, request, target, address } = visitor
    const { workshop, document } = target
    if (document === null && socket.protocol !== MUX_SUBPROTOCOL)
      return refuse(visitor, CLOSE.malformed, 'Which document?', { why: 'no document' })
    try {
      const holder = await gatekeeper.admit(request, workshop)
      const { person } = holder
      if (stopping) return refuse(visitor, CLOSE.restarting, 'Kiteboard is restarting.', { person })
      if (socket.readyState !== socket.OPEN) return
      // Sent out in this very moment: whoever closed their sockets could not know of this one.
      if (holder.asker().role === null)
        return refuse(visitor, CLOSE.noSession, 'This session is not open any more.', { person })
      const name = `${workshop}/${person}`
      const leave = door.enter({ person: name, workshop, address })
      if (!leave)
        return refuse(visitor, CLOSE.tooFast, 'Too many pages are open. Please close one.', {
          person,
          why: 'full',
        })
      const patience = patienceWith(name, address)
      const why = patience.isShut() ? 'shut' : patience.mayOpen() ? null : 'too often'
      if (why !== null) {
        socket.once('close', leave)
        setTimeout(refuse, SLOWLY, visitor, CLOSE.tooFast, WAIT[why], { person, why })
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
      gatekeeper.seen(workshop, person)
      socket.resume()
    } catch (error) {
      if (error instanceof Refusal)
        return refuse(visitor, closeCodeOf(error), error.message, { ...error.about, why: error.code })
      if (error instanceof StorageUnavailable)
        return refuse(visitor, CLOSE.storageFailed, 'This could not be read just now.', {
          why: error.message,
        })
      log.error({ err: error }, 'a socket could not be admitted')
      refuse(visitor, 1011, 'Something went wrong here.', { why: 'fault' })
    }
  }

  metrics.gauge('kiteboard_documents', () => rooms.count())

  /** Hears of a socket whose end is not orderly. All that it keeps for that is where it comes from: not the request. */
  const watch = ({ socket, stream, target, address }: Visitor): void => {
    socket.on('error', (error) => {
      const code = 'code' in error ? String(error.code) : ''
      // What ws itself refuses: too long, too many pieces, not of the protocol.
      if (code.startsWith('WS_ERR_')) metrics.add('kiteboard_refusals_total', 1, { code })
      doorLog(address).info({ err: error, workshop: knownWorkshop(target.workshop) }, 'a socket broke off')
      hearNoMore(socket, stream)
    })
  }

  const arrive = (visitor: Visitor): void => {
    const { socket, address } = visitor
    watch(visitor)
    if (stopping) return refuse(visitor, CLOSE.restarting, 'Kiteboard is restarting.', {})
    const leave = door.arrive(address)
    if (!leave)
      return refuse(visitor, CLOSE.tooFast, 'Too many are here from this address.', { why: 'full address' })
    socket.once('close', leave)
    // Nothing is read before it is known who this is.
    socket.pause()
    void welcome(visitor)
  }

  return {
    upgrade(request, stream, head) {
      const target = parseTarget(request.url ?? '')
      if (!target) return false
      const address = addressOf(request)
      stream.on('error', onBreak(address))
      server.handleUpgrade(request, stream, head, (socket) =>
        arrive({ socket, stream, request, target, address }),
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
