/** Servers to be measured, each in a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './ports.ts'

export interface Running {
  readonly port: number
  readonly pid: number
  /** Bytes that it holds once all garbage is gone; NaN for one that was not started to be asked. */
  held(): Promise<number>
  /** Milliseconds from spawn until it answered. */
  readonly startedIn: number
  stop(): Promise<void>
  /** Ends it at once, as a power cut would, and keeps its data. */
  kill(): Promise<void>
}

/** Milliseconds that a server has to end by itself. */
const FAREWELL = 10_000

const answers = async (url: string, child: ChildProcess): Promise<void> => {
  const until = Date.now() + 30_000
  while (Date.now() < until && child.exitCode === null) {
    try {
      if ((await fetch(url)).ok) return
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const ended = child.exitCode === null ? '' : `: it ended with ${child.exitCode}`
  throw new Error(`nothing answers at ${url}${ended}`)
}

/** Lets a server be asked how much memory it holds. */
const ASKABLE = ['--expose-gc', '--import', new URL('memory.mjs', import.meta.url).href]

interface Launch {
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  readonly cleanUp?: () => void
  readonly port?: number | undefined
  readonly askable?: boolean | undefined
}

const launch = async ({
  args,
  env = {},
  cleanUp = () => {},
  port: wanted,
  askable = false,
}: Launch): Promise<Running> => {
  const port = wanted ?? (await freePort())
  const started = performance.now()
  const child = spawn(process.execPath, [...(askable ? ASKABLE : []), ...args], {
    env: { ...process.env, ...env, PORT: `${port}`, HOST: '127.0.0.1' },
    stdio: askable ? ['ignore', 'ignore', 'ignore', 'ipc'] : 'ignore',
  })
  // A bench that is broken off leaves nothing behind.
  const cut = (): void => void child.kill('SIGKILL')
  process.once('exit', cut)
  child.once('exit', () => process.off('exit', cut))
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    const late = setTimeout(cut, FAREWELL)
    await gone
    clearTimeout(late)
  }
  try {
    await answers(`http://127.0.0.1:${port}/healthz`, child)
  } catch (error) {
    await end('SIGKILL')
    cleanUp()
    throw error
  }
  return {
    port,
    pid: child.pid ?? 0,
    async held() {
      if (!askable) return NaN
      const answer = once(child, 'message')
      child.send('held')
      const [told] = (await answer) as [{ readonly held: number }]
      return told.held
    },
    startedIn: performance.now() - started,
    stop: async () => {
      await end('SIGTERM')
      cleanUp()
    },
    kill: () => end('SIGKILL'),
  }
}

/** The built server (`npm run build` first), or another build of it that is named in the environment. */
const serverFile = (): string => process.env.KITEBOARD_SERVER ?? 'dist/server/main.js'

/** The built server on an empty data folder, or on the one given; on a free port, or on the one given. */
export const startKiteboard = (
  data?: string,
  port?: number,
  { askable }: { readonly askable?: boolean } = {},
): Promise<Running> => {
  const folder = data ?? mkdtempSync(join(tmpdir(), 'kiteboard-bench-'))
  return launch({
    args: [serverFile()],
    env: { DATA_DIR: folder, LOG_LEVEL: 'silent' },
    cleanUp: () => {
      if (!data) rmSync(folder, { recursive: true, force: true })
    },
    port,
    askable,
  })
}

/** The bench's own plain relay: documents in memory, each update sent on at once, nothing stored, nothing checked. */
export const startRelay = ({ askable }: { readonly askable?: boolean } = {}): Promise<Running> =>
  launch({ args: ['--import', 'tsx', 'bench/support/relay.ts'], askable })
