/**
 * The day that Kiteboard is for, lived once: a facilitator, somebody on a phone, somebody with a mouse, somebody with a keyboard
 * alone, and four programs that speak the plain protocol. They write, group, vote in secret, and take the workplan home.
 */
import { afterAll, describe, test } from 'vitest'
import { joinTheDay, type Day } from './support/day.ts'
import { takeItHome, voteInSecret, workOnThePlan } from './support/dayAfternoon.ts'
import { group, makeAFigure, typeTogether, writeAndSee } from './support/dayMorning.ts'
import { houseOfFile } from './support/houseOfFile.ts'

const house = houseOfFile({ keepsPages: true })
let day: Day
afterAll(() => {
  for (const program of day?.programs ?? []) program.destroy()
})

describe('one day', () => {
  test('they join: by code on a phone, by link, by keys alone, and as programs', async () => {
    day = await joinTheDay(house)
  })
  test('they write: on the canvas, in the list, with what each note is for', () => writeAndSee(day))
  test('a figure stands with its name, its speech and its story', () => makeAFigure(day))
  test('they group: by "Move to…", and by dragging on the canvas', () => group(day))
  test('two people type in one note at once: both are whole, and no caret moves', () => typeTogether(day))
  test('they vote in secret: nobody can see how, until it closes', () => voteInSecret(day))
  test('the workplan stands there; a member sees it change, and signs up', () => workOnThePlan(day))
  test('what they take home says what they voted, and nothing that stays in the room', () => takeItHome(day))
})
