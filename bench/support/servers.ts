/** Servers to be measured, each in a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Running {
  readonly port: number
  readonly pid: number
  /** Milliseconds from spawn until it answered. */
  readonly startedIn: number
  stop(): Promise<void>
  /** Ends it at once, as a power cut would, and keeps its data. */
  kill(): Promise<void>
}

/** Milliseconds that a server has to end by itself. */
const FAREWELL = 10_000

/** A port of loopback that is free now. */
export const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

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
  throw new Error(`nothing answers at ${url}`)
}

const launch = async (
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cleanUp: () => void,
  wanted?: number,
): Promise<Running> => {
  const port = wanted ?? (await freePort())
  const started = performance.now()
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env, PORT: `${port}`, HOST: '127.0.0.1' },
    stdio: 'ignore',
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
export const startKiteboard = (data?: string, port?: number): Promise<Running> => {
  const folder = data ?? mkdtempSync(join(tmpdir(), 'kiteboard-bench-'))
  return launch(
    [serverFile()],
    { DATA_DIR: folder, LOG_LEVEL: 'silent' },
    () => {
      if (!data) rmSync(folder, { recursive: true, force: true })
    },
    port,
  )
}

/** The bench's own plain relay: documents in memory, each update sent on at once, nothing stored, nothing checked. */
export const startRelay = (): Promise<Running> =>
  launch(['--import', 'tsx', 'bench/support/relay.ts'], {}, () => {})
