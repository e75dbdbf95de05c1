/** How long a board takes to come: the server's part, and what the newcomer's own copy takes to build. */
import * as Y from 'yjs'
import { quantile } from '../support/figures.ts'
import { awarenessOf, readTold, type Place } from '../support/peer.ts'
import { startKiteboard, startRelay } from '../support/servers.ts'
import { pause, until } from '../support/wait.ts'
import { makePeopled } from '../support/workshop.ts'
import { fillBoard } from '../support/boards.ts'
import { openLight, type LightPeer } from './light.ts'

export interface JoinScene {
  readonly server: 'kiteboard' | 'relay'
  readonly notes: number
  readonly moves: number
  /** Joins one after the other. */
  readonly turns: number
  /** People who join at one time; none for nought. */
  readonly storm: number
  /** Everybody leaves first, until the board was written anew without its history. */
  readonly left?: boolean
}

/** Milliseconds from sync step 1 until all of step 2 has come. */
export interface JoinFigures {
  readonly one50: number
  readonly one99: number
  readonly storm99: number
  /** What `Y.applyUpdate` takes. */
  readonly apply: number
  readonly kilobytes: number
}

interface Joiner {
  readonly peer: LightPeer
  /** Asks for the board. @returns milliseconds until it was there */
  join(): Promise<number>
  readonly got: Uint8Array[]
}

const joinerAt = async (place: Place, token: string): Promise<Joiner> => {
  const got: Uint8Array[] = []
  let done: () => void = () => {}
  const peer = await openLight(place, token, (data) => {
    const { name, told } = readTold(data, place.mux)
    if (place.mux && name !== place.board) return
    if (told.type === 'update' || told.type === 'step-2') got.push(told.body)
    if (told.type === 'step-2') done()
  })
  return {
    peer,
    got,
    async join() {
      const started = performance.now()
      const finished = new Promise<void>((resolve) => (done = resolve))
      peer.stepOne(place.board, Uint8Array.of(0))
      await finished
      return performance.now() - started
    },
  }
}

/** Somebody who goes on writing all the time, so that no answer can be kept for good. @returns how to stop it */
const keepWriting = async (place: Place, token: string, doc: Y.Doc): Promise<() => void> => {
  const writer = await joinerAt(place, token)
  await writer.join()
  // It has nothing that the server lacks.
  writer.peer.stepTwo(place.board, Uint8Array.of(0, 0))
  const onUpdate = (update: Uint8Array): void => writer.peer.update(place.board, update)
  doc.on('update', onUpdate)
  const items = doc.getMap<Y.Map<unknown>>('items')
  const [first] = items.values()
  let made = 0
  const timer = setInterval(() => first?.set('at', [-5, made++]), 20)
  writer.peer.presence(place.board, awarenessOf(1, 1, {}))
  return () => {
    clearInterval(timer)
    doc.off('update', onUpdate)
    writer.peer.close()
  }
}

/** Milliseconds in which a board is let go, and written anew. */
const ANEW = 90_000

const isWrittenAnew = async (port: number): Promise<boolean> => {
  await pause(500)
  const reply = await fetch(`http://127.0.0.1:${port}/metrics`)
  return /^kiteboard_rebuilt_total [1-9]/m.test(await reply.text())
}

/** Measures joining one kind of board, on a fresh server. */
export const measureJoining = async ({
  server,
  notes,
  moves,
  turns,
  storm,
  left = false,
}: JoinScene): Promise<JoinFigures> => {
  const running = await (server === 'relay' ? startRelay() : startKiteboard())
  try {
    const people = Math.max(storm, 1)
    const { place, token, tokens } = await makePeopled(server, running, people)
    const tokenOf = (number: number): string => tokens[number % tokens.length] ?? ''
    const doc = await fillBoard(place, token, { notes, moves })
    if (left && !(await until(() => isWrittenAnew(running.port), ANEW)))
      throw new Error('the board was not written anew')
    const alone: number[] = []
    const apply: number[] = []
    let bytes = 0
    for (let turn = 0; turn < turns; turn++) {
      const joiner = await joinerAt(place, tokenOf(turn))
      alone.push(await joiner.join())
      joiner.peer.close()
      const copy = new Y.Doc()
      const started = performance.now()
      for (const update of joiner.got) Y.applyUpdate(copy, update)
      apply.push(performance.now() - started)
      bytes = joiner.got.reduce((all, { byteLength }) => all + byteLength, 0)
    }
    const crowd: number[] = []
    if (storm > 0) {
      const stop = await keepWriting(place, token, doc)
      const joiners = await Promise.all(
        Array.from({ length: storm }, (_, number) => joinerAt(place, tokenOf(number))),
      )
      for (const joiner of joiners) void joiner.join().then((ms) => crowd.push(ms))
      if (!(await until(() => crowd.length === storm, 60_000))) throw new Error('the storm did not end')
      stop()
      joiners.forEach(({ peer }) => peer.close())
    }
    return {
      one50: quantile(alone, 0.5),
      one99: quantile(alone, 0.99),
      storm99: quantile(crowd, 0.99),
      apply: quantile(apply, 0.5),
      kilobytes: bytes / 1000,
    }
  } finally {
    await (server === 'relay' ? running.kill() : running.stop())
  }
}
