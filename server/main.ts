/** Starts Kiteboard: the only place that reads the environment and chooses the storage. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pino from 'pino'
import { renderANSI, renderUnicodeCompact } from 'uqr'
import { createSay } from './say.ts'
import { straightIn } from '../shared/straight.ts'
import { isLoopback } from './addresses.ts'
import { systemClock } from './clock.ts'
import { readConfig, UnusableConfig, type Config } from './config.ts'
import { builtPages } from './http/pages.ts'
import { serve, type Served } from './serve.ts'
import { openFileKeys } from './storage/fileKeys.ts'
import { DataInUse, DataUnusable, openLevelStorage } from './storage/level.ts'

const t = createSay('en')

const say = (text: string): void => void process.stdout.write(`${text}\n`)

/** Why it cannot listen, by the setting that would mend it; null where that isn't what failed. */
const whyDeaf = (error: unknown, { port, host }: Config): string | null => {
  if (!(error instanceof Error && 'code' in error && 'syscall' in error)) return null
  if (!['listen', 'bind', 'getaddrinfo'].includes(String(error.syscall))) return null
  if (error.code === 'EADDRINUSE') return t('server.say.busy-port', { port: String(port) })
  if (error.code === 'EACCES') return t('server.say.forbidden-port', { port: String(port) })
  return t('server.say.bad-host', { host })
}

/** What stops the server before it began, in words for whoever started it. */
const wordsFor = (error: unknown, config: Config | null): string => {
  if (error instanceof UnusableConfig) return error.message
  if (error instanceof DataInUse) return t('server.say.busy-data', { folder: error.path })
  if (error instanceof DataUnusable) return t('server.say.bad-data', { folder: error.path, why: error.why })
  const why = config && whyDeaf(error, config)
  if (why) return why
  return t('server.say.failed', { why: error instanceof Error ? error.message : String(error) })
}

/** The built client lies beside the built server; run from the sources, in `dist`. */
const clientFolder = (): string =>
  fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../dist/client' : '../client', import.meta.url))

/** Ms after which the people of a new example have left. */
const LEAVING = 1_000

const greet = async ({ addresses, example }: Served, config: Config, log: pino.Logger): Promise<void> => {
  say(t('server.say.at', { address: addresses.main }))
  for (const address of addresses.lan.slice(1)) say(`  ${address}`)
  if (isLoopback(new URL(addresses.main).hostname)) say(t('server.say.loopback'))
  if (config.lan) {
    say(t('server.say.lan'))
    // Colours of its own, so that it reads on a light terminal and on a dark one.
    say(process.stdout.isTTY ? renderANSI(addresses.main) : renderUnicodeCompact(addresses.main))
    if (addresses.main.startsWith('http:')) say(t('server.say.plain-http'))
  }
  if (config.example) {
    // How its people come and go is nothing to read: the link would be lost among it.
    const { level } = log
    if (level === 'info') log.level = 'warn'
    const { links } = await example()
    say(`\n${t('server.say.example', { link: straightIn(links.facilitator) })}\n`)
    setTimeout(() => (log.level = level), LEAVING).unref()
  }
}

const main = async (): Promise<void> => {
  let config: Config | null = null
  try {
    config = readConfig(process.env, process.argv.slice(2), t)
    // Whoever watches a terminal reads our plain lines; what runs unwatched, or was asked for, is logged in full.
    const level = process.stdout.isTTY && !process.env['LOG_LEVEL'] ? 'warn' : config.logLevel
    const timestamp = pino.stdTimeFunctions.isoTime
    const log = pino({ level, timestamp }, pino.destination({ dest: 2, sync: false }))
    const storage = await openLevelStorage({ path: config.dataDir })
    const served = await serve({
      config,
      storage,
      keys: await openFileKeys({ folder: join(config.dataDir, 'keys') }),
      clock: systemClock,
      t,
      log,
      pages: builtPages({ folder: clientFolder(), t }),
    })
    let stopping = false
    // A terminal's Ctrl-C reaches us more than once: by itself, and passed on by npm.
    const stop = (): void => {
      if (stopping) return
      stopping = true
      say(t('server.say.stopping'))
      served.stop().then(
        () => {
          say(t('server.say.stopped'))
          process.exit(0)
        },
        (error: unknown) => {
          log.error({ err: error }, 'stopping failed')
          process.exit(1)
        },
      )
    }
    // The last is a terminal's that is closed.
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop)
    await greet(served, config, log)
  } catch (error) {
    process.stderr.write(`${wordsFor(error, config)}\n`)
    process.exit(1)
  }
}

await main()
