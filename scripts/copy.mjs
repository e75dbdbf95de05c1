/**
 * The server runs from a copy of its build, so that a new build beside it takes nothing away from it: it loads some of its files late, and
 * pages that are open ask for theirs by name.
 */
import {
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { join } from 'node:path'

/** So many copies stay: that of a server which still runs, and one to take pages' files from. */
const KEPT = 3
/** Ms that a file stays for pages that were opened with an older build. */
const FOR_OPEN_PAGES = 30 * 24 * 3_600_000

/** @param {string} path @returns {string[]} newest first */
const copiesIn = (path) =>
  (existsSync(path) ? readdirSync(path) : [])
    .map((name) => ({ name, path: join(path, name), at: statSync(join(path, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at)
    .map(({ path }) => path)

/**
 * Puts beside a build's own files for pages those of an older one. They are named by their content, so none stands in for another.
 * @param {string} older @param {string} into
 */
const keepForOpenPages = (older, into) => {
  const from = join(older, 'client/assets')
  const to = join(into, 'client/assets')
  if (!existsSync(from)) return
  for (const name of readdirSync(from)) {
    const file = join(from, name)
    if (existsSync(join(to, name)) || statSync(file).mtimeMs < Date.now() - FOR_OPEN_PAGES) continue
    cpSync(file, join(to, name), { preserveTimestamps: true })
  }
}

/**
 * Copies a build, unless that was done before.
 * @param {string} dist what holds the build: `client`, `server`, and in `.built-from` what it was built from
 * @returns {string} the copy's path
 */
export const copyOfBuild = (dist) => {
  const copies = join(dist, 'copies')
  const copy = join(copies, readFileSync(join(dist, '.built-from'), 'utf8').slice(0, 16))
  if (!existsSync(copy)) {
    const [newest] = copiesIn(copies)
    // Whole or not there: its name comes last.
    const making = join(copies, `.making-${process.pid}`)
    rmSync(making, { recursive: true, force: true })
    for (const part of ['client', 'server'])
      cpSync(join(dist, part), join(making, part), { recursive: true, preserveTimestamps: true })
    if (newest) keepForOpenPages(newest, making)
    renameSync(making, copy)
  }
  const now = new Date()
  utimesSync(copy, now, now)
  for (const old of copiesIn(copies).slice(KEPT)) rmSync(old, { recursive: true, force: true })
  return copy
}
