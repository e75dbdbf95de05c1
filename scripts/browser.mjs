/** Finds a browser for the tests. No dependencies but Playwright itself, if it is there. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Names under which systems install Chromium or Chrome. */
const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
]

/** Where they lie when no path leads to them. */
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/**
 * Whether it is there and starts: some systems install a stub that only tells how to get the real one, and a browser
 * without its libraries does not start.
 * @param {string} path
 */
const starts = (path) => {
  if (!existsSync(path)) return false
  // Chrome for Windows opens a window in place of telling its version.
  if (process.platform === 'win32') return true
  return spawnSync(path, ['--version'], { timeout: 30_000, stdio: 'ignore' }).status === 0
}

/** Where Playwright keeps its own Chromium, if Playwright is installed. */
const ofPlaywright = async () => {
  try {
    const { chromium } = await import('playwright')
    return [chromium.executablePath()]
  } catch {
    return []
  }
}

/**
 * The path of a browser that starts: `CHROMIUM_PATH`, then Playwright's own, then an installed Chromium or Chrome.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<string | null>} null when there is none
 */
export const findBrowser = async (env = process.env) => {
  const told = env['CHROMIUM_PATH']
  if (told) {
    if (starts(told)) return told
    console.warn(`CHROMIUM_PATH is ${told}, and no browser starts from there. Looking elsewhere.`)
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean)
  const installed = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...(await ofPlaywright()), ...installed, ...PLACES].find(starts) ?? null
}
