/** The browser of the tests: whichever `npm test` found or installed. */
import { chromium, type Browser } from 'playwright'
import { findBrowser } from '../scripts/browser.mjs'

/** Starts a headless browser. The caller closes it. */
export const openBrowser = async (): Promise<Browser> => {
  const executablePath = await findBrowser()
  if (!executablePath) throw new Error('No browser for the tests: run npm test, which finds or installs one.')
  // A container's root may not use the sandbox; and nothing but our own server is to be asked for anything.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] })
}
