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
}

/** A port of loopback that is free now. */
const freePort = async (): Promise<number> => {
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
): Promise<Running> => {
  const port = await freePort()
  const started = performance.now()
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env, PORT: `${port}`, HOST: '127.0.0.1' },
    stdio: 'ignore',
  })
  await answers(`http://127.0.0.1:${port}/healthz`, child)
  return {
    port,
    pid: child.pid ?? 0,
    startedIn: performance.now() - started,
    stop: async () => {
      if (child.exitCode === null) {
        const gone = once(child, 'exit')
        child.kill('SIGTERM')
        await gone
      }
      cleanUp()
    },
  }
}

/** The built server (`npm run build` first) on an empty data folder, or on the one given. */
export const startKiteboard = (data?: string): Promise<Running> => {
  const folder = data ?? mkdtempSync(join(tmpdir(), 'kiteboard-bench-'))
  return launch(['dist/server/main.js'], { DATA_DIR: folder }, () => {
    if (!data) rmSync(folder, { recursive: true, force: true })
  })
}

/** The bench's own plain relay: a document in memory, each update sent on at once, nothing stored, nothing checked. */
export const startRelay = (): Promise<Running> =>
  launch(['--import', 'tsx', 'bench/support/relay.ts'], {}, () => {})
