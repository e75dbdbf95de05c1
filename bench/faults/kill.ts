/** The server is killed while people write, and started again: is all there that anybody had seen, or was told is saved? */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../support/ports.ts'
import { startKiteboard } from '../support/servers.ts'
import { pause } from '../support/wait.ts'
import { makeWorkshop, type BenchWorkshop } from '../support/workshop.ts'
import { joinWriter, readBoard, type Found, type Reach, type Writer } from './writer.ts'

const WRITERS = 20
/** Changes a second of each. */
const RATE = 50
/** A workshop is used for so many cycles, so that its board stays of a size that people make. */
const CYCLES_EACH = 10

export interface KillFigures {
  cycles: number
  made: number
  acknowledged: number
  shown: number
  lostAcknowledged: number
  lostShown: number
  /** Milliseconds from the start to the first answer, of each restart. */
  readonly restarts: number[]
}

/** Changes of these writers that had come so far, and what of them is missing. */
const compare = (writers: readonly Writer[], told: Reach, found: Found): { had: number; lost: number } => {
  let had = 0
  let lost = 0
  for (const { client, changes } of writers)
    for (const { end, deletes } of changes) {
      if (end > (told.get(client) ?? 0)) continue
      had += 1
      if (end > (found.reach.get(client) ?? 0) || !deletes.every(found.isDeleted)) lost += 1
    }
  return { had, lost }
}

/** Milliseconds of writing before the end comes, at random. */
const moment = (): number => 100 + Math.random() * 700

/** Kills the server so many times, or until the time (ms) is over. */
export const killCycles = async (cycles: number, limit: number): Promise<KillFigures> => {
  const data = mkdtempSync(join(tmpdir(), 'kiteboard-faults-'))
  const figures: KillFigures = {
    cycles: 0,
    made: 0,
    acknowledged: 0,
    shown: 0,
    lostAcknowledged: 0,
    lostShown: 0,
    restarts: [],
  }
  const port = await freePort()
  let running = await startKiteboard(data, port)
  let workshop: BenchWorkshop | null = null
  const end = performance.now() + limit
  try {
    for (let cycle = 0; cycle < cycles && performance.now() < end; cycle++) {
      if (!workshop || cycle % CYCLES_EACH === 0) workshop = await makeWorkshop(running, WRITERS)
      const { place, tokens, token } = workshop
      const writers = await Promise.all(tokens.map((each) => joinWriter(place, each)))
      const timers = writers.map((writer) => setInterval(() => writer.write(), 1000 / RATE))
      await pause(moment())
      await running.kill()
      for (const timer of timers) clearInterval(timer)
      writers.forEach(({ peer }) => peer.close())

      const saved: Reach = new Map(writers.flatMap((writer) => [...writer.saved()]))
      const shown: Reach = new Map()
      for (const reader of writers)
        for (const [client, clock] of reader.seen)
          if (client !== reader.client) shown.set(client, Math.max(clock, shown.get(client) ?? 0))
      running = await startKiteboard(data, port)
      figures.restarts.push(running.startedIn)
      const found = await readBoard(place, token)
      const ofSaved = compare(writers, saved, found)
      const ofShown = compare(writers, shown, found)
      figures.cycles += 1
      figures.made += writers.reduce((all, writer) => all + writer.changes.length, 0)
      figures.acknowledged += ofSaved.had
      figures.shown += ofShown.had
      figures.lostAcknowledged += ofSaved.lost
      figures.lostShown += ofShown.lost
    }
  } finally {
    await running.kill()
    rmSync(data, { recursive: true, force: true })
  }
  return figures
}
