/** Builds client and server into `dist/`, unless what stands there was built from these very sources. `--force` builds anyway. */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { DIST, ROOT, runNode } from './run.mjs'

/** What the build is made from. */
const SOURCES = [
  'client',
  'server',
  'shared',
  'scripts/build.mjs',
  'vite.config.ts',
  'vite.server.config.ts',
  'package-lock.json',
]
const STAMP = join(DIST, '.built-from')

/**
 * All files at or under a path, in a fixed order.
 * @param {string} path
 * @returns {string[]}
 */
const filesUnder = (path) =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .sort()
        .flatMap((name) => filesUnder(join(path, name)))
    : [path]

/** A fingerprint of all sources. */
const fingerprint = () => {
  const hash = createHash('sha256').update(process.version)
  for (const file of SOURCES.flatMap((source) => filesUnder(join(ROOT, source))))
    hash.update(relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

const built = () => {
  try {
    return readFileSync(STAMP, 'utf8')
  } catch {
    return null
  }
}

/** Puts a `.br` and a `.gz` beside each text file, so that the server need not compress. */
const compress = () => {
  const texts = filesUnder(join(DIST, 'client')).filter((file) =>
    /\.(js|css|html|svg|json|webmanifest|txt)$/.test(file),
  )
  for (const file of texts) {
    const bytes = readFileSync(file)
    if (bytes.length < 1024) continue
    const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }))
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
  }
}

/**
 * Builds when the sources changed since the last build.
 * @param {{ force?: boolean }} [options]
 * @returns {Promise<boolean>} whether `dist/` now holds these sources, built
 */
export const build = async ({ force = false } = {}) => {
  const now = fingerprint()
  if (!force && built() === now) return true
  console.log('Building…')
  rmSync(STAMP, { force: true })
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js')
  // The tests build too, and name their own kind of environment: React would bring all that helps to develop.
  const env = { ...process.env, NODE_ENV: 'production' }
  const done = await Promise.all([
    runNode([vite, 'build', '--logLevel', 'warn'], env),
    runNode([vite, 'build', '--config', 'vite.server.config.ts', '--logLevel', 'warn'], env),
  ])
  if (!done.every(Boolean)) return false
  compress()
  mkdirSync(dirname(STAMP), { recursive: true })
  writeFileSync(STAMP, now)
  return true
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  process.exitCode = (await build({ force: process.argv.includes('--force') })) ? 0 : 1
