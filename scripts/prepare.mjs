/**
 * Makes a checkout ready before `npm start`, `npm run dev` and `npm test`: installs the packages when `node_modules` does not
 * match the lockfile and, with `--browser`, a browser for the tests. Uses nothing but Node.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findBrowser } from './browser.mjs'
import { ROOT, npm, run } from './run.mjs'

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} Locked */

/**
 * @param {string} path
 * @returns {Record<string, Locked> | null} null when the file is not there, or broken
 */
const packagesOf = (path) => {
  try {
    return JSON.parse(readFileSync(join(ROOT, path), 'utf8')).packages ?? null
  } catch {
    return null
  }
}

/** Whether what npm last installed is what the lockfile asks for. Packages for other systems may be missing. */
const installed = () => {
  const wanted = packagesOf('package-lock.json')
  // npm writes this file last, so an install that was cut short leaves none.
  const present = packagesOf('node_modules/.package-lock.json')
  if (!wanted || !present) return false
  return Object.entries(wanted).every(([path, locked]) => {
    if (path === '') return true
    const found = present[path]
    if (!found) return Boolean(locked.optional ?? locked.devOptional)
    return found.version === locked.version && found.integrity === locked.integrity
  })
}

/** Ways to install a browser by the system's own package manager; the first that is there is taken. */
const MANAGERS = [
  { program: 'apt-get', steps: [['update'], ['install', '-y', '--no-install-recommends', 'chromium']] },
  { program: 'dnf', steps: [['install', '-y', 'chromium']] },
  { program: 'apk', steps: [['add', 'chromium']] },
  { program: 'pacman', steps: [['-Sy', '--noconfirm', 'chromium']] },
]

/** @param {string} program @param {readonly string[]} args */
const quietly = (program, args) => spawnSync(program, [...args], { stdio: 'ignore' }).status === 0

/** Installs Chromium by the system's package manager, when we may. */
const installFromSystem = () => {
  const manager = MANAGERS.find(({ program }) => quietly(program, ['--version']))
  if (!manager) return console.log('No package manager was found that we know.')
  const root = process.getuid?.() === 0
  if (!root && !quietly('sudo', ['-n', 'true']))
    return console.log(`We may not use ${manager.program} here (neither root nor sudo without a password).`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const step of manager.steps) {
    const [program, args] = root
      ? [manager.program, step]
      : ['sudo', ['-n', 'DEBIAN_FRONTEND=noninteractive', manager.program, ...step]]
    console.log(`Running ${program} ${args.join(' ')}`)
    // A step may fail and the next still work: an update with one dead mirror, for example.
    run(program, args, { env, timeout: 600_000 })
  }
}

/** Installs Playwright's own Chromium. */
const installFromPlaywright = () => {
  console.log('Running playwright install chromium')
  run(process.execPath, [join(ROOT, 'node_modules/playwright/cli.js'), 'install', 'chromium'], {
    // Where its server cannot be reached, say so soon and try the next way.
    env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000', ...process.env },
    timeout: 600_000,
  })
}

/** Finds a browser for the tests, or installs one. */
const prepareBrowser = async () => {
  for (const install of [null, installFromPlaywright, installFromSystem]) {
    if (install === installFromPlaywright)
      console.log('The tests need a browser and found none. Installing Chromium.')
    install?.()
    const path = await findBrowser()
    if (path) return console.log(`Browser for the tests: ${path}`)
  }
  console.error(
    [
      'No browser could be found or installed, and the tests need one. Either:',
      '  - install Chromium or Chrome in the way of your system, then run npm test again; or',
      '  - run npx playwright install --with-deps chromium; or',
      '  - set CHROMIUM_PATH to the program file of a Chromium that you have.',
    ].join('\n'),
  )
  process.exitCode = 1
}

const main = async () => {
  if (!installed()) {
    console.log('node_modules does not match package-lock.json. Running npm ci')
    if (!npm(['ci', '--include=dev', '--no-audit', '--no-fund'])) {
      console.error('npm ci did not work. Its words above say why; run npm ci by hand once that is mended.')
      process.exitCode = 1
      return
    }
  }
  if (process.argv.includes('--browser')) await prepareBrowser()
}

await main()
