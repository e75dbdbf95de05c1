/** Who gets in, who stays out, and how they are told. */
import { expect, test } from 'vitest'
import { ask } from './support/house.ts'
import { houseOfFile } from './support/houseOfFile.ts'
import {
  answersConsent,
  button,
  comesIn,
  dialog,
  facilitatorOf,
  heading,
  inside,
  joinsByCode,
  link,
  sees,
  seesNoMore,
} from './support/people.ts'

const house = houseOfFile()

test('removing a person closes their page, with plain words', async () => {
  const shop = await house.workshop()
  const facilitator = await facilitatorOf(house, shop)
  const joe = await comesIn(house, shop, 'Joe')
  const { page, press } = facilitator
  await page.goto(`/w/${shop.id}/people`)
  await press(button(page, 'What to do about Joe'))
  await press(page.getByRole('menuitem', { name: 'Remove…' }))
  await press(dialog(page, 'Remove Joe?').getByRole('button', { name: 'Remove', exact: true }))
  await sees(page.getByText('Joe has left. What they made stays.'))
  await sees(heading(joe.page, 'You were removed from this workshop'))
  await sees(joe.page.getByText('Ask the facilitator if that was a mistake.'))
  await joe.page.reload()
  await sees(heading(joe.page, 'You were removed from this workshop'))
})

test('a link that was replaced ends, for those inside and for newcomers; the new one works', async () => {
  const shop = await house.workshop()
  const facilitator = await facilitatorOf(house, shop)
  const joe = await comesIn(house, shop, 'Joe')
  const { page, press } = facilitator
  await press(button(page, 'Invite people'))
  const invite = dialog(page, 'Invite people')
  await press(invite.getByRole('button', { name: 'Make a new link: For people who take part' }))
  await press(dialog(page, 'Make a new link?').getByRole('button', { name: 'Make a new link' }))
  await sees(page.getByText('This link is new. The old one has ended.'))
  const fresh = await invite.getByRole('textbox', { name: 'For people who take part' }).inputValue()
  expect(fresh).not.toBe(shop.links.participant)
  await sees(heading(joe.page, 'This link has ended'))
  // The box shows other things meanwhile, and Escape still ends it, and nothing else.
  await press(invite.getByRole('button', { name: 'Get a code for my other device' }))
  await sees(invite.getByText('It works once'))
  await page.keyboard.press('Escape')
  await seesNoMore(invite)
  await sees(page.getByRole('application', { name: 'The board' }))
  // By the new link, or by the code, he is himself again, and is not asked who he is.
  await joe.page.goto(fresh)
  await inside(joe)
  await sees(joe.page.getByRole('button', { name: '2 people here. See everyone' }))

  const late = await house.visitor()
  await late.page.goto(shop.links.participant)
  await sees(heading(late.page, 'This link has ended'))
  await late.page.goto('about:blank')
  await late.page.goto(fresh)
  await sees(heading(late.page, /You are joining/))
})

test('closed doors refuse newcomers, and open again', async () => {
  const shop = await house.workshop()
  const facilitator = await facilitatorOf(house, shop)
  const { page, press } = facilitator
  await press(button(page, 'Invite people'))
  const doors = dialog(page, 'Invite people').getByRole('switch', { name: 'The doors are open' })
  await press(doors)
  await sees(page.getByText('The doors are closed. Nobody new can join now.'))

  // They are told before they fill anything in, and not what the workshop is.
  const late = await house.visitor('phone')
  await late.page.goto(shop.links.participant)
  await sees(heading(late.page, 'The doors are closed'))
  const coded = await house.visitor()
  await coded.page.goto('/join')
  await coded.page.getByRole('textbox', { name: 'Type the code you were given.' }).fill(shop.code)
  await coded.press(button(coded.page, 'Go on'))
  await sees(heading(coded.page, 'The doors are closed'))
  for (const { page: closed } of [late, coded]) expect(await closed.content()).not.toContain(shop.title)

  await press(doors)
  await seesNoMore(page.getByText('The doors are closed. Nobody new can join now.'))
  for (const { page: opened, press: presses } of [late, coded]) {
    await presses(button(opened, 'Try again'))
    await sees(heading(opened, /You are joining/))
  }
  await late.press(button(late.page, 'Join without a name'))
  await sees(heading(late.page, 'What may we keep?'))
})

test('each screen opens by its own address, and the address holds no secret', async () => {
  const shop = await house.workshop()
  const facilitator = await facilitatorOf(house, shop)
  const { page } = facilitator
  expect(page.url()).not.toContain('#')
  const screens = [
    ['board', page.getByRole('application', { name: 'The board' })],
    ['list', page.getByRole('region', { name: 'The board as a list' })],
    ['vote', heading(page, 'Voting')],
    ['people', heading(page, 'People')],
    ['outcome', heading(page, shop.title)],
    ['hall', page.getByRole('main', { name: 'The hall’s screen' })],
  ] as const
  for (const [view, shown] of screens) {
    await page.goto(`/w/${shop.id}/${view}`)
    await sees(shown)
  }
  await page.goto(`/w/${shop.id}/nowhere`)
  await sees(heading(page, 'There is no page here'))
  await page.goto('/start')
  await sees(heading(page, 'Start a workshop'))
})

test('a deep link leads a newcomer to the door, not to an error', async () => {
  const shop = await house.workshop()
  const { page, press } = await house.visitor()
  await page.goto(`/w/${shop.id}/outcome`)
  await sees(heading(page, 'This device is not in this workshop'))
  await press(link(page, 'Join with a code'))
  await sees(heading(page, 'Join a workshop'))
})

test('the QR’s address needs no typing; no name is needed either', async () => {
  const shop = await house.workshop()
  const person = await house.visitor('phone')
  await person.page.goto(`/join#${shop.code}`)
  await sees(heading(person.page, /You are joining/))
  await person.press(button(person.page, 'Join without a name'))
  await answersConsent(person, 'Ask me later')
  await inside(person)
  await sees(person.page.getByRole('button', { name: /, you\. More to do$/ }))
})

test('what may be kept is asked again until it is answered, and what holds meanwhile is said', async () => {
  const shop = await house.workshop()
  const { page, press } = await comesIn(house, shop, 'Joe')
  const words = 'Until you choose, your words may be used without your name.'
  await page.reload()
  await sees(page.getByText(words))
  await press(button(page, 'Choose now'))
  await sees(heading(page, 'What may we keep?'))
  await sees(page.getByText(words))
  await press(page.getByRole('radio', { name: 'Keep them in this room' }))
  await press(button(page, 'Keep to that'))
  await inside({ page, press })
  await page.goto(`/w/${shop.id}/people`)
  // Folded now, with the choice in its line.
  await press(page.getByText('Keep them in this room').first())
  expect(await page.getByRole('radio', { name: 'Keep them in this room' }).isChecked()).toBe(true)
  expect(await page.getByText(words).count()).toBe(0)
})

test('each step of joining takes the focus, so that nobody by keys starts from nowhere', async () => {
  const shop = await house.workshop()
  const { page, press } = await house.visitor()
  const focused = () => page.evaluate(() => document.activeElement?.tagName)
  await page.goto('/join')
  await page.getByRole('textbox', { name: 'Type the code you were given.' }).fill(shop.code)
  await press(button(page, 'Go on'))
  await sees(button(page, 'Join without a name'))
  expect(await focused()).toBe('H1')
  await press(button(page, 'Join without a name'))
  await sees(heading(page, 'What may we keep?'))
  expect(await focused()).toBe('H1')
  await press(button(page, 'Ask me later'))
  await inside({ page, press })
  expect(await focused()).toBe('MAIN')
})

test('a viewer’s link shows the hall, and can change nothing', async () => {
  const shop = await house.workshop()
  await comesIn(house, shop, 'Amina')
  const viewer = await house.visitor()
  const { page, press } = viewer
  await page.goto(shop.links.viewer)
  await sees(page.getByRole('main', { name: 'The hall’s screen' }))
  await sees(page.getByText('Join at'))
  const side = page.getByRole('complementary', { name: 'Now, and how to join' })
  const code = side.getByText(new RegExp([...shop.code].join(' ?')))
  await sees(code)
  expect(await page.getByRole('toolbar').count()).toBe(0)

  // A projector shows less than a desk's screen, and nobody scrolls it; nor a phone that is held up: the way in is in view whole.
  for (const size of [
    { width: 390, height: 844 },
    { width: 320, height: 640 },
    { width: 1280, height: 720 },
  ]) {
    await page.setViewportSize(size)
    for (const shown of [side.getByRole('img'), side.getByText('Join at'), code]) {
      const { x, y, width, height } = (await shown.boundingBox()) ?? { x: -1, y: -1, width: 0, height: 0 }
      expect(Math.min(x, y)).toBeGreaterThan(0)
      expect(x + width).toBeLessThan(size.width)
      expect(y + height).toBeLessThan(size.height)
    }
  }

  // The way to the board stands on the screen.
  await press(link(page, 'Watch the board'))
  await sees(page.getByRole('application', { name: 'The board' }))
  await page.goto(`/w/${shop.id}/list`)
  await sees(page.getByText('You are watching. Ask the facilitator to join in.'))
  expect(await button(page, 'Add a note').count()).toBe(0)
  await page.goto(`/w/${shop.id}/board`)
  await sees(page.getByText('Nothing here yet. New notes appear here.'))
  await page.getByRole('application', { name: 'The board' }).focus()
  await page.keyboard.press('n')
  expect(await page.getByRole('textbox').count()).toBe(0)
  // The server itself says no, not only the screen.
  const said = await page.evaluate(
    async (path) =>
      (
        await fetch(path, {
          method: 'POST',
          body: '{"type":"timer.stop"}',
          headers: { 'content-type': 'application/json' },
        })
      ).status,
    `/api/workshops/${shop.id}/commands`,
  )
  expect(said).toBe(403)
})

test('joining again on the same device is no second person', async () => {
  const shop = await house.workshop()
  const amina = await comesIn(house, shop, 'Amina')
  await amina.page.goto(shop.links.participant)
  await inside(amina)
  const people = await ask(`${house.url}/api/workshops/${shop.id}`, { method: 'GET', token: shop.token })
  expect(people.status).toBe(200)
  await amina.page.goto(`/w/${shop.id}/people`)
  await sees(amina.page.getByText(/^2 people, \d here now$/))
  await joinsByCode(await house.visitor(), shop, 'Bo')
  await sees(amina.page.getByText(/^3 people, \d here now$/))
})
