import type * as FS from 'node:fs'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { copyOfBuild } from '../../scripts/copy.mjs'

/** So many changes of files come off, till the machine stops in the middle of one. */
const power = vi.hoisted(() => ({ left: Infinity }))
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof FS>()
  const cut =
    <Args extends unknown[]>(whole: (...args: Args) => void, half: (...args: Args) => void) =>
    (...args: Args): void => {
      if (power.left > 0) whole(...args)
      else {
        half(...args)
        throw new Error('the machine stopped')
      }
      power.left -= 1
    }
  const nothing = (): void => undefined
  /** Of a folder the first thing, of a file the first half. */
  const halfOf = (from: string, to: string): void => {
    fs.mkdirSync(dirname(to), { recursive: true })
    const [first] = fs.statSync(from).isDirectory() ? fs.readdirSync(from) : []
    if (first) halfOf(join(from, first), join(to, first))
    else fs.writeFileSync(to, fs.readFileSync(from, 'utf8').slice(1))
  }
  return {
    ...fs,
    renameSync: cut(fs.renameSync, nothing),
    utimesSync: cut(fs.utimesSync, nothing),
    cpSync: cut(fs.cpSync, (from, to) => halfOf(String(from), String(to))),
    writeFileSync: cut(fs.writeFileSync, (path) => fs.writeFileSync(path, '{')),
    rmSync: cut(fs.rmSync, (path) => {
      if (!fs.existsSync(path)) return
      const last = fs.readdirSync(path).at(-1)
      if (last) fs.rmSync(join(String(path), last), { recursive: true })
    }),
  }
})

let dist = ''
beforeEach(async () => {
  dist = await mkdtemp(join(tmpdir(), 'kiteboard-dist-'))
})
afterEach(() => {
  power.left = Infinity
  return rm(dist, { recursive: true, force: true })
})

/** A build as it would stand there: it takes the place of the one before. */
const build = (from: string, assets: readonly string[]): void => {
  for (const part of ['client', 'server']) rmSync(join(dist, part), { recursive: true, force: true })
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

test('a new build takes nothing away from a server that runs', () => {
  build('a', ['page-1.js'])
  const running = copyOfBuild(dist)
  build('b', ['page-2.js'])
  expect(readFileSync(join(running, 'server/main.js'), 'utf8')).toBe('a')
  expect(readdirSync(join(running, 'client/assets'))).toEqual(['page-1.js'])
  const next = copyOfBuild(dist)
  expect(readFileSync(join(next, 'server/main.js'), 'utf8')).toBe('b')
  expect(existsSync(join(running, 'server/main.js'))).toBe(true)
})

const assetsOf = (copy: string): string[] => readdirSync(join(copy, 'client/assets')).sort()

test('pages that were open before an update find their files for a month after it, however old their build', () => {
  const [today, later] = [Date.now(), Date.now() + 31 * DAY]
  build('a', ['page-1.js', 'shared.js'])
  const first = copyOfBuild(dist, today)
  for (const name of assetsOf(first)) ago(join(first, 'client/assets', name), 400)
  build('b', ['page-2.js', 'shared.js'])
  const next = copyOfBuild(dist, today + 1000)
  expect(assetsOf(next)).toEqual(['page-1.js', 'page-2.js', 'shared.js'])
  expect(readFileSync(join(next, 'client/index.html'), 'utf8')).toBe('b')
  // Build b was served all that time, and what it came with was not.
  build('c', ['page-3.js'])
  const last = copyOfBuild(dist, later)
  expect(assetsOf(last)).toEqual(['page-2.js', 'page-3.js', 'shared.js'])
  build('d', [])
  expect(assetsOf(copyOfBuild(dist, later + 29 * DAY))).toEqual(['page-2.js', 'page-3.js', 'shared.js'])
})

test('pages that were open before one goes back to an older build find their files after it', () => {
  build('a', ['page-1.js'])
  copyOfBuild(dist)
  build('b', ['page-2.js'])
  copyOfBuild(dist, Date.now() + DAY)
  build('a', ['page-1.js'])
  const back = copyOfBuild(dist, Date.now() + 2 * DAY)
  expect(assetsOf(back)).toEqual(['page-1.js', 'page-2.js'])
  // Its own file is not taken for one of another's.
  build('c', [])
  expect(assetsOf(copyOfBuild(dist, Date.now() + 31.5 * DAY))).toEqual(['page-1.js', 'page-2.js'])
})

test('a copy that a crash left is none, and goes', () => {
  build('a', ['page-1.js'])
  ago(copyOfBuild(dist), 2)
  const left = join(dist, 'copies/.making-1')
  mkdirSync(join(left, 'client/assets'), { recursive: true })
  build('b', ['page-2.js'])
  // Another may be at it just now.
  expect(assetsOf(copyOfBuild(dist))).toEqual(['page-1.js', 'page-2.js'])
  expect(existsSync(left)).toBe(true)
  ago(left, 1)
  copyOfBuild(dist)
  expect(existsSync(left)).toBe(false)
})

test('the same build is copied once, and the oldest copies go', () => {
  build('a', [])
  const first = copyOfBuild(dist)
  ago(first, 9)
  expect(copyOfBuild(dist)).toBe(first)
  for (const [days, name] of [
    [8, 'b'],
    [7, 'c'],
  ] as const) {
    build(name, [])
    ago(copyOfBuild(dist), days)
  }
  // It ran last, whenever it was built.
  build('a', [])
  expect(copyOfBuild(dist)).toBe(first)
  build('d', [])
  copyOfBuild(dist)
  expect(readdirSync(join(dist, 'copies')).map((name) => name[0])).toEqual(['a', 'c', 'd'])
})

/** What the names of a copy's files say that they hold, and whether they do. */
const damageOf = (copy: string, from: string): string[] => [
  ...assetsOf(copy).filter((name) => readFileSync(join(copy, 'client/assets', name), 'utf8') !== name),
  ...['server/main.js', 'client/index.html'].filter(
    (name) => readFileSync(join(copy, name), 'utf8') !== from,
  ),
]

test('wherever starts are cut off, the next one has its copy whole, with the files of all open pages', () => {
  let at = Date.now()
  let before: string[] = []
  const starts = (from: string): void => {
    at += 3_600_000
    const copy = copyOfBuild(dist, at)
    power.left = Infinity
    expect(damageOf(copy, from)).toEqual([])
    before.push(`page-${from}.js`)
    expect(assetsOf(copy)).toEqual(expect.arrayContaining(before.slice(-3)))
  }
  const builds = (from: string): void => build(from, [`page-${from}.js`, 'shared.js'])
  for (let cut = 0, whole = false; !whole; cut += 1) {
    whole = true
    before = []
    rmSync(join(dist, 'copies'), { recursive: true, force: true })
    // Back to an older build, and on till the copy of `b` goes.
    for (const from of 'abacd') {
      builds(from)
      power.left = cut
      try {
        starts(from)
      } catch (error) {
        if (power.left > 0) throw error
        power.left = Infinity
        whole = false
        // It is started again; or somebody goes back to the build whose copy was just going.
        if (from === 'd') builds('b')
        starts(from === 'd' ? 'b' : from)
      }
    }
  }
}, 60_000)
