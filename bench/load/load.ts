/**
 * How many people one server carries: what they see and when, what it costs, and how long newcomers wait. `--quick` runs the
 * smallest of it once; `--only <scene>` one scene by its name, `folding`, `returning` or `joining`.
 */
import { printTable, withSpread } from '../support/figures.ts'
import { measureFolding, type FoldingFigures, type Way } from './compaction.ts'
import { measureJoining, type JoinFigures, type JoinScene } from './joining.ts'
import { measure, type Figures, type Scene } from './measure.ts'
import { measureReturning, type ReturnFigures } from './returning.ts'

const quick = process.argv.includes('--quick')
const onlyAt = process.argv.indexOf('--only')
const only = onlyAt < 0 ? null : process.argv[onlyAt + 1]
const RUNS = quick ? 1 : 3
const SECONDS = quick ? 3 : 5
/** Ms from the start after which nothing is run once more: a busy machine gives fewer runs, not a longer wait. */
const ENOUGH = { scenes: 250_000, joins: 420_000 } as const

/** A generator above this share of a core adds delays of its own. */
const BUSY = 0.9

const ROOM = { rooms: 1, editors: 20, editRate: 5, cursorRate: 15, notes: 500, seconds: SECONDS } as const

const roomOf = (server: Scene['server'], people: number): Scene => ({ ...ROOM, server, people })

const SCENES: readonly (readonly [name: string, scene: Scene])[] = [
  ['120', roomOf('kiteboard', 120)],
  ['300', roomOf('kiteboard', 300)],
  ...(quick
    ? []
    : ([
        ['600', roomOf('kiteboard', 600)],
        ['1000', roomOf('kiteboard', 1000)],
      ] as const)),
  ['60, relay', roomOf('relay', 60)],
  ['120, relay', roomOf('relay', 120)],
  ...(quick ? [] : ([['300, relay', roomOf('relay', 300)]] as const)),
  [
    quick ? '10 × 12' : '50 × 12',
    { ...ROOM, server: 'kiteboard', rooms: quick ? 10 : 50, people: 12, editors: 4, notes: 100 },
  ],
  [
    quick ? '10 × 12, relay' : '50 × 12, relay',
    { ...ROOM, server: 'relay', rooms: quick ? 10 : 50, people: 12, editors: 4, notes: 100 },
  ],
  [
    '5,000 changes/s',
    { ...ROOM, server: 'kiteboard', people: 125, editors: 125, editRate: 40, cursorRate: 1 },
  ],
]

const percent = (runs: readonly number[]): string => withSpread(runs.map((share) => share * 100))

const row = (name: string, runs: readonly Figures[]): string[] => {
  const of = (figure: keyof Figures): number[] => runs.map((run) => run[figure])
  return [
    name,
    `${runs.length}`,
    withSpread(of('edit50')),
    withSpread(of('edit99')),
    withSpread(of('saved99')),
    withSpread(of('cursor99')),
    percent(of('lostEdits')),
    percent(of('lostCursors')),
    withSpread(of('cpu'), 2),
    withSpread(of('cost'), 0),
    withSpread(of('megabytes')),
    `${withSpread(of('heldIdle'), 0)} / ${withSpread(of('held'), 0)}`,
    withSpread(of('rss'), 0),
    `${withSpread(of('generator'), 2)}${of('generator').some((share) => share > BUSY) ? ' BUSY' : ''}`,
    `${of('dropped').reduce((all, some) => all + some, 0)}`,
  ]
}

/** The same figure on both servers, turn by turn. */
const ratio = (ours: readonly Figures[], theirs: readonly Figures[], figure: keyof Figures): string =>
  withSpread(
    ours.map((run, turn) => run[figure] / (theirs[turn]?.[figure] ?? NaN)),
    2,
  )

/** The relay has no such thing. */
const AFTER_ALL_LEFT = '… once all had left'

const JOINS: readonly (readonly [name: string, scene: Omit<JoinScene, 'server'>])[] = [
  ['5,000 notes', { notes: 5_000, moves: 0, turns: quick ? 7 : 15, storm: 120 }],
  ...(quick
    ? []
    : ([
        ['20,000 notes', { notes: 19_900, moves: 0, turns: 9, storm: 0 }],
        ['5,000 notes + 200,000 changes', { notes: 5_000, moves: 200_000, turns: 9, storm: 120 }],
        [AFTER_ALL_LEFT, { notes: 5_000, moves: 200_000, turns: 9, storm: 0, left: true }],
      ] as const)),
]

const WAYS = {
  none: 'nothing to fold',
  thread: 'in a thread',
  tick: 'on the tick',
} as const satisfies Record<Way, string>

/** What folding a journal costs those who write meanwhile. */
const printFolding = async (): Promise<void> => {
  const rows: string[][] = []
  for (const way of ['none', 'thread', 'tick'] as const) {
    const runs: FoldingFigures[] = []
    for (let turn = 0; turn < RUNS; turn++) runs.push(await measureFolding(way))
    const of = (figure: keyof FoldingFigures): string => withSpread(runs.map((figures) => figures[figure]))
    rows.push([WAYS[way], of('worst'), of('late99'), way === 'none' ? '–' : of('took'), of('megabytes')])
  }
  printTable([['folding 20,000 notes', 'tick late, worst', 'late p99', 'took', 'MB'], ...rows])
}

/** How a hall comes back that has nearly all. */
const printReturning = async (): Promise<void> => {
  const rows: string[][] = []
  for (const server of ['kiteboard', 'relay'] as const) {
    const runs: ReturnFigures[] = []
    for (let turn = 0; turn < RUNS; turn++) runs.push(await measureReturning(server))
    const of = (figure: keyof ReturnFigures): string => withSpread(runs.map((figures) => figures[figure]))
    const name = server === 'relay' ? '120, relay' : '120, after a restart'
    rows.push([name, of('back50'), of('back99'), of('cost'), of('kilobytes')])
  }
  printTable([
    ['coming back to 5,000 notes + 20,000 changes', 'p50', 'p99', 'ms of processor a person', 'KB'],
    ...rows,
  ])
}

/** Prints the tables. */
export const run = async (): Promise<void> => {
  const began = performance.now()
  console.log(
    `Each person a cursor ${ROOM.cursorRate} times a second, ${ROOM.editors} of them ${ROOM.editRate} changes a second, ${ROOM.notes} notes; ` +
      `${SECONDS} s; at most ${RUNS} runs, median (least–most); ms`,
  )
  const results = new Map<string, Figures[]>()
  // In turn, so that whatever else this machine does meets all of them alike.
  const isLate = (limit: number): boolean => performance.now() - began > limit
  for (let turn = 0; turn < RUNS && (turn === 0 || !isLate(ENOUGH.scenes)); turn++)
    for (const [name, scene] of SCENES) {
      if (only !== null && only !== name) continue
      const runs = results.get(name) ?? []
      runs.push(await measure(scene))
      results.set(name, runs)
    }
  if (results.size > 0)
    printTable([
      [
        'people',
        'runs',
        'edit p50',
        'edit p99',
        'saved p99',
        'cursor p99',
        'edits lost %',
        'cursors lost %',
        'server core',
        'µs a message',
        'MB/s out',
        'KB held a person, idle / active',
        'KB of RSS a person',
        'generator core',
        'dropped',
      ],
      ...[...results].map(([name, runs]) => row(name, runs)),
    ])
  for (const name of results.keys()) {
    const theirs = results.get(`${name}, relay`)
    const ours = results.get(name)
    if (!ours || !theirs) continue
    console.log(
      `${name}: beside the relay, edit p99 × ${ratio(ours, theirs, 'edit99')}, ` +
        `core × ${ratio(ours, theirs, 'cpu')}, bytes × ${ratio(ours, theirs, 'megabytes')}`,
    )
  }

  if (only === null || only === 'folding') await printFolding()
  if (only === null || only === 'returning') await printReturning()
  if (only !== null && only !== 'joining') return
  const joins = new Map<string, JoinFigures[]>()
  for (let turn = 0; turn < RUNS && (turn === 0 || !isLate(ENOUGH.joins)); turn++)
    for (const [name, scene] of JOINS)
      for (const server of ['kiteboard', 'relay'] as const) {
        if (server === 'relay' && scene.left) continue
        const key = server === 'relay' ? `${name}, relay` : name
        const runs = joins.get(key) ?? []
        try {
          runs.push(await measureJoining({ ...scene, server }))
          joins.set(key, runs)
        } catch (error) {
          // The other scenes are worth having all the same.
          console.log(
            `${key} could not be measured: ${error instanceof Error ? error.message : String(error)}`,
          )
        }
      }
  printTable([
    ['joining', 'p50', 'p99', 'storm of 120, p99', "newcomer's own work", 'KB'],
    ...[...joins].map(([name, runs]) => {
      const of = (figure: keyof JoinFigures): string => withSpread(runs.map((run) => run[figure]))
      return [name, of('one50'), of('one99'), of('storm99'), of('apply'), of('kilobytes')]
    }),
  ])
  console.log(`${((performance.now() - began) / 1000).toFixed(0)} s in all`)
}
