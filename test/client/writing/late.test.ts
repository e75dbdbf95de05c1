/** What is late, on a device that has several pages open, or was without a connection; and how it reaches the board. */
import { expect, test } from 'vitest'
import { createMemory } from '../../../client/model/memory.ts'
import { command } from '../../../shared/commands.ts'
import { createBrowser, entered, NAME, SPELL, texts, words, WORKSHOP } from './support.ts'

test('two pages of one device keep the receipts, words and late notes of both', async () => {
  const browser = createBrowser()
  const first = entered(browser)
  const second = browser.open()
  const spell = second.writing.enter()
  if (!spell) throw new Error('there is nothing to enter')
  const one = first.writing.add(first.spell, words('on the first page'))
  const two = second.writing.add(spell, words('on the second page'))
  const late = first.writing.add(first.spell, words('in the tunnel'))
  const receipts = () =>
    createMemory(browser.storage)
      .receipts(WORKSHOP)
      .read()
      .map(({ item }) => item)
  expect(receipts()).toEqual([one, two, late])

  browser.share([one, two])
  browser.say(null)
  for (const { writing, synced } of [first, second]) {
    synced.set(true)
    writing.refused(NAME, 1)
    expect(texts(writing.mine.get().late)).toEqual(['in the tunnel'])
    expect(writing.mine.get().shared).toHaveLength(2)
  }
  const [mine] = second.writing.mine.get().shared
  if (!mine) throw new Error('not mine')
  await second.writing.takeBack(mine)
  first.writing.keepUnfinished(first.spell, words('half a'))
  expect(receipts()).toEqual([two, late])
  expect(texts(first.writing.mine.get().late)).toEqual(['in the tunnel'])
})

test('a page that holds none of the words that came late leaves them to the page that does', () => {
  const browser = createBrowser()
  const first = entered(browser)
  const second = browser.open({ own: true })
  const spell = second.writing.enter()
  if (!spell) throw new Error('there is nothing to enter')
  second.writing.add(spell, words('in the tunnel'))
  browser.say(null)
  second.writing.refused(NAME, 1)
  first.synced.set(true)
  first.writing.refused(NAME, 0)
  expect(browser.discarded).toEqual([])
  second.synced.set(true)
  expect(texts(second.writing.mine.get().late)).toEqual(['in the tunnel'])
  expect(createMemory(browser.storage).spells(WORKSHOP).read()).toMatchObject([{ id: SPELL.id }])
})

test('words that another page took for done stay here, and are remembered again', () => {
  const browser = createBrowser()
  const { writing, synced, spell } = entered(browser)
  writing.add(spell, words('in the tunnel'))
  createMemory(browser.storage)
    .spells(WORKSHOP)
    .change(() => [])
  browser.say(null)
  synced.set(true)
  writing.refused(NAME, 1)
  expect(texts(writing.mine.get().late)).toEqual(['in the tunnel'])
  expect(createMemory(browser.storage).spells(WORKSHOP).read()).toMatchObject([{ id: SPELL.id }])
})

test('back after the others were shown my notes, none of them looks late before the board has come', () => {
  const browser = createBrowser()
  const { writing, synced, spell } = entered(browser)
  synced.set(true)
  const id = writing.add(spell, words('The stairs'))
  synced.set(false)
  browser.say(null)
  writing.refused(NAME, 0)
  expect(writing.mine.get().late).toEqual([])
  browser.share()
  synced.set(true)
  expect(writing.mine.get()).toMatchObject({ late: [], shared: [{ note: { id } }] })
})

test('what the stage calls nameless was shared, whatever the board says yet', () => {
  const browser = createBrowser()
  const { writing, synced, spell } = entered(browser)
  const id = writing.add(spell, words('The stairs'))
  writing.add(spell, words('in the tunnel'))
  browser.stage.set({ ...browser.stage.get(), credits: new Map([[id, { nameless: true }]]) })
  browser.say(null)
  synced.set(true)
  writing.refused(NAME, 0)
  expect(texts(writing.mine.get().late)).toEqual(['in the tunnel'])
})

test('late notes stay on the screen when the connection is lost', () => {
  const browser = createBrowser()
  const { writing, synced, spell } = entered(browser)
  writing.add(spell, words('in the tunnel'))
  browser.say(null)
  synced.set(true)
  writing.refused(NAME, 1)
  synced.set(false)
  writing.keepUnfinished(spell, words('and more'))
  expect(texts(writing.mine.get().late)).toEqual(['in the tunnel'])
})

test('many late notes are shared in parts that the server takes; what is through is not sent twice', async () => {
  const browser = createBrowser()
  const { writing, synced, spell } = entered(browser)
  for (let index = 0; index < 120; index++) writing.add(spell, words(`${index} ${'ä'.repeat(3_000)}`))
  browser.say(null)
  synced.set(true)
  writing.refused(NAME, 120)
  const late = writing.mine.get().late
  expect(late).toHaveLength(120)
  browser.answers.requests = 2
  await expect(writing.share(late)).rejects.toThrow('offline')
  const left = writing.mine.get().late
  expect(left.length).toBeLessThan(120)
  browser.answers.requests = Infinity
  await writing.share(left)
  expect(writing.mine.get().late).toEqual([])
  const parts = browser.commands.flatMap((each) => (each.type === 'writing.share' ? [each] : []))
  for (const each of parts) {
    expect(command.safeParse(each).success).toBe(true)
    expect(Buffer.byteLength(JSON.stringify(each))).toBeLessThan(250_000)
  }
  expect(parts.flatMap(({ notes }) => notes.map(({ id }) => id))).toEqual(late.map(({ note }) => note.id))
})

test('no part holds more short notes than the server takes at once', async () => {
  const browser = createBrowser()
  const { writing, synced, spell } = entered(browser)
  for (let index = 0; index < 120; index++) writing.add(spell, words(`note ${index}`))
  browser.say(null)
  synced.set(true)
  writing.refused(NAME, 120)
  await writing.share(writing.mine.get().late)
  expect(browser.commands.map((each) => (each.type === 'writing.share' ? each.notes.length : 0))).toEqual([
    50, 50, 20,
  ])
})
