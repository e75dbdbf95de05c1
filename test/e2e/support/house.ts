/** The built server and a browser, for one file of journeys; everybody who comes in leaves when it closes. */
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright'
import { createdWorkshop, joined, type CreatedWorkshop, type Joined } from '../../../shared/answers.ts'
import { openBrowser } from '../../browser.ts'
import { startServer, type Served } from '../../server.ts'

export const DEVICES = {
  desktop: { viewport: { width: 1440, height: 900 } },
  /** By touch. */
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  /** The narrowest that must do, by touch. */
  small: { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true },
} as const satisfies Record<string, BrowserContextOptions>
export type Device = keyof typeof DEVICES

/** Somebody at a device of their own. */
export interface Person {
  readonly page: Page
  /** A tap where there is touch, else a click. */
  press(what: Locator): Promise<void>
}

export interface House {
  readonly url: string
  readonly served: Served
  readonly browser: Browser
  /** A device that has never been here. */
  visitor(device?: Device, options?: BrowserContextOptions): Promise<Person>
  /** A workshop, started by a program, so that a journey can begin later in the day. */
  workshop(title?: string): Promise<CreatedWorkshop>
  /** What went wrong in any page: nobody should see these, so they should not happen. */
  readonly troubles: readonly string[]
  close(): Promise<void>
}

/** A refused request is told on the page; that the browser writes it down too is no trouble. */
const isTrouble = (line: string): boolean => !/Failed to load resource|WebSocket connection to/.test(line)

const watch = (page: Page, troubles: string[]): void => {
  page.on('pageerror', (error) => troubles.push(String(error.stack ?? error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && isTrouble(message.text())) troubles.push(message.text())
  })
}

/** Asks the server as a program does: with a token and without a browser's Origin. */
export const ask = async (
  url: string,
  { method = 'POST', token, body }: { method?: string; token?: string; body?: unknown } = {},
): Promise<Response> =>
  fetch(url, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

/** Joins as a program, by a workshop's code. */
export const joinAsProgram = async (url: string, code: string, name: string): Promise<Joined> =>
  joined.parse(await (await ask(`${url}/api/sessions`, { body: { code, name } })).json())

export interface HouseOptions extends NonNullable<Parameters<typeof startServer>[0]> {
  /**
   * Whether devices keep the pages for times without a network, as they do out there. Fetching all of them costs a first visit
   * as much as a fifth of its work, so only those journeys have it that meet no network, or that are the whole day.
   */
  readonly keepsPages?: boolean
}

export const openHouse = async ({ keepsPages = false, ...options }: HouseOptions = {}): Promise<House> => {
  const [served, browser] = await Promise.all([startServer(options), openBrowser()])
  const troubles: string[] = []
  const { url } = served
  return {
    url,
    served,
    browser,
    troubles,
    async visitor(device = 'desktop', more = {}) {
      const context = await browser.newContext({
        baseURL: url,
        locale: 'en-GB',
        serviceWorkers: keepsPages ? 'allow' : 'block',
        ...DEVICES[device],
        ...more,
      })
      context.setDefaultTimeout(30_000)
      const page = await context.newPage()
      watch(page, troubles)
      const touch = 'hasTouch' in DEVICES[device]
      return { page, press: (what) => (touch ? what.tap() : what.click()) }
    },
    async workshop(title = 'A better front door') {
      const answer = await ask(`${url}/api/workshops`, { body: { title, name: 'Fern' } })
      return createdWorkshop.parse(await answer.json())
    },
    async close() {
      await browser.close()
      await served.stop()
    },
  }
}
