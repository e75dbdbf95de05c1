/** `npm start`: builds if need be, then is the built server, with the flags that we were given. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from './build.mjs'
import { copyOfBuild } from './copy.mjs'
import { DIST } from './run.mjs'

/** Ms between two looks at whether npm is still there. */
const LOOK = 500

/** The process that started the shell we run in; null where there is no shell between, or nobody can tell. */
const aboveShell = () => {
  try {
    const asked = ['-o', 'ppid=,comm=', '-p', `${process.ppid}`]
    const [above, name = ''] = execFileSync('ps', asked, { encoding: 'utf8' }).trim().split(/\s+/)
    return /(^|\/)-?\w*sh$/.test(name) ? Number(above) : null
  } catch {
    return null
  }
}

/** @param {number} pid */
const isThere = (pid) => {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // Somebody else's is there, too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * Stops with the npm that started us. Told to stop, it tells the shell between us and is gone, and the shell tells nobody; killed, it
 * tells nobody itself. (On Windows a parent's number stays as it was, and a window that closes ends us all.)
 */
const stopWithNpm = () => {
  if (process.env['npm_lifecycle_event'] === undefined) return
  const parent = process.ppid
  const npm = aboveShell()
  const watch = setInterval(() => {
    if (process.ppid === parent && (npm === null || isThere(npm))) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, LOOK)
  watch.unref()
}

/** Where the server is to run from. */
const built = () => {
  try {
    return copyOfBuild(DIST)
  } catch (error) {
    // As where whoever runs it may not write here.
    const why = error instanceof Error ? error.message : String(error)
    console.warn(`The build could not be copied (${why}). It runs as it is: stop it before you build again.`)
    return DIST
  }
}

stopWithNpm()
if (await build()) {
  process.setSourceMapsEnabled(true)
  // In this very process, so that whoever stops it stops the server.
  await import(pathToFileURL(join(built(), 'server/main.js')).href)
} else {
  console.error('The build did not work. Its words above say why.')
  process.exitCode = 1
}
