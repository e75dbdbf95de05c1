/** The server stops and starts again while people write with the app's own connection: all comes back, and nothing is lost. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { itemsOf } from '../../shared/board.ts'
import { freePort } from '../support/ports.ts'
import { startKiteboard } from '../support/servers.ts'
import { pause, until } from '../support/wait.ts'
import { makeWorkshop } from '../support/workshop.ts'
import { joinApp } from './appPerson.ts'

const PEOPLE = 20
/** Notes a second of each. */
const RATE = 10
/** Milliseconds of writing before the stop, and after the server is back. */
const BEFORE = 800
const AFTER = 800

export interface RestartFigures {
  readonly made: number
  /** Notes that somebody lacks in the end. */
  readonly lost: number
  /** Milliseconds from the stop until everybody's work was stored. */
  readonly settledIn: number
}

/** Stops the server under load, as an operator would, and starts it again. */
export const restartUnderLoad = async (): Promise<RestartFigures> => {
  const data = mkdtempSync(join(tmpdir(), 'kiteboard-faults-'))
  const port = await freePort()
  let running = await startKiteboard(data, port)
  const closing: (() => void)[] = []
  try {
    const { place, tokens } = await makeWorkshop(running, PEOPLE)
    const people = tokens.map((token) => joinApp(place, token))
    closing.push(() => people.forEach((person) => person.close()))
    const settled = (): boolean => people.every((person) => person.waiting() === 0)
    await until(() => people.every((person) => person.isSynced()), 20_000)
    const timers = people.map((person) => setInterval(() => person.write(), 1000 / RATE))
    closing.push(() => timers.forEach((timer) => clearInterval(timer)))
    await pause(BEFORE)
    const stopped = performance.now()
    await running.stop()
    running = await startKiteboard(data, port)
    await pause(AFTER)
    timers.forEach((timer) => clearInterval(timer))
    const made = people.flatMap((person) => person.made)
    const whole = (): boolean => people.every((person) => person.notes() === made.length)
    await until(() => settled() && whole(), 40_000)
    const settledIn = performance.now() - stopped
    const lost = made.filter((id) => people.some(({ doc }) => !itemsOf(doc).has(id))).length
    return { made: made.length, lost, settledIn }
  } finally {
    closing.reverse().forEach((close) => close())
    await running.kill()
    rmSync(data, { recursive: true, force: true })
  }
}
