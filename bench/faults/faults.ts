/** What happens when things go wrong: the server is killed, stopped under load, its disk full; it is read too slowly, and attacked. */
import { printAsTheyCome, printTable, withSpread } from '../support/figures.ts'
import { fullDisk } from './disk.ts'
import type { Worst } from './honest.ts'
import { attackAll } from './hostile.ts'
import { killCycles } from './kill.ts'
import { restartUnderLoad, type RestartFigures } from './restart.ts'
import { slowReaders } from './slow.ts'

const option = (name: string, usual: number): number => {
  const at = process.argv.indexOf(`--${name}`)
  const value = Number(process.argv[at + 1])
  return at > 0 && Number.isFinite(value) ? value : usual
}

const quick = process.argv.includes('--quick')
/** Some words of an attack's name; then nothing else is done. */
const only = process.argv[process.argv.indexOf('--only') + 1 || Infinity]
const CYCLES = option('cycles', quick ? 3 : 10)
/** Frames of each attack, and the ms that it may take. */
const FRAMES = option('frames', quick ? 2_000 : 72_000)
const ATTACK = quick ? 1_500 : 10_000
/** Milliseconds that one cycle may take, all in all; a quiet machine needs half of it, a busy one does fewer cycles. */
const CYCLE = 3_000
const SLOW = { readers: 20, ms: quick ? 10_000 : 25_000 } as const
const RESTARTS = quick ? 1 : 3

const codesOf = (codes: Readonly<Record<number, number>>): string =>
  Object.entries(codes)
    .map(([code, times]) => (code === '0' ? `still open × ${times}` : `${code} × ${times}`))
    .join(', ') || '–'

const worstOf = ({ ms, work }: Worst): string => `${ms.toFixed(0)} / ${work.toFixed(0)}`
const grownOf = (megabytes: number): string => `${megabytes >= 0 ? '+' : ''}${megabytes.toFixed(0)}`
const seconds = (ms: readonly number[]): string => `${withSpread(ms.map((each) => each / 1000))} s`

/** A row for each way in which things go wrong by themselves. */
async function* crashes(): AsyncGenerator<readonly string[]> {
  const killed = await killCycles(CYCLES, CYCLES * CYCLE + 10_000)
  yield [
    `${killed.cycles} × kill -9, ${killed.made} changes`,
    `seen by others ${killed.shown}, lost ${killed.lostShown}; acknowledged ${killed.acknowledged}, lost ${killed.lostAcknowledged}`,
  ]
  yield ['started again', `in ${seconds(killed.restarts)}`]

  const restarts: RestartFigures[] = []
  for (let turn = 0; turn < RESTARTS; turn++) restarts.push(await restartUnderLoad())
  yield [
    `${RESTARTS} × stopped and started under load`,
    `${restarts.reduce((sum, { made }) => sum + made, 0)} notes, ${restarts.reduce((sum, { lost }) => sum + lost, 0)} lost; ` +
      `all stored and with everybody after ${seconds(restarts.map(({ settledIn }) => settledIn))}`,
  ]

  const disk = await fullDisk()
  yield [
    'a full disk',
    'skipped' in disk
      ? `not tried: ${disk.skipped}`
      : `${disk.told} writers told after ${disk.toldIn.toFixed(0)} ms; acknowledged ${disk.acknowledged}, lost ${disk.lostAcknowledged}; ` +
        `with room again all ${disk.made} stored after ${seconds([disk.settledIn])}, ${disk.lost} lost`,
  ]

  const slow = await slowReaders(SLOW.readers, SLOW.ms)
  yield [
    `${slow.readers} readers who stop reading`,
    `closed with ${codesOf(slow.codes)} within ${seconds([slow.after])}; worst honest change ${worstOf(slow.worst)} ms, ` +
      `${slow.dropped} honest dropped; memory ${grownOf(slow.grown)} MB at most`,
  ]
}

/** How often as long the server was at work meanwhile as it was without any attack. */
const timesOf = ({ work }: Worst, quiet: Worst): string => `× ${(work / quiet.work).toFixed(1)}`

const sum = (values: readonly number[]): string => `${values.reduce((all, value) => all + value, 0)}`

/** Prints the tables. */
export const run = async (): Promise<void> => {
  if (only === undefined) await printAsTheyCome(['', ''], crashes())

  const { blows, quiet, kept, alive } = await attackAll(FRAMES, ATTACK, only)
  const damages = blows.flatMap(({ damage }) => damage ?? [])
  const worst = {
    ms: Math.max(...blows.map((blow) => blow.worst.ms)),
    work: Math.max(...blows.map((blow) => blow.worst.work)),
  }
  console.log(
    '\nattacks, 5 honest people beside them; worst: ms that a change of theirs took / the server was at work meanwhile,' +
      ' and how often as long as without an attack',
  )
  printTable([
    ['attack', 'frames', 'sockets', 'worst', 'as without', 'honest dropped', 'memory MB', 'closed with'],
    ['none', '0', '0', worstOf(quiet), timesOf(quiet, quiet), '0', '0', '–'],
    ...blows.map(({ name, damage, worst, dropped, grown }) => [
      name,
      `${damage?.frames ?? '–'}`,
      `${damage?.connections ?? '–'}`,
      worstOf(worst),
      timesOf(worst, quiet),
      `${dropped}`,
      grownOf(grown),
      damage ? codesOf(damage.codes) : 'NOT CARRIED OUT: the foe died',
    ]),
    [
      damages.length === blows.length ? 'all' : `${damages.length} of ${blows.length}`,
      sum(damages.map(({ frames }) => frames)),
      sum(damages.map(({ connections }) => connections)),
      worstOf(worst),
      timesOf(worst, quiet),
      `${Math.max(...blows.map(({ dropped }) => dropped))}`,
      grownOf(Math.max(...blows.map(({ grown }) => grown))),
      `${grownOf(kept)} MB kept once garbage is gone`,
    ],
  ])
  console.log(alive ? 'the server lives' : 'THE SERVER IS DEAD')
}
