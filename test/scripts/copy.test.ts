import { existsSync, mkdirSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { copyOfBuild } from '../../scripts/copy.mjs'

let dist = ''
beforeEach(async () => {
  dist = await mkdtemp(join(tmpdir(), 'kiteboard-dist-'))
})
afterEach(() => rm(dist, { recursive: true, force: true }))

/** A build as it would stand there: it takes the place of the one before. */
const build = async (from: string, assets: readonly string[]): Promise<void> => {
  for (const part of ['client', 'server']) await rm(join(dist, part), { recursive: true, force: true })
  const files = {
    '.built-from': from.repeat(64),
    'server/main.js': from,
    'client/index.html': from,
    ...Object.fromEntries(assets.map((name) => [`client/assets/${name}`, name])),
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dist, name)), { recursive: true })
    writeFileSync(join(dist, name), text)
  }
}

const ago = (path: string, days: number): void => {
  const then = new Date(Date.now() - days * 24 * 3_600_000)
  utimesSync(path, then, then)
}

test('a new build takes nothing away from a server that runs', async () => {
  await build('a', ['page-1.js'])
  const running = copyOfBuild(dist)
  await build('b', ['page-2.js'])
  expect(readFileSync(join(running, 'server/main.js'), 'utf8')).toBe('a')
  expect(readdirSync(join(running, 'client/assets'))).toEqual(['page-1.js'])
  const next = copyOfBuild(dist)
  expect(readFileSync(join(next, 'server/main.js'), 'utf8')).toBe('b')
  expect(existsSync(join(running, 'server/main.js'))).toBe(true)
})

test('pages that were open before an update find their files after it, for a month', async () => {
  await build('a', ['page-1.js', 'shared.js'])
  ago(copyOfBuild(dist), 2)
  await build('b', ['page-2.js', 'shared.js'])
  const next = copyOfBuild(dist)
  expect(readdirSync(join(next, 'client/assets')).sort()).toEqual(['page-1.js', 'page-2.js', 'shared.js'])
  expect(readFileSync(join(next, 'client/index.html'), 'utf8')).toBe('b')
  ago(next, 1)
  ago(join(next, 'client/assets/page-1.js'), 31)
  await build('c', ['page-3.js'])
  expect(readdirSync(join(copyOfBuild(dist), 'client/assets')).sort()).toEqual([
    'page-2.js',
    'page-3.js',
    'shared.js',
  ])
})

test('the same build is copied once, and the oldest copies go', async () => {
  await build('a', [])
  const first = copyOfBuild(dist)
  ago(first, 9)
  expect(copyOfBuild(dist)).toBe(first)
  for (const [days, name] of [
    [8, 'b'],
    [7, 'c'],
  ] as const) {
    await build(name, [])
    ago(copyOfBuild(dist), days)
  }
  // It ran last, whenever it was built.
  await build('a', [])
  expect(copyOfBuild(dist)).toBe(first)
  await build('d', [])
  copyOfBuild(dist)
  expect(readdirSync(join(dist, 'copies')).map((name) => name[0])).toEqual(['a', 'c', 'd'])
})
