/** Who comes to the door: asked who they are, and let in or turned away. They learn why: all are accepted first, and then closed. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { Refusal } from '../../../shared/errors.ts'
import { CLOSE, LIMITS, MUX_SUBPROTOCOL } from '../../../shared/protocol.ts'
import type { Metrics } from '../../metrics.ts'
import { createSparingLogs } from '../../sparing.ts'
import { StorageUnavailable } from '../../storage/storage.ts'
import type { Gatekeeper, Holder } from '../contract.ts'
import { knownWorkshop, type Log } from '../log.ts'
import { closeCodeOf } from '../refuse.ts'
import { createDoor, type Places } from './crowd.ts'
import { hearNoMore, sayGoodbye } from './farewell.ts'
import { createPatiences, type Patience } from './patience.ts'
import type { Target } from './target.ts'

/** Milliseconds that somebody has to wait for the news that they have to wait. */
const SLOWLY = 1_000

/** Why somebody has to wait. */
const WAIT = {
  shut: 'Too much was refused; please wait a minute.',
  'too often': 'Too many pages were opened; please wait a moment.',
} as const

/** Somebody at the door. */
export interface Visitor {
  readonly socket: WebSocket
  readonly stream: Duplex
  readonly request: IncomingMessage
  readonly target: Target
  readonly address: string
}

/** Somebody who may come in. */
export interface Guest {
  readonly visitor: Visitor
  readonly holder: Holder
  readonly patience: Patience
  /** Counts them off again; to be called once they are gone. */
  readonly leave: () => void
}

/** Where sockets are received. */
export interface Reception {
  /** A socket was opened. */
  arrive(visitor: Visitor): void
  /** What hears that a connection breaks off, whether it became a socket or not. It keeps nothing but the address. */
  onBreak(address: string): (error: Error) => void
}

/** The reception of one server. */
export const createReception = ({
  gatekeeper,
  places,
  log,
  metrics,
  elapsed,
  isStopping,
  serve,
}: {
  readonly gatekeeper: Pick<Gatekeeper, 'admit'>
  readonly places: Places
  readonly log: Log
  readonly metrics: Pick<Metrics, 'add'>
  /** Ms since whenever. */
  readonly elapsed: () => number
  readonly isStopping: () => boolean
  /** Lets somebody in: from now on their socket is read. */
  readonly serve: (guest: Guest) => void
}): Reception => {
  const door = createDoor(places)
  const patienceWith = createPatiences(elapsed)
  const doorLog = createSparingLogs(log, LIMITS.linesPerAddress, elapsed)

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
    const { socket, request, target, address } = visitor
    const { workshop, document } = target
    if (document === null && socket.protocol !== MUX_SUBPROTOCOL)
      return refuse(visitor, CLOSE.malformed, 'Which document?', { why: 'no document' })
    try {
      const holder = await gatekeeper.admit(request, workshop)
      const { person } = holder
      if (isStopping()) return refuse(visitor, CLOSE.restarting, 'Kiteboard is restarting.', { person })
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
      serve({ visitor, holder, patience, leave })
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
    if (isStopping()) return refuse(visitor, CLOSE.restarting, 'Kiteboard is restarting.', {})
    const leave = door.arrive(address)
    if (!leave)
      return refuse(visitor, CLOSE.tooFast, 'Too many are here from this address.', { why: 'full address' })
    socket.once('close', leave)
    // Nothing is read before it is known who this is.
    socket.pause()
    void welcome(visitor)
  }

  return {
    arrive,
    onBreak: (address) => (error) => {
      doorLog(address).info({ err: error }, 'a connection broke off')
    },
  }
}
