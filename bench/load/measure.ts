/** One run: a server, its rooms full of people, and what they see. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createHistogram } from '../support/histogram.ts'
import { coreShare, usageOf } from '../support/process.ts'
import { startKiteboard, startRelay, type Running } from '../support/servers.ts'
import { pause } from '../support/wait.ts'
import { makePeopled } from '../support/workshop.ts'
import { fillBoard } from '../support/boards.ts'
import type { CrowdFigures, CrowdRoom, FromCrowd, ToCrowd } from './messages.ts'

export interface Scene {
  readonly server: 'kiteboard' | 'relay'
  readonly rooms: number
  /** People in each room. */
  readonly people: number
  /** How many of a room's people change things. */
  readonly editors: number
  /** Changes a second of an editor. */
  readonly editRate: number
  /** Cursors a second of each person. */
  readonly cursorRate: number
  /** Notes that lie on each board before. */
  readonly notes: number
  /** Seconds that are measured. */
  readonly seconds: number
}

/** Figures of one run. */
export interface Figures {
  readonly edit50: number
  readonly edit99: number
  readonly cursor99: number
  readonly saved99: number
  /** Shares (0–1) that did not arrive in time. */
  readonly lostEdits: number
  readonly lostCursors: number
  /** Of one core. */
  readonly cpu: number
  /** Microseconds of processor time a message that people sent. */
  readonly cost: number
  /** Of one core each: what the busiest generator used. */
  readonly generator: number
  /** MB a second that the people received. */
  readonly megabytes: number
  /** KB a person that the server holds beyond what it held with the boards and nobody there, once all garbage is gone. */
  readonly held: number
  /** The same while all are just there, before anybody has moved. */
  readonly heldIdle: number
  /** KB a person of the system's memory, garbage and reserves included. */
  readonly rss: number
  readonly dropped: number
}

/** People in one generating process. */
const CROWD = 300
/** People who come before the others, and go again. */
const FIRST = 10
/** Seconds before the measured time: code is compiled, buffers grow. */
const WARM_UP = 3
/** Seconds that what was sent has to arrive. */
const DRAIN = 1.5

const startCrowd = (): ChildProcess =>
  fork(fileURLToPath(new URL('crowd.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] })

const heard = async <Type extends FromCrowd['type']>(
  crowd: ChildProcess,
  type: Type,
): Promise<Extract<FromCrowd, { type: Type }>> => {
  // It says its last word before it is disconnected; it may have ended by the time that word is read.
  const [message] = (await Promise.race([
    once(crowd, 'message'),
    once(crowd, 'disconnect').then(() => {
      throw new Error(`a crowd ended before its time, with ${crowd.exitCode ?? crowd.signalCode}`)
    }),
  ])) as [FromCrowd]
  if (message.type !== type) throw new Error(`expected ${type}, got ${message.type}`)
  return message as Extract<FromCrowd, { type: Type }>
}

const tell = (crowd: ChildProcess, message: ToCrowd): void => void crowd.send(message)

/** Rooms on a server, with their boards filled. */
const makeRooms = async (running: Running, scene: Scene): Promise<CrowdRoom[]> => {
  const rooms: CrowdRoom[] = []
  for (let number = 0; number < scene.rooms; number++) {
    const { server, editors, people } = scene
    const { place, token, tokens } = await makePeopled(server, running, people, `board-${number}`)
    await fillBoard(place, token, scene)
    rooms.push({ place, tokens, editors })
  }
  return rooms
}

/** Some come, and go: what the server's code takes in memory once it has run is none of the people's who are counted. */
const showRound = async ({ place, tokens }: CrowdRoom): Promise<void> => {
  const crowd = startCrowd()
  const gone = once(crowd, 'exit')
  const joined = heard(crowd, 'joined')
  const rooms = [{ place, tokens: tokens.slice(0, FIRST), editors: 0 }]
  tell(crowd, { type: 'join', plan: { rooms, editRate: 0, cursorRate: 0, base: 0 } })
  await joined
  crowd.kill('SIGKILL')
  await gone
}

/** Parts people among generating processes; a room that is too large for one is cut. */
const shareOut = (rooms: readonly CrowdRoom[]): CrowdRoom[][] => {
  const crowds: CrowdRoom[][] = []
  let free = 0
  for (const room of rooms)
    for (let from = 0; from < room.tokens.length;) {
      if (free === 0) {
        crowds.push([])
        free = CROWD
      }
      const tokens = room.tokens.slice(from, from + free)
      crowds.at(-1)?.push({ ...room, tokens, editors: Math.max(0, room.editors - from) })
      free -= tokens.length
      from += tokens.length
    }
  return crowds
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0)

/** Runs a scene on a fresh server, and ends all that it started. */
export const measure = async (scene: Scene): Promise<Figures> => {
  const running = await (scene.server === 'relay'
    ? startRelay({ askable: true })
    : startKiteboard(undefined, undefined, { askable: true }))
  const crowds: ChildProcess[] = []
  try {
    const rooms = await makeRooms(running, scene)
    for (const room of rooms.slice(0, 1)) await showRound(room)
    await pause(200)
    const empty = { held: await running.held(), rss: usageOf(running.pid).rss }
    const base = performance.timeOrigin + performance.now()
    for (const share of shareOut(rooms)) {
      const crowd = startCrowd()
      crowds.push(crowd)
      const { editRate, cursorRate } = scene
      const joined = heard(crowd, 'joined')
      tell(crowd, { type: 'join', plan: { rooms: share, editRate, cursorRate, base } })
      await joined
    }
    const idle = await running.held()
    const now = (): number => performance.timeOrigin + performance.now() - base
    for (const crowd of crowds) tell(crowd, { type: 'go' })
    const from = now() + WARM_UP * 1000
    const to = from + scene.seconds * 1000
    for (const crowd of crowds) tell(crowd, { type: 'measure', from, to })
    await pause(from - now())
    const before = usageOf(running.pid)
    const generatorsBefore = crowds.map((crowd) => usageOf(crowd.pid ?? 0))
    await pause(to - now())
    const after = usageOf(running.pid)
    const generators = crowds.map((crowd, index) => {
      const start = generatorsBefore[index]
      return start ? coreShare(start, usageOf(crowd.pid ?? 0)) : NaN
    })
    await pause(DRAIN * 1000)
    const held = await running.held()
    const figures: CrowdFigures[] = []
    for (const crowd of crowds) {
      const told = heard(crowd, 'figures')
      tell(crowd, { type: 'finish' })
      figures.push((await told).figures)
    }
    const perPerson = (bytes: number): number => bytes / 1000 / (scene.people * scene.rooms)
    return summarise(scene, figures, {
      cpu: coreShare(before, after),
      generator: Math.max(...generators),
      held: perPerson(held - empty.held),
      heldIdle: perPerson(idle - empty.held),
      rss: perPerson(after.rss - empty.rss),
    })
  } finally {
    for (const crowd of crowds) crowd.kill('SIGKILL')
    await (scene.server === 'relay' ? running.kill() : running.stop())
  }
}

const summarise = (
  scene: Scene,
  all: readonly CrowdFigures[],
  used: Pick<Figures, 'cpu' | 'generator' | 'held' | 'heldIdle' | 'rss'>,
): Figures => {
  const [edits, cursors, saved] = (['edits', 'cursors', 'saved'] as const).map((name) => {
    const histogram = createHistogram()
    for (const figures of all) histogram.addAll(figures[name])
    return histogram
  })
  // Each change goes to all in its room but its sender.
  const others = scene.people - 1
  const sentEdits = sum(all.flatMap((figures) => figures.sentEdits))
  const sentCursors = sum(all.flatMap((figures) => figures.sentCursors))
  const dueEdits = sentEdits * others
  const dueCursors = sentCursors * others
  return {
    edit50: edits?.quantile(0.5) ?? NaN,
    edit99: edits?.quantile(0.99) ?? NaN,
    cursor99: cursors?.quantile(0.99) ?? NaN,
    saved99: saved?.quantile(0.99) ?? NaN,
    lostEdits: dueEdits > 0 ? 1 - sum(all.map(({ gotEdits }) => gotEdits)) / dueEdits : NaN,
    lostCursors: dueCursors > 0 ? 1 - sum(all.map(({ gotCursors }) => gotCursors)) / dueCursors : NaN,
    megabytes: sum(all.map(({ bytes }) => bytes)) / 1e6 / scene.seconds,
    cost: (used.cpu * scene.seconds * 1e6) / (sentEdits + sentCursors),
    dropped: sum(all.map(({ dropped }) => dropped)),
    ...used,
  }
}
