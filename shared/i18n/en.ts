/**
 * English, put together from one file an area. Each area's file is its screens' own. Every page loads all of it. What few need stays
 * apart: the words of voting (`en/vote.ts`), of the facilitator's panel (`en/facilitate.ts`), of what else opens beside the board
 * (`en/beside.ts`), of one's own private notes (`en/ownWriting.ts`), of who makes a figure (`en/figureMaker.ts`) and of the outcome
 * (`en/plan.ts`); and those that only the server says, when it refuses (`en/server.ts`), in documents (`en/exports.ts`) or on a page of
 * its own (`en/interface.ts`).
 */
import { app } from './en/app.ts'
import { canvas } from './en/canvas.ts'
import { common } from './en/common.ts'
import { door } from './en/door.ts'
import { kinds } from './en/kinds.ts'
import { methods } from './en/methods.ts'
import { outcome } from './en/outcome.ts'
import { hall } from './en/hall.ts'
import { item } from './en/item.ts'
import { list } from './en/list.ts'
import { panels } from './en/panels.ts'
import { refused } from './en/refused.ts'
import { writing } from './en/writing.ts'

export const en = {
  ...app,
  ...canvas,
  ...door,
  ...common,
  ...kinds,
  ...methods,
  ...outcome,
  ...item,
  ...list,
  ...hall,
  ...panels,
  ...refused,
  ...writing,
} as const
