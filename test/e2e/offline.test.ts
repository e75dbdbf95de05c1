/** The connection goes, and nothing that anyone made is lost. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Dialog, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { createdWorkshop, workshopInfo } from '../../shared/answers.ts'
import { boardDoc } from '../../shared/docs.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import { startServer, type Served } from '../server.ts'
import { joinStock, readStored, storedTexts, until } from '../sync/harness.ts'
import { ask, joinAsProgram, openHouse, type House, type Person } from './support/house.ts'
import { startServerHere } from './support/serverHere.ts'
import { board } from './support/canvas.ts'
import {
  answersConsent,
  button,
  comesIn,
  dialog,
  goesTo,
  inside,
  joinsByLink,
  row,
  saysStatus,
  sees,
  seesInList,
  status,
  writesNote,
} from './support/people.ts'

let house: House
let data: string
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'kiteboard-offline-'))
  house = await openHouse({ data, keepsPages: true })
})
afterAll(async () => {
  await house.close()
  await rm(data, { recursive: true, force: true })
})

/** Closes the page as a hand would. @returns whether the browser asked first; then the page stays. */
const asksBeforeClosing = async (page: Page): Promise<boolean> => {
  const question = new Promise<Dialog | null>((resolve) => {
    page.once('dialog', resolve)
    page.once('close', () => resolve(null))
  })
  await page.close({ runBeforeUnload: true })
  const asked = await question
  await asked?.dismiss()
  return asked?.type() === 'beforeunload'
}

/** Waits until the pages open without a network, as a phone's home screen would. */
const isReadyForOffline = (page: Page): Promise<void> =>
  until('the page is kept on the device', () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration()
      return registration?.active?.state === 'activated'
    }),
  )

test('without a connection one writes on, also over a reload; leaving warns; and all of it arrives later', async () => {
  const shop = await house.workshop()
  const [amina, joe] = await Promise.all([
    comesIn(house, shop, 'Amina', 'phone'),
    comesIn(house, shop, 'Joe'),
  ])
  await goesTo(joe, 'list')
  await goesTo(amina, 'list')
  await writesNote(amina, 'Before the tunnel')
  await saysStatus(amina.page, 'Saved')
  await isReadyForOffline(amina.page)

  const context = amina.page.context()
  await context.setOffline(true)
  await saysStatus(amina.page, /^No connection\. You can go on\.$/)
  await writesNote(amina, 'In the tunnel')
  await saysStatus(amina.page, /^No connection\. Your work waits safely on this device\.$/)
  await writesNote(amina, 'Still in the tunnel')

  expect(await asksBeforeClosing(amina.page)).toBe(true)
  await sees(amina.page.getByText('Some of what you wrote is not sent yet. It is kept on this device'))
  await amina.page.reload()
  await saysStatus(amina.page, /^No connection\. Your work waits safely on this device\.$/)
  for (const words of ['Before the tunnel', 'In the tunnel', 'Still in the tunnel'])
    await sees(row(amina.page, words))
  expect(await row(joe.page, 'In the tunnel').count()).toBe(0)
  // She never opened the workplan, so this device has none; she is told why it does not come.
  await goesTo(amina, 'outcome')
  await sees(amina.page.getByText('No connection. The workplan opens here when it is back.'))
  await goesTo(amina, 'list')

  // Meanwhile the others went on.
  await writesNote(joe, 'Outside the sun shines')
  await context.setOffline(false)
  await saysStatus(amina.page, /^(Connected again\. Everything is saved\.|Saved)$/)
  await saysStatus(amina.page, 'Saved')
  for (const words of ['Before the tunnel', 'In the tunnel', 'Still in the tunnel'])
    await seesInList(joe, words)
  await seesInList(amina, 'Outside the sun shines')
  expect(await row(amina.page, 'Still in the tunnel').count()).toBe(1)
  expect(await asksBeforeClosing(amina.page)).toBe(false)
  // What opens pages without a network leaves to the server what is the server's.
  await isReadyForOffline(joe.page)
  await joe.page.goto('/api')
  await sees(joe.page.getByRole('heading', { name: 'How programs speak with Kiteboard' }))
})

test('"Saved" is said only once the server has it', async () => {
  const shop = await house.workshop()
  const amina = await house.visitor()
  // What the server says stands still on its way, while what the page says goes out.
  let hold = false
  const held: (() => void)[] = []
  await amina.page.routeWebSocket(/\/sync$/, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => server.send(message))
    server.onMessage((message) => {
      if (hold) held.push(() => socket.send(message))
      else socket.send(message)
    })
  })
  await amina.page.goto(shop.links.participant)
  await amina.press(amina.page.getByRole('button', { name: 'Join without a name' }))
  await amina.press(amina.page.getByRole('button', { name: 'Ask me later' }))
  await inside(amina)
  await goesTo(amina, 'list')
  await inside(amina)
  hold = true
  await writesNote(amina, 'Is it safe yet?')
  await sees(row(amina.page, 'Is it safe yet?'))
  await until('the server has answered', () => held.length > 0)
  expect(await status(amina.page).textContent()).toBe('Saving…')
  hold = false
  for (const send of held) send()
  await saysStatus(amina.page, 'Saved')
})

/** Clears the documents' copies that the site has put into the browser, under its open pages. */
const clearsSiteData = async (page: Page): Promise<void> => {
  const browser = await page.context().newCDPSession(page)
  await browser.send('Storage.clearDataForOrigin', {
    origin: new URL(page.url()).origin,
    storageTypes: 'indexeddb',
  })
  await browser.detach()
}

test('site data are cleared while people write, on the board and on a phone: every word is saved all the same', async () => {
  const shop = await house.workshop()
  const [amina, joe] = await Promise.all([
    comesIn(house, shop, 'Amina'),
    comesIn(house, shop, 'Joe', 'phone'),
  ])
  await goesTo(amina, 'board')
  const canvas = board(amina.page)
  await canvas.dblclick({ position: { x: 400, y: 300 } })
  const field = amina.page.getByRole('textbox', { name: 'Your words' })
  await field.fill('The door')
  await seesInList(joe, 'The door')
  await clearsSiteData(amina.page)
  await field.press('End')
  await amina.page.keyboard.type(' is heavy')
  await seesInList(joe, 'The door is heavy')
  await amina.page.keyboard.press('Escape')
  await canvas.dblclick({ position: { x: 800, y: 300 } })
  await field.fill('A second note')
  await seesInList(joe, 'A second note')
  await saysStatus(amina.page, 'Saved')

  await joe.press(button(joe.page, 'Add a note'))
  const sheet = dialog(joe.page, 'A new note')
  const words = sheet.getByRole('textbox', { name: 'Your words' })
  await words.fill('From my')
  await clearsSiteData(joe.page)
  await words.press('End')
  await joe.page.keyboard.type(' phone')
  await joe.press(button(joe.page, 'Put it on the board'))
  await sees(row(joe.page, 'From my phone'))
  await saysStatus(joe.page, 'Saved')
  await goesTo(amina, 'list')
  await seesInList(amina, 'From my phone')

  // A device that can keep nothing more says so once it matters; when it can again, what waits is kept.
  await joe.page.evaluate(() => {
    const { open } = IDBFactory.prototype
    IDBFactory.prototype.open = () => {
      throw new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError')
    }
    window.addEventListener('device-is-well', () => {
      IDBFactory.prototype.open = open
    })
  })
  await joe.page.context().setOffline(true)
  await saysStatus(joe.page, /^No connection\. You can go on\.$/)
  await clearsSiteData(joe.page)
  await writesNote(joe, 'In the tunnel')
  await saysStatus(joe.page, /Your work waits here\. Keep this page open\.$/)
  expect(await asksBeforeClosing(joe.page)).toBe(true)
  await sees(joe.page.getByText(/This device can’t keep/))
  await joe.page.evaluate(() => window.dispatchEvent(new Event('device-is-well')))
  await saysStatus(joe.page, /Your work waits safely on this device\.$/)
  await joe.page.context().setOffline(false)
  await seesInList(amina, 'In the tunnel')
  await saysStatus(joe.page, 'Saved')
  expect(house.troubles).toEqual([])
})

test('the server stops and starts again on the same data: everybody stays, and nothing is lost', async () => {
  const shop = await house.workshop()
  const [amina, joe] = await Promise.all([comesIn(house, shop, 'Amina'), comesIn(house, shop, 'Joe')])
  await Promise.all([goesTo(amina, 'list'), goesTo(joe, 'list')])
  await writesNote(amina, 'While it ran')
  await saysStatus(amina.page, 'Saved')

  expect(await house.served.stop()).toBe(0)
  await saysStatus(amina.page, /^No connection\./)
  await writesNote(amina, 'While it was down')
  await saysStatus(amina.page, /^No connection\. Your work waits safely on this device\.$/)

  const again: Served = await startServer({ data, port: house.served.port })
  try {
    await saysStatus(amina.page, /^(Connected again\. Everything is saved\.|Saved)$/)
    await inside(joe)
    await seesInList(joe, 'While it was down')
    await sees(row(joe.page, 'While it ran'))
  } finally {
    await again.stop()
  }
})

test('a phone that was away while a board lost its history brings its work, and nothing that was erased', async () => {
  const storage = createMemoryStorage()
  const served = await startServerHere({ storage, idle: 50 })
  try {
    const url = served.local
    const title = 'A better front door'
    const shop = createdWorkshop.parse(
      await (await ask(`${url}/api/workshops`, { body: { title, name: 'Fern' } })).json(),
    )
    const amina = await house.visitor('phone', { baseURL: url })
    await joinsByLink(amina, { title, href: shop.links.participant }, 'Amina')
    await inside(amina)
    await goesTo(amina, 'list')
    await writesNote(amina, 'The door is heavy, says Marlow')
    const tab: Person = { ...amina, page: await amina.page.context().newPage() }
    await tab.page.goto(amina.page.url())
    await answersConsent(tab, 'Ask me later')
    await sees(row(tab.page, 'Marlow'))

    const { token } = await joinAsProgram(url, shop.code, 'Joe')
    const info = await ask(`${url}/api/workshops/${shop.id}`, { method: 'GET', token })
    const document = boardDoc(workshopInfo.parse(await info.json()).boards[0]?.id ?? '')
    const joe = joinStock({ url: url.replace('http', 'ws'), workshop: shop.id }, token, document)
    await until('Joe sees it', () => joe.texts().length === 1)

    await amina.page.context().setOffline(true)
    await Promise.all([amina, tab].map(({ page }) => saysStatus(page, /^No connection/)))
    await writesNote(tab, 'A lamp')
    await writesNote(amina, 'A bench outside')
    await amina.press(row(amina.page, 'Marlow').getByRole('button').first())
    const field = amina.page.getByRole('textbox', { name: 'Your words' })
    await field.focus()
    await amina.page.keyboard.press('Control+Home')
    await amina.page.keyboard.type('Yes: ')

    // Meanwhile the name goes, Joe moves things till the board is mostly history, and the last one leaves.
    const [heavy] = [...joe.items.values()]
    const words = heavy?.get('text')
    if (!(words instanceof Y.Text)) throw new Error('the note has no text')
    words.delete('The door is heavy'.length, ', says Marlow'.length)
    const other = joe.items.get(joe.note('Theirs'))
    joe.doc.transact(() => {
      for (let turn = 0; turn < 10_100; turn++) (turn % 2 ? heavy : other)?.set('at', [turn, turn])
    })
    const stored = () => readStored(storage, document, shop.id)
    await until(
      'it is stored',
      async () => Y.encodeStateVector(await stored()).join() === Y.encodeStateVector(joe.doc).join(),
    )
    joe.destroy()
    await until(
      'it was written anew',
      async () => (await storage.get(`doc/${shop.id}/${document}/e`)) !== null,
    )

    await amina.page.context().setOffline(false)
    await Promise.all([amina, tab].map(({ page }) => saysStatus(page, /^(Connected again\. .*|Saved)$/)))
    // What is open stays open under the hand that writes, caret and all.
    await until(
      'the field shows what is left',
      async () => (await field.inputValue()) === 'Yes: The door is heavy',
    )
    await amina.page.keyboard.type('indeed, ')
    expect(await field.inputValue()).toBe('Yes: indeed, The door is heavy')
    await amina.press(amina.page.getByRole('button', { name: 'Done' }))
    for (const each of [amina, tab]) {
      for (const there of ['Yes: indeed, The door is heavy', 'A bench outside', 'A lamp'])
        await seesInList(each, there)
      await saysStatus(each.page, 'Saved')
    }
    expect(await storedTexts(storage, document, shop.id)).toEqual([
      'A bench outside',
      'A lamp',
      'Theirs',
      'Yes: indeed, The door is heavy',
    ])

    await amina.page.reload()
    await inside(amina)
    await sees(row(amina.page, 'Yes: indeed, The door is heavy'))
    expect(await row(amina.page, 'Marlow').count()).toBe(0)
  } finally {
    await served.stop()
  }
})
