/** The built server as people start it, and its first page as they meet it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from '../browser.ts'
import { freePort } from '../../bench/support/ports.ts'
import { openLevelStorage } from '../../server/storage/level.ts'
import { startServer } from '../server.ts'
import { violations } from './support/violations.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Waits until the address answers. */
const answering = async (url: string): Promise<void> => {
  await expect
    .poll(
      () =>
        fetch(`${url}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      { timeout: 60_000 },
    )
    .toBe(true)
}

describe('starting and stopping', () => {
  test('the built server prints its address, last of all the link to the example, and a SIGTERM ends it with code 0', async () => {
    const server = await startServer({ args: ['--example'] })
    await expect.poll(() => server.printed(), { timeout: 60_000 }).toMatch(/\/w\/\S+\n/)
    expect(server.printed()).toContain(server.url)
    const lines = server.printed().split('\n')
    expect(lines.filter((line) => line.startsWith('{'))).toEqual([])
    expect(lines.at(-3)).toContain('/w/')
    expect(await server.stop('SIGTERM')).toBe(0)
  })

  /** Starts it by a program, ends that program alone by a signal, and waits until it is gone. */
  const startedBy = async (program: string, args: readonly string[], signal: NodeJS.Signals = 'SIGTERM') => {
    const data = await mkdtemp(join(tmpdir(), 'kiteboard-start-'))
    const port = await freePort()
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...process.env, PORT: `${port}`, HOST: '127.0.0.1', DATA_DIR: data },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const printed = text(child.stdout)
    const ended = once(child, 'exit')
    await answering(`http://127.0.0.1:${port}`)
    child.kill(signal)
    return { end: await ended, printed, port, data }
  }

  test('what npm start runs ends with code 0 when it is told to stop', async () => {
    const { end, port, data } = await startedBy(process.execPath, ['scripts/start.mjs'])
    expect(end).toEqual([0, null])
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow()
    await rm(data, { recursive: true, force: true })
  })

  // npm tells the shell that it runs, which ends and tells nobody; or it has no time to tell anybody.
  test.each([
    ['told to stop', 'SIGTERM'],
    ['killed', 'SIGKILL'],
  ] as const)(
    'when npm alone is %s, the server stops as well, and lets go of its data',
    async (_how, signal) => {
      const { printed, port, data } = await startedBy('npm', ['start'], signal)
      // Its end is that of the last process that could print.
      expect(await printed).toContain('has stopped')
      await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow()
      await (await openLevelStorage({ path: data })).close()
      await rm(data, { recursive: true, force: true })
    },
  )
})

describe('the first page', () => {
  let server: Awaited<ReturnType<typeof startServer>>
  let browser: Awaited<ReturnType<typeof openBrowser>>
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  test.each(['light', 'dark'] as const)(
    'is accessible in the %s scheme, and complains of nothing',
    async (scheme) => {
      const context = await browser.newContext({ colorScheme: scheme })
      const page = await context.newPage()
      const errors: string[] = []
      page.on('pageerror', (error) => errors.push(error.message))
      await page.goto(server.url)
      await page.getByRole('heading', { level: 1 }).waitFor()
      expect(await violations(page)).toEqual([])
      expect(errors).toEqual([])
      await context.close()
    },
  )
})
