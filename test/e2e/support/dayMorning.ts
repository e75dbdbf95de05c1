/** The morning of the day: they make things, and put them together. */
import { expect } from 'vitest'
import { readBoard } from '../../../shared/board.ts'
import { addItem, setTheme } from '../../../shared/boardItems.ts'
import { until } from '../../sync/harness.ts'
import { board, choosesOnCanvas, drags, finds, middleOf, stepsBack } from './canvas.ts'
import { ask } from './house.ts'
import { caretOf } from './keys.ts'
import {
  button,
  dialog,
  goesTo,
  heading,
  inside,
  makesTheme,
  movesTo,
  row,
  saysStatus,
  section,
  sees,
  seesInList,
  writesNote,
} from './people.ts'
import { IDEAS, KEPT } from './ideas.ts'
import { HEARD, SIMPLE, type Day } from './day.ts'

/** On the canvas, in the list, and by programs, with what each note is for. */
export const writeAndSee = async (day: Day): Promise<void> => {
  const { fern, amina, joe, kit, programs, noteOf, themeOf, api, people } = day
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
}

/** With its name, its speech and its story. */
export const makeAFigure = async (day: Day): Promise<void> => {
  const { amina, joe } = day
  const { page, press } = joe
  await press(page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name: 'Figure' }))
  await board(page).click({ position: { x: 220, y: 300 } })
  const maker = dialog(page, 'Make a figure')
  await press(maker.getByRole('button', { name: 'Scarf and cup' }))
  await press(maker.getByRole('tab', { name: 'Words' }))
  await maker.getByRole('textbox', { name: 'Name' }).fill('Maryam')
  await maker.getByRole('textbox', { name: 'What they say' }).fill('Who do I ask?')
  await maker.getByRole('textbox', { name: 'What does it stand for?' }).fill('Everyone who rang three times')
  await press(maker.getByRole('button', { name: 'Put it on the board' }))
  await seesInList(amina, 'Everyone who rang three times')
  await sees(row(amina.page, 'Maryam').getByText(/Who do I ask\?/))
}

/** By "Move to…", and by dragging on the canvas. */
export const group = async (day: Day): Promise<void> => {
  const { fern, amina, programs, view, noteOf, themeOf } = day
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
  const [themeX, themeY] = middleOf(await finds(page, `Theme: ${SIMPLE}`))
  const [noteX, noteY] = middleOf(await finds(page, 'Note: Evening appointments'))
  await drags(page, [noteX, noteY], [themeX - noteX, themeY - noteY])
  await until('the note lies in the theme', () => noteOf('Evening appointments').theme === themeOf(SIMPLE).id)

  // A theme is carried with all that lies on it.
  const named = 'A named person from start to finish'
  const before = { theme: themeOf(HEARD), note: noteOf(named), other: noteOf('A quiet room to wait in') }
  const { x, y, width } = await finds(page, `Theme: ${HEARD}`)
  await drags(page, [x + width / 2, y + 14], [-90, 60])
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
}

/** Two people, in one note, at once. */
export const typeTogether = async (day: Day): Promise<void> => {
  const { fern, joe, programs } = day
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
}
