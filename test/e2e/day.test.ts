/**
 * The day that Kiteboard is for, lived once: a facilitator, somebody on a phone, somebody with a mouse, somebody with a keyboard
 * alone, and four programs that speak the plain protocol. They write, group, vote in secret, and take the workplan home.
 */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readBoard, type BoardView } from '../../shared/board.ts'
import { addItem, setTheme } from '../../shared/boardItems.ts'
import { workshopInfo } from '../../shared/answers.ts'
import { joinStock, until, type StockClient } from '../sync/harness.ts'
import { openOffice, openSheets } from '../exports/open.ts'
import { board, choosesOnCanvas, drags, finds, stepsBack, zoom } from './support/canvas.ts'
import { ask, joinAsProgram, openHouse, type House, type Person } from './support/house.ts'
import { caretOf, joinsByKeys } from './support/keys.ts'
import {
  button,
  dialog,
  goesTo,
  heading,
  inside,
  joinsByCode,
  joinsByLink,
  makesTheme,
  movesTo,
  row,
  saysStatus,
  section,
  sees,
  seesInList,
  seesNoMore,
  startsWorkshop,
  writesNote,
} from './support/people.ts'
import {
  fillsBallot,
  IDEAS,
  KEPT,
  OUTCOME,
  scoresByHand,
  scoresByKeys,
  seesActions,
  seesResult,
} from './support/ideas.ts'
import { snoops, type Snoop } from './support/secrecy.ts'
import { countedIn, decidedIn, inOrder } from './support/takeaway.ts'

const TITLE = 'A better front door'
const HEARD = 'Being heard'
const SIMPLE = 'Keeping it simple'

interface Program extends StockClient {
  readonly token: string
}

let house: House
let fern: Person
let amina: Person
let joe: Person
let kit: Person
let programs: readonly Program[]
let shop: Awaited<ReturnType<typeof startsWorkshop>>
/** A second sign-in of Fern's, as a program, to look into what a facilitator is told. */
let token: string
let boardId: string

const view = (): BoardView => {
  const [first] = programs
  if (!first) throw new Error('nobody is there')
  return readBoard(first.doc)
}
const noteOf = (text: string) => {
  const found = view().shown.find((item) => item.kind === 'note' && item.text === text)
  if (!found) throw new Error(`no note says ${text}`)
  return found
}
const themeOf = (title: string) => {
  const found = view().shown.find((item) => item.kind === 'theme' && item.title === title)
  if (!found) throw new Error(`no theme is called ${title}`)
  return found
}
const api = (path: string): string => `${house.url}/api/workshops/${shop.id}/${path}`
const people = () => [fern, amina, joe, kit]

beforeAll(async () => {
  house = await openHouse()
  ;[fern, amina, joe, kit] = await Promise.all([
    house.visitor(),
    house.visitor('phone'),
    house.visitor(),
    house.visitor(),
  ])
})
afterAll(async () => {
  for (const program of programs ?? []) program.destroy()
  await house.close()
})

describe('one day', () => {
  test('they join: by code on a phone, by link, by keys alone, and as programs', async () => {
    shop = await startsWorkshop(fern, TITLE, 'Fern')
    await inside(fern)
    const byLink = { title: TITLE, href: shop.participant }
    await Promise.all([
      joinsByCode(amina, shop, 'Amina', 'Use them with my name'),
      joinsByLink(joe, byLink, 'Joe', 'Use them without my name'),
      joinsByKeys(kit, byLink, 'Kit'),
    ])
    await Promise.all(people().map(inside))

    const device = await fern.page.evaluate(
      async (path) => (await fetch(path, { method: 'POST' })).json(),
      `/api/workshops/${shop.id}/devices`,
    )
    token = (await joinAsProgram(house.url, device.code, '')).token
    const info = await ask(`${house.url}/api/workshops/${shop.id}`, { method: 'GET', token })
    boardId = workshopInfo.parse(await info.json()).boards[0]?.id ?? ''
    const sessions = await Promise.all(
      ['Ana', 'Bo', 'Cy', 'Dee'].map((name) => joinAsProgram(house.url, shop.code, name)),
    )
    programs = sessions.map((session) => ({
      token: session.token,
      ...joinStock(
        { url: house.url.replace('http', 'ws'), workshop: shop.id },
        session.token,
        `board:${boardId}`,
      ),
    }))
    await Promise.all(programs.map((program) => program.synced()))
    await sees(button(fern.page, /^\d people here\. See everyone$/))
    await goesTo(fern, 'people')
    for (const name of ['Amina', 'Joe', 'Kit', 'Dee']) await sees(fern.page.getByText(name, { exact: true }))
  })

  test('they write: on the canvas, in the list, with what each note is for', async () => {
    const [ana, bo, cy, dee] = programs
    if (!ana || !bo || !cy || !dee) throw new Error('somebody is missing')
    await goesTo(fern, 'list')
    await makesTheme(fern, HEARD, 'People are heard before they are helped.')

    // Dee's words stay in the room, by her own choice.
    const said = await ask(api('commands'), { token: dee.token, body: { type: 'consent', consent: 'room' } })
    expect(said.status).toBe(200)
    const at = (index: number) => [1200, index * 220] as const
    addItem(ana.doc, { kind: 'note', at: at(0), text: 'A named person from start to finish' })
    addItem(bo.doc, { kind: 'note', at: at(1), text: 'A quiet room to wait in', colour: 'rose' })
    addItem(cy.doc, { kind: 'note', at: at(2), text: 'A gold plated kettle', colour: 'leaf' })
    addItem(dee.doc, { kind: 'note', at: at(3), text: KEPT })

    await Promise.all([
      writesNote(amina, 'People can tell you who their named person is', {
        asks: 'How would we know?',
        principles: ['A named person'],
        theme: HEARD,
      }),
      (async () => {
        const { page, press } = joe
        await press(page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name: 'Note' }))
        await board(page).click({ position: { x: 220, y: 560 } })
        await page.keyboard.type('Evening appointments')
        await page.keyboard.press('Escape')
      })(),
      (async () => {
        const { page } = kit
        await board(page).focus()
        await page.keyboard.press('n')
        await page.keyboard.type('Ask what helps before what is wrong')
        await page.keyboard.press('Escape')
      })(),
    ])
    const texts = [...IDEAS.map(([text]) => text), 'People can tell you who their named person is'].sort()
    await until('all notes are with everybody', () =>
      programs.every(({ doc }) => {
        const notes = readBoard(doc).shown.flatMap((item) => (item.kind === 'note' ? item.text : []))
        return notes.sort().join() === texts.join()
      }),
    )
    for (const text of texts) await seesInList(amina, text)
    await Promise.all(people().map(({ page }) => saysStatus(page, 'Saved')))
    const indicator = noteOf('People can tell you who their named person is')
    expect(indicator).toMatchObject({ asks: 'indicator', principles: [5], theme: themeOf(HEARD).id })
  })

  test('a figure stands with its name, its speech and its story', async () => {
    const { page, press } = joe
    await press(page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name: 'Figure' }))
    await board(page).click({ position: { x: 220, y: 300 } })
    const maker = dialog(page, 'Make a figure')
    await press(maker.getByRole('button', { name: 'Scarf and cup' }))
    await press(maker.getByRole('tab', { name: 'Words' }))
    await maker.getByRole('textbox', { name: 'Name' }).fill('Maryam')
    await maker.getByRole('textbox', { name: 'What they say' }).fill('Who do I ask?')
    await maker
      .getByRole('textbox', { name: 'What does it stand for?' })
      .fill('Everyone who rang three times')
    await press(maker.getByRole('button', { name: 'Put it on the board' }))
    await seesInList(amina, 'Everyone who rang three times')
    await sees(row(amina.page, 'Maryam').getByText(/Who do I ask\?/))
  })

  test('they group: by "Move to…", and by dragging on the canvas', async () => {
    await movesTo(amina, 'A named person from start to finish', HEARD)
    // A second theme, made on the canvas by its key.
    const { page } = fern
    await goesTo(fern, 'board')
    await inside(fern)
    await board(page).focus()
    await page.keyboard.press('t')
    await page.keyboard.type(SIMPLE)
    await page.keyboard.press('Enter')
    await until('the theme is there', () =>
      view().shown.some((item) => item.kind === 'theme' && item.title === SIMPLE),
    )

    // Out of the canvas's far corner into the middle of the theme.
    await stepsBack(page)
    const [themeX, themeY] = await finds(page, `Theme: ${SIMPLE}`)
    const [noteX, noteY] = await finds(page, 'Note: Evening appointments')
    await drags(page, [noteX, noteY + 12], [themeX - noteX, themeY + 130 * (await zoom(page)) - noteY])
    await until(
      'the note lies in the theme',
      () => noteOf('Evening appointments').theme === themeOf(SIMPLE).id,
    )

    // A theme is carried with all that lies on it.
    const named = 'A named person from start to finish'
    const before = { theme: themeOf(HEARD), note: noteOf(named), other: noteOf('A quiet room to wait in') }
    const place = await finds(page, `Theme: ${HEARD}`)
    await drags(page, [place[0], place[1] + 4], [-90, 60])
    await until('the theme has moved', () => themeOf(HEARD).at[0] !== before.theme.at[0])
    const by = [0, 1].map((axis) => (themeOf(HEARD).at[axis] ?? 0) - (before.theme.at[axis] ?? 0))
    expect(by[0]).toBeLessThan(-60)
    expect(noteOf(named).at).toEqual([before.note.at[0] + (by[0] ?? 0), before.note.at[1] + (by[1] ?? 0)])
    expect(noteOf(named).theme).toBe(before.theme.id)
    expect(noteOf('A quiet room to wait in').at).toEqual(before.other.at)
    await seesInList(amina, SIMPLE, heading(amina.page, SIMPLE))
    await sees(section(amina.page, HEARD).getByText(named))
    await sees(section(amina.page, SIMPLE).getByText('Evening appointments'))
    // The programs group, too.
    const [ana] = programs
    if (ana) setTheme(ana.doc, [noteOf('Ask what helps before what is wrong').id], themeOf(HEARD).id)
    await sees(section(amina.page, HEARD).getByText('Ask what helps before what is wrong'))
  })

  test('two people type in one note at once: both are whole, and no caret moves', async () => {
    const start = 'ramps'
    const [ana] = programs
    if (!ana) throw new Error('nobody is there')
    const id = addItem(ana.doc, { kind: 'note', at: [1600, 0], text: start })
    await until('everybody has the note', () => programs.every(({ doc }) => readBoard(doc).items.has(id)))
    const before = 'Wider doors and '
    const after = ' and room for two wheelchairs'
    // One writes in place on the canvas, the other in the list's sheet.
    await choosesOnCanvas(fern.page, `Note: ${start}`)
    await fern.page.keyboard.press('Enter')
    await sees(fern.page.getByRole('textbox', { name: 'Your words' }))
    await goesTo(joe, 'list')
    await seesInList(joe, start)
    await joe.press(row(joe.page, start).getByRole('button', { name: start }).first())
    await sees(dialog(joe.page, 'Note').getByRole('textbox', { name: 'Your words' }))
    await fern.page.keyboard.press('ControlOrMeta+Home')
    await joe.page.keyboard.press('ControlOrMeta+End')
    expect([await caretOf(fern.page), await caretOf(joe.page)]).toEqual([0, start.length])

    await Promise.all([
      fern.page.keyboard.type(before, { delay: 12 }),
      joe.page.keyboard.type(after, { delay: 9 }),
    ])
    const whole = before + start + after
    await until('both are whole with everybody', () =>
      programs.every(({ doc }) => {
        const item = readBoard(doc).items.get(id)
        return item?.kind === 'note' && item.text === whole
      }),
    )
    for (const { page } of [fern, joe])
      await until('both see the whole', async () => {
        const field = page.getByRole('textbox', { name: 'Your words' })
        return (await field.inputValue()) === whole
      })
    expect(await caretOf(fern.page)).toBe(before.length)
    expect(await caretOf(joe.page)).toBe(whole.length)
    await fern.page.keyboard.press('Escape')
    await joe.press(button(joe.page, 'Done'))
  })

  let snoop: Snoop

  test('they vote in secret: nobody can see how, until it closes', async () => {
    snoop = await snoops({ url: house.url, workshop: shop.id, token, boards: [boardId], facilitator: fern })
    const { page, press } = fern
    await goesTo(fern, 'vote')
    await press(button(page, 'Start a vote'))
    await page.getByRole('textbox', { name: 'What is the question?' }).fill('Where do we begin?')
    await press(page.getByRole('radio', { name: 'Notes that I tick' }))
    for (const [text] of IDEAS) await press(page.getByRole('checkbox', { name: text }))
    await press(button(page, 'Open voting'))
    // Whoever opens a round stands before their own ballot.
    await sees(heading(page, 'Where do we begin?'))

    await Promise.all([
      fillsBallot(fern, 0),
      scoresByHand(amina, 1),
      scoresByHand(joe, 2),
      scoresByKeys(kit, 3),
    ])
    const round = await snoop.asked('Where do we begin?')
    const ids = new Map(IDEAS.map(([text]) => [text, noteOf(text).id]))
    for (const [index, program] of programs.entries()) {
      const choices = Object.fromEntries(IDEAS.map(([text, scores]) => [ids.get(text), scores[4 + index]]))
      const put = await ask(api(`rounds/${round}/ballot`), {
        method: 'PUT',
        token: program.token,
        body: { choices },
      })
      expect(put.status).toBe(200)
    }
    await sees(page.getByText('8 of 8 have voted'))
    await snoop.findsNothing(round)
    // Nobody's page shows a total.
    for (const person of people())
      expect(await person.page.getByText(String(OUTCOME[0]?.total), { exact: true }).count()).toBe(0)

    await press(button(page, 'Close voting'))
    await press(dialog(page, 'Close voting now?').getByRole('button', { name: 'Close voting' }))
    for (const person of people()) await seesResult(person)
  })

  test('the workplan stands there; a member sees it change, and signs up', async () => {
    const ask = 'Give everyone a named person'
    await Promise.all([goesTo(fern, 'outcome'), goesTo(joe, 'outcome')])
    await Promise.all([seesActions(fern), seesActions(joe)])
    const { page, press } = fern
    const first = OUTCOME[0]?.text ?? ''
    await press(button(page, `Action: ${first}. Change.`))
    await page.getByRole('textbox', { name: 'Action' }).fill(ask)
    await page.keyboard.press('Enter')
    await sees(joe.page.getByRole('rowheader', { name: ask }))

    await joe.press(joe.page.getByRole('tab', { name: 'Project board' }))
    await joe.press(button(joe.page, 'Sign up'))
    const form = dialog(joe.page, 'Sign up for the project board')
    await form.getByRole('textbox', { name: 'Where you are from' }).fill('Mill Lane tenants')
    await joe.press(form.getByRole('switch', { name: 'Show my name' }))
    await joe.press(form.getByRole('button', { name: 'Sign up' }))
    await seesNoMore(form)
    await press(page.getByRole('tab', { name: 'Project board' }))
    await sees(page.getByText('Mill Lane tenants'))
    // Now Joe may work on the plan, and Fern sees it.
    await joe.press(joe.page.getByRole('tab', { name: 'Table' }))
    await joe.press(button(joe.page, `Offer to lead “${ask}”`))
    await press(page.getByRole('tab', { name: 'Table' }))
    await sees(
      page
        .getByRole('row', { name: new RegExp(ask) })
        .getByRole('button', { name: 'Who leads: Joe. Change.' }),
    )
    // Fern drags its card to another column, and Joe sees it there.
    for (const one of [fern, joe]) await one.press(one.page.getByRole('tab', { name: 'By status' }))
    const underWay = { name: 'Under way' } as const
    await page.getByRole('listitem').filter({ hasText: ask }).dragTo(page.getByRole('region', underWay))
    await sees(joe.page.getByRole('region', underWay).getByText(ask))
  })

  test('what they take home says what they voted, and nothing that stays in the room', async () => {
    const { page, press } = fern
    const takes = async (name: RegExp): Promise<Buffer> => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        press(dialog(page, 'Take the workplan with you').getByRole('link', { name })),
      ])
      return readFile(await download.path())
    }
    await press(button(page, 'Take it away'))
    const docx = await openOffice(await takes(/^Word document/))
    const sheets = await openSheets(await takes(/^Spreadsheet/))

    const told = OUTCOME.map((one) => ({
      ...one,
      text: one.text === KEPT ? 'An idea kept in the room' : one.text,
    }))
    const decided = decidedIn(docx)
    const tied = (rank: number) => OUTCOME.filter((one) => one.rank === rank).length > 1
    expect(decided.map(({ rank }) => rank)).toEqual(told.map(({ rank }) => rank))
    expect(inOrder(decided)).toEqual(inOrder(told.map((one) => ({ ...one, shared: tied(one.rank) }))))
    const known = 'People can tell you who their named person is'
    for (const words of ['8 of 8 people voted.', 'Give everyone a named person', 'Mill Lane tenants', known])
      expect(docx.get('word/document.xml')?.text).toContain(words)
    for (const words of ['Maryam', HEARD, SIMPLE])
      expect(docx.get('word/document.xml')?.text).toContain(words)

    expect(inOrder(countedIn(sheets))).toEqual(inOrder(told))

    for (const words of [
      [...docx.values()].map(({ text }) => text).join('\n'),
      JSON.stringify(sheets.map(({ rows: cells }) => cells)),
    ]) {
      expect(words).not.toContain(KEPT)
      // Amina said that her name may stand there; the others did not.
      expect(words).not.toMatch(/\bKit\b|\bAna\b|\bDee\b/)
    }
    expect(house.troubles).toEqual([])
  })
})
