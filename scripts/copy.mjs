/**
 * The server runs from a copy of its build, so that a new build beside it takes nothing away from it: it loads some of its files late, and
 * pages that are open ask for theirs by name.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** So many copies stay: that of a server which still runs, and one to take pages' files from. */
const KEPT = 3
/** Ms that a file stays for pages that were open when a newer build replaced it. */
const FOR_OPEN_PAGES = 30 * 24 * 3_600_000
/** How the name begins of what is not whole, on its way in or out. */
const MAKING = '.making-'
/** Ms after which nobody is still at it: a crash left it. */
const LEFT_BEHIND = 3_600_000

/** @param {string} path @returns {string[]} */
const namesIn = (path) => (existsSync(path) ? readdirSync(path) : [])

/** @param {string} path */
const changedAt = (path) => statSync(path).mtimeMs

/** @param {string} copies @returns {string[]} the whole ones, newest first */
const copiesIn = (copies) =>
  namesIn(copies)
    .filter((name) => !name.startsWith('.'))
    .map((name) => join(copies, name))
    .map((path) => ({ path, at: changedAt(path) }))
    .sort((a, b) => b.at - a.at)
    .map(({ path }) => path)

/** @param {string} copies @param {number} now */
const removeLeftBehind = (copies, now) => {
  for (const name of namesIn(copies).filter((name) => name.startsWith(MAKING)))
    if (changedAt(join(copies, name)) < now - LEFT_BEHIND) rmSync(join(copies, name), { recursive: true })
}

/**
 * Has a file in a copy whole or not at all, wherever this is cut off.
 * @param {string} copy @param {string} file @param {(path: string) => void} make
 */
const putWhole = (copy, file, make) => {
  const making = join(dirname(copy), `${MAKING}${process.pid}-file`)
  make(making)
  renameSync(making, file)
}

/** Likewise a copy goes at once. @param {string} copy */
const remove = (copy) => {
  const going = join(dirname(copy), `${MAKING}${process.pid}-${basename(copy)}`)
  rmSync(going, { recursive: true, force: true })
  renameSync(copy, going)
  rmSync(going, { recursive: true, force: true })
}

/** @param {string} copy */
const assetsOf = (copy) => join(copy, 'client/assets')

/** Which of a copy's files for pages are another build's, and when that was replaced. @param {string} copy */
const replacedFile = (copy) => join(copy, '.replaced.json')

/** @param {string} copy @returns {Record<string, number>} Unix ms, by file; none where they can't be read */
const replacedIn = (copy) => {
  try {
    return JSON.parse(readFileSync(replacedFile(copy), 'utf8'))
  } catch {
    return {}
  }
}

/**
 * Puts the files for pages of the copy that ran before beside a copy's own. They are named by their content, so none stands in for another.
 * @param {string} older @param {string} into @param {number} now
 */
const keepForOpenPages = (older, into, now) => {
  const before = replacedIn(older)
  const replaced = replacedIn(into)
  const kept = namesIn(assetsOf(older)).filter((name) => {
    // However old that build is: its pages were opened until now.
    const at = before[name] ?? now
    const isOwn = existsSync(join(assetsOf(into), name)) && replaced[name] === undefined
    if (isOwn || at < now - FOR_OPEN_PAGES) return false
    replaced[name] = Math.max(at, replaced[name] ?? 0)
    return true
  })
  mkdirSync(assetsOf(into), { recursive: true })
  // The notes first: a file without one would pass for the copy's own.
  putWhole(into, replacedFile(into), (path) => writeFileSync(path, JSON.stringify(replaced)))
  for (const name of kept) {
    const [from, file] = [join(assetsOf(older), name), join(assetsOf(into), name)]
    if (!existsSync(file)) putWhole(into, file, (path) => cpSync(from, path, { preserveTimestamps: true }))
  }
}

/**
 * Copies a build, unless that was done before.
 * @param {string} dist what holds the build: `client`, `server`, and in `.built-from` what it was built from
 * @param {number} now Unix ms
 * @returns {string} the copy's path
 */
export const copyOfBuild = (dist, now = Date.now()) => {
  const copies = join(dist, 'copies')
  const copy = join(copies, readFileSync(join(dist, '.built-from'), 'utf8').slice(0, 16))
  removeLeftBehind(copies, now)
  const [newest] = copiesIn(copies)
  if (!existsSync(copy)) {
    // Whole or not there: its name comes last.
    const making = join(copies, `${MAKING}${process.pid}`)
    rmSync(making, { recursive: true, force: true })
    for (const part of ['client', 'server'])
      cpSync(join(dist, part), join(making, part), { recursive: true, preserveTimestamps: true })
    if (newest) keepForOpenPages(newest, making, now)
    renameSync(making, copy)
  } else if (newest && newest !== copy) keepForOpenPages(newest, copy, now)
  const at = new Date(now)
  utimesSync(copy, at, at)
  for (const old of copiesIn(copies).slice(KEPT)) remove(old)
  return copy
}
