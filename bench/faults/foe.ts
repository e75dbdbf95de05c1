/** The foe: a process of its own, so that what it costs to attack is not taken for what it costs to withstand. */
import { WebSocket } from 'ws'
import { openPeer, readTold, type Peer, type Place } from '../support/peer.ts'
import { pause, until } from '../support/wait.ts'
import { makeAttacks } from './attacks.ts'
import type { Blow } from './blows.ts'
import type { History } from './costly.ts'

/** What the foe is told, once: whom to attack, with what, and for how long. */
export interface Order {
  readonly place: Place
  readonly tokens: readonly string[]
  readonly attack: string
  readonly history: History
  /** Frames after which it is over. */
  readonly frames: number
  /** Milliseconds after which it is over. */
  readonly limit: number
}

export interface Damage {
  readonly frames: number
  readonly connections: number
  /** How often each close code came. */
  readonly codes: Readonly<Record<number, number>>
}

/** Bytes that may wait on the foe's side; beyond, it lets the server read. */
const AHEAD = 1_000_000
/** Milliseconds that the server has to close a socket. */
const CLOSING = 500
const FILLER = Buffer.alloc(1_000_000)

const rawSocketOf = (socket: WebSocket): { write(data: Uint8Array): unknown } | null => {
  const inner: unknown = Reflect.get(socket, '_socket')
  return typeof inner === 'object' && inner !== null && 'write' in inner && typeof inner.write === 'function'
    ? { write: (data) => Reflect.apply(inner.write as () => unknown, inner, [data]) }
    : null
}

const deal = (peer: Peer, blow: Blow): void => {
  const { socket } = peer
  switch (blow.type) {
    case 'binary':
      return socket.send(blow.data)
    case 'text':
      return socket.send(blow.data, { binary: false })
    case 'fragments':
      for (let piece = 0; piece < blow.count; piece++)
        socket.send(Uint8Array.of(0), { fin: piece === blow.count - 1 })
      return
    case 'raw': {
      const raw = rawSocketOf(socket)
      raw?.write(blow.data)
      for (let more = 1; more < blow.repeat; more++) raw?.write(FILLER)
      return
    }
    default:
      return blow satisfies never
  }
}

const attackWith = async ({
  place,
  tokens,
  attack: name,
  history,
  frames: wanted,
  limit,
}: Order): Promise<Damage> => {
  const attack = makeAttacks(history).find((each) => each.name === name)
  if (!attack) throw new Error(`no such attack: ${name}`)
  const codes: Record<number, number> = {}
  const end = performance.now() + limit
  const per = attack.frames ?? 1
  let frames = 0
  let blows = 0
  let connections = 0
  const isOver = (): boolean =>
    performance.now() > end || frames >= wanted || blows >= (attack.most ?? Infinity)
  const enter = (peer: Peer): void => {
    peer.stepOne(place.board, Uint8Array.of(0))
    peer.stepTwo(place.board, Uint8Array.of(0, 0))
  }
  while (!isOver()) {
    let peer: Peer
    try {
      peer = await openPeer(place, tokens[connections % tokens.length] ?? '', (data, self) => {
        const { name: about, told } = readTold(data, place.mux)
        if (told.type !== 'closed' || about !== place.board) return
        // The document was closed, and its socket goes on: a foe comes again.
        codes[told.code] = (codes[told.code] ?? 0) + 1
        enter(self)
      })
    } catch {
      await pause(20)
      continue
    }
    connections += 1
    enter(peer)
    while (peer.code() === null && !isOver()) {
      for (let some = 0; some < 64 && peer.socket.readyState === WebSocket.OPEN && !isOver(); some++) {
        deal(peer, attack.blow(place.board, blows))
        blows += 1
        frames += per
        if (attack.alone) break
      }
      if (attack.alone || isOver()) await until(() => peer.code() !== null, CLOSING)
      do await new Promise((resolve) => setImmediate(resolve))
      while (peer.code() === null && peer.socket.bufferedAmount > AHEAD && performance.now() < end)
      if (peer.socket.readyState !== WebSocket.OPEN) await pause(1)
    }
    const code = peer.code()
    if (code !== null) codes[code] = (codes[code] ?? 0) + 1
    peer.close()
  }
  return { frames, connections, codes }
}

process.on('message', (order: Order) => {
  void attackWith(order).then((damage) => {
    process.send?.(damage, () => process.exit(0))
  })
})
process.on('disconnect', () => process.exit(0))
