/** What happens when things go wrong: the server is killed, stopped under load, read too slowly, and attacked. */
import { printTable, quantile } from '../support/figures.ts'
import { attackAll, slowReaders } from './hostile.ts'
import { killCycles } from './kill.ts'
import { restartUnderLoad } from './restart.ts'

const option = (name: string, usual: number): number => {
  const at = process.argv.indexOf(`--${name}`)
  const value = Number(process.argv[at + 1])
  return at > 0 && Number.isFinite(value) ? value : usual
}

const quick = process.argv.includes('--quick')
const CYCLES = option('cycles', quick ? 3 : 10)
/** Frames of each attack, and the ms that it may take. */
const FRAMES = option('frames', quick ? 2_000 : 70_000)
const ATTACK = quick ? 1_000 : 6_000
/** Milliseconds that one cycle may take on a busy machine. */
const CYCLE = 12_000
const SLOW = { readers: 20, ms: quick ? 3_000 : 5_000 } as const
const RESTARTS = quick ? 1 : 3

const range = (values: readonly number[]): string =>
  `${quantile(values, 0.5).toFixed(0)} (${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)})`

const codesOf = (codes: Readonly<Record<number, number>>): string =>
  Object.entries(codes)
    .map(([code, times]) => `${code} × ${times}`)
    .join(', ') || '–'

/** Prints the tables. */
export const run = async (): Promise<void> => {
  const killed = await killCycles(CYCLES, CYCLES * CYCLE)
  console.log(
    `kill -9 at a random moment, 20 people each 50 changes a second: ${killed.cycles} cycles, ${killed.made} changes made`,
  )
  printTable([
    ['', 'before the kill', 'lost'],
    ['seen by others', `${killed.shown}`, `${killed.lostShown}`],
    ['acknowledged', `${killed.acknowledged}`, `${killed.lostAcknowledged}`],
  ])
  console.log(`started again in ${range(killed.restarts)} ms: median (least–most)\n`)

  console.log('stopped and started again while 20 people write, each with the app’s own connection')
  for (let turn = 0; turn < RESTARTS; turn++) {
    const { made, lost, settledIn } = await restartUnderLoad()
    console.log(
      `${made} notes, ${lost} lost; all stored and with everybody ${settledIn.toFixed(0)} ms after the stop`,
    )
  }

  const slow = await slowReaders(SLOW.readers, SLOW.ms)
  console.log(
    `\n${slow.readers} readers who stop reading: closed ${codesOf(slow.codes)} (0: still open); worst honest change ` +
      `${slow.worst.toFixed(0)} ms, honest dropped ${slow.dropped}, memory +${slow.grown.toFixed(0)} MB`,
  )

  const { blows, quiet, alive } = await attackAll(FRAMES, ATTACK)
  console.log(
    `\nattacks, 5 honest people beside them; the worst of their changes before any attack: ${quiet.toFixed(0)} ms`,
  )
  printTable([
    ['attack', 'frames', 'sockets', 'worst honest ms', 'honest dropped', 'memory MB', 'closed with'],
    ...blows.map(({ name, frames, connections, worst, dropped, grown, codes }) => [
      name,
      `${frames}`,
      `${connections}`,
      worst.toFixed(0),
      `${dropped}`,
      `${grown >= 0 ? '+' : ''}${grown.toFixed(0)}`,
      codesOf(codes),
    ]),
    ['all', `${blows.reduce((all, { frames }) => all + frames, 0)}`],
  ])
  console.log(alive ? 'the server lives' : 'THE SERVER IS DEAD')
}
