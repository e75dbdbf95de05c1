/** A hall comes back with copies that are nearly up to date, all at once: to a server that was cut off and started again. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { fillBoard } from '../support/boards.ts'
import { quantile } from '../support/figures.ts'
import { readTold, type Place } from '../support/peer.ts'
import { usageOf } from '../support/process.ts'
import { startKiteboard, startRelay, type Running } from '../support/servers.ts'
import { pause, until } from '../support/wait.ts'
import { makePeopled } from '../support/workshop.ts'
import { openLight } from './light.ts'

const PEOPLE = 120
const BOARD = { notes: 5_000, moves: 20_000 } as const
/** Steps of the writer's that those who come back have missed. */
const MISSED = 40
/** Milliseconds in which the server has taken in what they said. */
const REST = 500

/** Milliseconds from sync step 1 until all of step 2 has come. */
export interface ReturnFigures {
  readonly back50: number
  readonly back99: number
  /** Milliseconds of the server's processor for each of them, also to read the board, and to judge what they say they have. */
  readonly cost: number
  /** That each of them gets. */
  readonly kilobytes: number
}

/** What a phone says: how far it has come, and all that it knows to be deleted. */
const copyOf = (doc: Y.Doc) => ({
  vector: encoding.encode((encoder) => {
    const states = Y.decodeStateVector(Y.encodeStateVector(doc))
    encoding.writeVarUint(encoder, states.size)
    for (const [client, clock] of states)
      for (const part of [client, Math.max(0, clock - MISSED)]) encoding.writeVarUint(encoder, part)
  }),
  known: Y.encodeStateAsUpdate(doc, Y.encodeStateVector(doc)),
})

/** Somebody with such a copy, whose socket is open. @returns what sends it, and tells ms and bytes of the answer */
const personAt = async (place: Place, token: string, { vector, known }: ReturnType<typeof copyOf>) => {
  let bytes = 0
  let hasAsked = false
  let isAsked = false
  let done: () => void = () => {}
  const peer = await openLight(place, token, (data, self) => {
    const { name, told } = readTold(data, place.mux)
    if (place.mux && name !== place.board) return
    if (told.type === 'step-1') {
      isAsked = true
      if (hasAsked) self.stepTwo(place.board, known)
    }
    if (hasAsked && (told.type === 'update' || told.type === 'step-2')) bytes += told.body.byteLength
    if (told.type === 'step-2') done()
  })
  return {
    peer,
    async comeBack() {
      const started = performance.now()
      const finished = new Promise<void>((resolve) => (done = resolve))
      hasAsked = true
      peer.stepOne(place.board, vector)
      if (isAsked) peer.stepTwo(place.board, known)
      await finished
      return { ms: performance.now() - started, bytes }
    },
  }
}

/** Measures how a crowd comes back. The relay, which keeps nothing over a restart, is only joined again. */
export const measureReturning = async (server: 'kiteboard' | 'relay'): Promise<ReturnFigures> => {
  const data = mkdtempSync(join(tmpdir(), 'kiteboard-bench-'))
  const isRelay = server === 'relay'
  let running: Running = await (isRelay ? startRelay() : startKiteboard(data))
  try {
    const { place, token, tokens } = await makePeopled(server, running, PEOPLE)
    const copy = copyOf(await fillBoard(place, token, BOARD))
    if (!isRelay) {
      await running.kill()
      running = await startKiteboard(data, running.port)
    }
    const people = await Promise.all(tokens.map((each) => personAt(place, each, copy)))
    const before = usageOf(running.pid)
    const back: { ms: number; bytes: number }[] = []
    for (const { comeBack } of people) void comeBack().then((told) => back.push(told))
    if (!(await until(() => back.length === PEOPLE, 60_000))) throw new Error('not all came back')
    await pause(REST)
    const after = usageOf(running.pid)
    people.forEach(({ peer }) => peer.close())
    const times = back.map(({ ms }) => ms)
    return {
      back50: quantile(times, 0.5),
      back99: quantile(times, 0.99),
      cost: ((after.cpu - before.cpu) * 1000) / PEOPLE,
      kilobytes: quantile(
        back.map(({ bytes }) => bytes / 1000),
        0.5,
      ),
    }
  } finally {
    await (isRelay ? running.kill() : running.stop())
    rmSync(data, { recursive: true, force: true })
  }
}
