/** Foes and slow readers, with honest people at work beside them. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import * as Y from 'yjs'
import { addItems } from '../../shared/board.ts'
import { openPeer } from '../support/peer.ts'
import { usageOf } from '../support/process.ts'
import { startKiteboard } from '../support/servers.ts'
import { pause } from '../support/wait.ts'
import { makeWorkshop } from '../support/workshop.ts'
import { makeAttacks } from './attacks.ts'
import type { Damage, Order } from './foe.ts'
import { startHonest } from './honest.ts'
import { joinWriter } from './writer.ts'

const HONEST = 5
const FOES = 20
/** Milliseconds after an attack in which what it left behind may still show. */
const REST = 250
/** What a talker writes, for slow readers to fall behind: so many notes of so many characters, every so many ms. */
const TALK = { notes: 20, text: 9_000, every: 40 } as const

export interface Blows {
  readonly name: string
  readonly frames: number
  readonly connections: number
  readonly codes: Readonly<Record<number, number>>
  /** Milliseconds that an honest change was under way at worst. */
  readonly worst: number
  readonly dropped: number
  /** MB of the server's memory since the first attack began. */
  readonly grown: number
}

export interface HostileFigures {
  readonly blows: readonly Blows[]
  /** Milliseconds at worst before any attack. */
  readonly quiet: number
  readonly alive: boolean
}

const attackIn = async (order: Order): Promise<Damage> => {
  const foe = fork(fileURLToPath(new URL('foe.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] })
  const cut = setTimeout(() => foe.kill('SIGKILL'), order.limit + 20_000)
  try {
    foe.send(order)
    const [damage] = (await Promise.race([
      once(foe, 'message'),
      once(foe, 'exit').then(() => [{ frames: 0, connections: 0, codes: {} }]),
    ])) as [Damage]
    return damage
  } finally {
    clearTimeout(cut)
    foe.kill('SIGKILL')
  }
}

/** Each attack in turn: so many frames of it, or so many ms. */
export const attackAll = async (frames: number, limit: number): Promise<HostileFigures> => {
  const running = await startKiteboard()
  try {
    const { url, board, tokens } = await makeWorkshop(running, HONEST + FOES)
    const place = { url, board, mux: true }
    const honest = await startHonest(place, tokens.slice(0, HONEST))
    await pause(500)
    honest.begin()
    await pause(1500)
    const quiet = honest.worst()
    const before = usageOf(running.pid).rss
    const blows: Blows[] = []
    for (const { name } of makeAttacks()) {
      honest.begin()
      const damage = await attackIn({ place, tokens: tokens.slice(HONEST), attack: name, frames, limit })
      await pause(REST)
      blows.push({
        name,
        ...damage,
        worst: honest.worst(),
        dropped: honest.dropped(),
        grown: (usageOf(running.pid).rss - before) / 1e6,
      })
    }
    honest.leave()
    const alive = await fetch(`http://127.0.0.1:${running.port}/healthz`).then(
      (reply) => reply.ok,
      () => false,
    )
    return { blows, quiet, alive }
  } finally {
    await running.stop()
  }
}

export interface SlowFigures {
  readonly readers: number
  /** How many of them were closed, by code. */
  readonly codes: Readonly<Record<number, number>>
  readonly worst: number
  readonly dropped: number
  readonly grown: number
}

/** Readers who stop reading, while somebody writes a lot. */
export const slowReaders = async (readers: number, limit: number): Promise<SlowFigures> => {
  const running = await startKiteboard()
  try {
    const { url, board, tokens } = await makeWorkshop(running, HONEST + readers + 1)
    const place = { url, board, mux: true }
    const slow = await Promise.all(tokens.slice(HONEST + 1).map((token) => openPeer(place, token, () => {})))
    for (const peer of slow) peer.stepOne(board, Uint8Array.of(0))
    await pause(300)
    for (const peer of slow) peer.socket.pause()
    const honest = await startHonest(place, tokens.slice(0, HONEST))
    await pause(300)
    honest.begin()
    const before = usageOf(running.pid).rss
    const talker = await joinWriter(place, tokens[HONEST] ?? '')
    const doc = new Y.Doc()
    doc.on('update', (update: Uint8Array) => talker.peer.update(board, update))
    const talking = setInterval(() => {
      const at = [0, 0] as const
      addItems(
        doc,
        Array.from({ length: TALK.notes }, () => ({ kind: 'note', at, text: 'x'.repeat(TALK.text) })),
      )
    }, TALK.every)
    await pause(limit)
    clearInterval(talking)
    const worst = honest.worst()
    const grown = (usageOf(running.pid).rss - before) / 1e6
    for (const peer of slow) peer.socket.resume()
    await pause(500)
    const codes: Record<number, number> = {}
    for (const peer of slow) codes[peer.code() ?? 0] = (codes[peer.code() ?? 0] ?? 0) + 1
    const dropped = honest.dropped()
    honest.leave()
    talker.peer.close()
    slow.forEach((peer) => peer.close())
    return { readers, codes, worst, dropped, grown }
  } finally {
    await running.stop()
  }
}
