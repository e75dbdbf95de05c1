/** Runs programs for the other scripts. No dependencies: it runs before there are any. */
import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** What is built. */
export const DIST = join(ROOT, 'dist')

/**
 * Runs a program to its end, its output shown.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, timeout?: number }} [options] timeout in ms
 * @returns {boolean} whether it ended well
 */
export const run = (program, args, options = {}) => {
  const { status } = spawnSync(program, [...args], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    ...options,
  })
  return status === 0
}

/**
 * Runs a JavaScript file with this same Node, at the side of others.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<boolean>} whether it ended well
 */
export const runNode = (args, env = process.env) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [...args], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })

/**
 * Runs npm: the one that runs us, or else the one on the path.
 * @param {readonly string[]} args
 */
export const npm = (args) => {
  const cli = process.env['npm_execpath']
  return cli && /npm-cli\.c?js$/.test(cli)
    ? run(process.execPath, [cli, ...args])
    : run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args)
}
