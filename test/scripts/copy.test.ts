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

const DAY = 24 * 3_600_000

const ago = (path: string, days: number): void => {
  const then = new Date(Date.now() - days * DAY)
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

const assetsOf = (copy: string): string[] => readdirSync(join(copy, 'client/assets')).sort()

test('pages that were open before an update find their files for a month after it, however old their build', async () => {
  const [today, later] = [Date.now(), Date.now() + 31 * DAY]
  await build('a', ['page-1.js', 'shared.js'])
  const first = copyOfBuild(dist, today)
  for (const name of assetsOf(first)) ago(join(first, 'client/assets', name), 400)
  await build('b', ['page-2.js', 'shared.js'])
  const next = copyOfBuild(dist, today + 1000)
  expect(assetsOf(next)).toEqual(['page-1.js', 'page-2.js', 'shared.js'])
  expect(readFileSync(join(next, 'client/index.html'), 'utf8')).toBe('b')
  // Build b was served all that time, and what it came with was not.
  await build('c', ['page-3.js'])
  const last = copyOfBuild(dist, later)
  expect(assetsOf(last)).toEqual(['page-2.js', 'page-3.js', 'shared.js'])
  await build('d', [])
  expect(assetsOf(copyOfBuild(dist, later + 29 * DAY))).toEqual(['page-2.js', 'page-3.js', 'shared.js'])
})

test('pages that were open before one goes back to an older build find their files after it', async () => {
  await build('a', ['page-1.js'])
  copyOfBuild(dist)
  await build('b', ['page-2.js'])
  copyOfBuild(dist, Date.now() + DAY)
  await build('a', ['page-1.js'])
  const back = copyOfBuild(dist, Date.now() + 2 * DAY)
  expect(assetsOf(back)).toEqual(['page-1.js', 'page-2.js'])
  // Its own file is not taken for one of another's.
  await build('c', [])
  expect(assetsOf(copyOfBuild(dist, Date.now() + 31.5 * DAY))).toEqual(['page-1.js', 'page-2.js'])
})

test('a copy that a crash left is none, and goes', async () => {
  await build('a', ['page-1.js'])
  ago(copyOfBuild(dist), 2)
  const left = join(dist, 'copies/.making-1')
  mkdirSync(join(left, 'client/assets'), { recursive: true })
  await build('b', ['page-2.js'])
  // Another may be at it just now.
  expect(assetsOf(copyOfBuild(dist))).toEqual(['page-1.js', 'page-2.js'])
  expect(existsSync(left)).toBe(true)
  ago(left, 1)
  copyOfBuild(dist)
  expect(existsSync(left)).toBe(false)
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
