/** The settings: from the environment, and flags of the command line. */
import * as z from 'zod'
import type { Say } from './say.ts'
import { namesProxies } from './auth/address.ts'

/** A setting or flag that cannot be used, in plain words. */
export class UnusableConfig extends Error {
  override readonly name = 'UnusableConfig'
}

const settings = z.object({
  PORT: z.coerce
    .number('a number from 0 to 65535 is needed, like 8420')
    .int('a whole number is needed, like 8420')
    .min(0, 'a number from 0 to 65535 is needed')
    .max(65_535, 'a number from 0 to 65535 is needed')
    .default(8420),
  HOST: z
    .string()
    .trim()
    .regex(
      /^[\w.:%-]+$/,
      'an address of this machine is needed, like 127.0.0.1, without http:// and without a port',
    )
    .optional(),
  DATA_DIR: z.string().trim().min(1, 'a folder is needed').default('./data'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'an address is needed, like https://board.example.org', abort: true })
    .refine(
      (url) => ['', '/'].includes(url.slice(new URL(url).origin.length)),
      'an address of its own is needed, without a path, like https://board.example.org',
    )
    .transform((url) => new URL(url).origin)
    .optional(),
  /** `true`, `false`, or addresses of proxies, parted by commas. */
  TRUST_PROXY: z
    .string()
    .trim()
    .refine(
      (value) => ['true', 'false', ''].includes(value) || namesProxies(value),
      'true is needed, or false, or addresses of proxies, parted by commas, like 127.0.0.1,10.0.0.0/8',
    )
    .transform((value) => (value === 'true' ? true : value === 'false' || value === '' ? false : value))
    .default(false),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], 'one of debug, info, warn, error, silent is needed')
    .default('info'),
})

/** The settings, parsed. */
export interface Config {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  /** The origin by which people reach us, where it is another than the one we listen on. */
  readonly publicUrl: string | null
  readonly trustProxy: boolean | string
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Listens on the local network. */
  readonly lan: boolean
  /** Opens the example workshop. */
  readonly example: boolean
}

const FLAGS = ['--lan', '--example']

/** @throws UnusableConfig */
export const readConfig = (
  env: Readonly<Record<string, string | undefined>>,
  flags: readonly string[],
  t: Say,
): Config => {
  const strange = flags.find((flag) => !FLAGS.includes(flag))
  if (strange !== undefined) throw new UnusableConfig(t('server.say.bad-flag', { flag: strange }))
  // A setting that is empty is one that was not made.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = settings.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new UnusableConfig(
      t('server.say.bad-config', { name: String(issue?.path[0] ?? ''), why: issue?.message ?? '' }),
    )
  }
  const { PORT, HOST, DATA_DIR, PUBLIC_URL, TRUST_PROXY, LOG_LEVEL } = parsed.data
  const lan = flags.includes('--lan')
  return {
    port: PORT,
    host: HOST ?? (lan ? '0.0.0.0' : '127.0.0.1'),
    dataDir: DATA_DIR,
    publicUrl: PUBLIC_URL ?? null,
    trustProxy: TRUST_PROXY,
    logLevel: LOG_LEVEL,
    lan,
    example: flags.includes('--example'),
  }
}
