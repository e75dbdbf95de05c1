/** Foes, with honest people at work beside them. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import * as Y from 'yjs'
import { fillBoard } from '../support/boards.ts'
import { usageOf } from '../support/process.ts'
import { startKiteboard } from '../support/servers.ts'
import { pause } from '../support/wait.ts'
import { addBoards, makeWorkshop } from '../support/workshop.ts'
import { makeAttacks } from './attacks.ts'
import type { Damage, Order } from './foe.ts'
import { startHonest, type Worst } from './honest.ts'

const HONEST = 5
/** As many as a hall holds: whoever is refused again and again finds the door shut, and another takes over. */
const FOES = 400
/** What lies on the board before: much of what costs a server grows with it. */
const BOARD = { notes: 5_000, moves: 50_000 } as const
/** Boards beside that on which honest people are. */
const MORE_BOARDS = 40
/** Milliseconds after an attack in which what it left behind may still show. */
const REST = 250
/** Milliseconds without any attack, with which the rest is compared. */
const QUIET = 3_000

/** Milliseconds that a foe has beside its attack, to be started on a machine on which others wait. */
const STARTING = 60_000

export interface Blows {
  readonly name: string
  /** Null where the foe itself died, or never began: that says nothing of the server. */
  readonly damage: Damage | null
  readonly worst: Worst
  readonly dropped: number
  /** MB of the server's memory since before the first attack. */
  readonly grown: number
}

export interface HostileFigures {
  readonly blows: readonly Blows[]
  /** Before any attack. */
  readonly quiet: Worst
  /** MB that the server held more after all attacks than before, once all garbage was gone. */
  readonly kept: number
  readonly alive: boolean
}

const attackIn = async (order: Order): Promise<Damage | null> => {
  const foe = fork(fileURLToPath(new URL('foe.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] })
  const cut = setTimeout(() => foe.kill('SIGKILL'), order.limit + STARTING)
  try {
    foe.send(order)
    const [damage] = (await Promise.race([once(foe, 'message'), once(foe, 'exit').then(() => [null])])) as [
      Damage | null,
    ]
    return damage
  } finally {
    clearTimeout(cut)
    foe.kill('SIGKILL')
  }
}

/** Each attack in turn, or those whose names hold some words: so many frames of it, or so many ms. */
export const attackAll = async (frames: number, limit: number, only = ''): Promise<HostileFigures> => {
  const running = await startKiteboard(undefined, undefined, { askable: true })
  try {
    const workshop = await makeWorkshop(running, HONEST + FOES)
    const { place, token, tokens } = workshop
    const boards = await addBoards(running, workshop, MORE_BOARDS)
    const { clientID, store } = await fillBoard(place, token, BOARD)
    const history = { client: clientID, clock: Y.getState(store, clientID), boards }
    const honest = await startHonest(place, tokens.slice(0, HONEST), running.pid)
    // What is used for the first time is slow.
    await pause(QUIET)
    honest.begin()
    await pause(QUIET)
    const quiet = honest.worst()
    const held = await running.held()
    const before = usageOf(running.pid).rss
    const blows: Blows[] = []
    for (const { name } of makeAttacks(history)) {
      if (!name.includes(only)) continue
      honest.begin()
      const damage = await attackIn({
        place,
        tokens: tokens.slice(HONEST),
        attack: name,
        history,
        frames,
        limit,
      })
      await pause(REST)
      blows.push({
        name,
        damage,
        worst: honest.worst(),
        dropped: honest.dropped(),
        grown: (usageOf(running.pid).rss - before) / 1e6,
      })
    }
    const kept = ((await running.held()) - held) / 1e6
    honest.leave()
    const alive = await fetch(`http://127.0.0.1:${running.port}/healthz`).then(
      (reply) => reply.ok,
      () => false,
    )
    return { blows, quiet, kept, alive }
  } finally {
    await running.stop()
  }
}
