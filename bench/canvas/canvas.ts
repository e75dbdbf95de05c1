/** How smoothly a board pans, zooms and drags with many notes, beside a naive Konva board in the same run. */
import { createServer } from 'node:http'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser } from 'playwright'
import { build } from 'vite'
import { findBrowser } from '../../scripts/browser.mjs'
import { printTable, quantile } from '../support/figures.ts'

const COUNTS = [2_000, 10_000]
const PAGES = ['ours', 'naive'] as const
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
}

const serve = async (folder: string) => {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const file = join(folder, path === '/' ? 'index.html' : path)
    readFile(file).then(
      (body) =>
        response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream').end(body),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() }
}

interface Row {
  readonly scene: string
  readonly frame: readonly number[]
  /** Main thread's processor ms a frame: scripts, style, layout and paint, as the browser counts them. */
  readonly busy: number
}

const measure = async (browser: Browser, url: string): Promise<{ loadMs: number; rows: Row[] }> => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    const page = await context.newPage()
    await page.goto(url)
    await page.waitForFunction(() => 'bench' in window, undefined, { timeout: 60_000 })
    const session = await context.newCDPSession(page)
    // Processor time: what else the machine does counts less in it than in time by the clock.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' })
    const taskTime = async (): Promise<number> => {
      const { metrics } = await session.send('Performance.getMetrics')
      return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000
    }
    const names = await page.evaluate(() => window.bench.names)
    const rows: Row[] = []
    for (const scene of names) {
      const before = await taskTime()
      const frame = await page.evaluate((name) => window.bench.run(name), scene)
      rows.push({ scene, frame, busy: ((await taskTime()) - before) / Math.max(1, frame.length) })
    }
    return { loadMs: await page.evaluate(() => window.bench.loadMs), rows }
  } finally {
    await context.close()
  }
}

/** Prints, for each count of notes and each page, the frames' p50 and p95 and the main thread's processor ms a frame. */
export const run = async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'kiteboard-canvas-'))
  await build({
    configFile: false,
    root: fileURLToPath(new URL('.', import.meta.url)),
    logLevel: 'warn',
    resolve: { dedupe: ['yjs', 'react', 'react-dom'] },
    build: { outDir: folder, emptyOutDir: true, target: 'es2022' },
  })
  const server = await serve(folder)
  const executablePath = await findBrowser()
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ['--no-sandbox', '--disable-background-networking'],
  })
  try {
    const table: string[][] = [
      ['notes', 'page', 'load ms', 'scene', 'frame p50', 'frame p95', 'main CPU ms/frame'],
    ]
    for (const count of COUNTS)
      for (const page of PAGES) {
        const { loadMs, rows } = await measure(browser, `${server.origin}/?page=${page}&count=${count}`)
        for (const { scene, frame, busy } of rows)
          table.push([
            String(count),
            page,
            loadMs.toFixed(0),
            scene,
            quantile(frame, 0.5).toFixed(1),
            quantile(frame, 0.95).toFixed(1),
            busy.toFixed(1),
          ])
      }
    printTable(table)
    console.log('Headless Chromium paints in software: read the ratios. 16.7 ms is the floor of a frame.')
  } finally {
    await browser.close()
    server.close()
    await rm(folder, { recursive: true, force: true })
  }
}
