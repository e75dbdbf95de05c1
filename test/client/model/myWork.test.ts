/** What one did offline, done again in a document that was begun anew: nothing of it is lost, and nothing of others is undone. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createBacklog } from '../../../client/model/backlog.ts'
import { parseIntents } from '../../../client/model/intents.ts'
import { intentsBetween, planIntentsBetween, workWaiting } from '../../../client/model/myWork.ts'
import { putBack } from '../../../client/model/putBack.ts'
import { createUndo, restore, trash } from '../../../shared/bin.ts'
import { readBoard, readItem } from '../../../shared/board.ts'
import { addItem, moveItems, reorder, setFields, setTheme } from '../../../shared/boardItems.ts'
import { replaceText, textOf } from '../../../shared/boardTexts.ts'
import type { AnyItem } from '../../../shared/kinds/registry.ts'
import {
  addRow,
  clearRow,
  createPlanUndo,
  readPlan,
  restoreRow,
  setRow,
  trashRow,
  writeDerived,
} from '../../../shared/plan.ts'

const REMOTE = Symbol('remote')

/** All of it is mine. */
const ALONE = { asNobody: (work: () => void) => work() }

/** The same content under other ids of Yjs, as after an epoch. */
const begunAnew = (from: Y.Doc, roots: readonly string[]): Y.Doc => {
  const doc = new Y.Doc()
  for (const root of roots)
    for (const [id, entry] of from.getMap<Y.Map<unknown>>(root)) {
      const copy = new Y.Map<unknown>()
      for (const [name, value] of entry) copy.set(name, value instanceof Y.Text ? value.clone() : value)
      doc.getMap(root).set(id, copy)
    }
  return doc
}

/** A phone that goes offline with what everybody has; others go on without it. */
const apart = (start: (doc: Y.Doc) => void) => {
  const others = new Y.Doc()
  start(others)
  const mine = new Y.Doc()
  Y.applyUpdate(mine, Y.encodeStateAsUpdate(others), REMOTE)
  const backlog = createBacklog({
    doc: mine,
    isMine: (origin) => origin !== REMOTE,
    waiting: 0,
    keep: () => true,
  })
  return { mine, others, backlog }
}

/** Over JSON, as it is kept on a device. */
const kept = <Value>(value: Value) => parseIntents(JSON.parse(JSON.stringify(value)))

/** How the board reads after an epoch, and after a refusal. */
const ways = {
  epoch({ mine, others, backlog }: ReturnType<typeof apart>): Y.Doc {
    const next = begunAnew(others, ['items'])
    expect(putBack(next, kept(intentsBetween(mine, next, workWaiting(backlog))), ALONE)).toEqual([])
    return next
  },
  refusal({ mine, others }: ReturnType<typeof apart>): Y.Doc {
    const next = new Y.Doc()
    Y.applyUpdate(next, Y.encodeStateAsUpdate(others))
    const intents = kept(intentsBetween(mine, next))
    putBack(next, intents, ALONE)
    return next
  },
}
const each = Object.entries(ways)

const NAMES = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(21))
const [A, B, C, D] = NAMES as [string, string, string, string]
const THEME = 't'.repeat(21)
const four = (doc: Y.Doc) => {
  addItem(doc, { kind: 'theme', id: THEME, at: [0, 0], title: 'Doors' })
  for (const id of NAMES) addItem(doc, { kind: 'note', id, at: [0, 0], text: `note ${id.charAt(0)}` })
  trash(doc, [B])
}

test.each(each)('what I threw away is in the bin, what I took out of it is not: %s', (_, way) => {
  const phone = apart(four)
  trash(phone.mine, [A, THEME])
  restore(phone.mine, [B])
  const made = addItem(phone.mine, { kind: 'note', at: [9, 9], text: 'thought better of it' })
  trash(phone.mine, [made])
  const board = readBoard(way(phone))
  expect(new Set(board.bin.map(({ id }) => id))).toEqual(new Set([A, THEME, made]))
  expect(board.items.get(made)).toMatchObject({ text: 'thought better of it' })
})

test.each(each)('words that others typed win over a stale bin, also where I typed before: %s', (_, way) => {
  const phone = apart(four)
  trash(phone.mine, [A])
  replaceText(phone.mine, C, 'text', 'mine')
  trash(phone.mine, [C])
  replaceText(phone.mine, D, 'text', 'my last words')
  trash(phone.mine, [D])
  textOf(phone.others, A, 'text')?.insert(0, 'Still needed: ')
  textOf(phone.others, C, 'text')?.insert(0, 'Still needed: ')
  const board = readBoard(way(phone))
  const shown = board.shown.flatMap((item) => (item.kind === 'note' ? [item.text] : []))
  expect(shown).toContain('Still needed: note a')
  expect(shown.filter((text) => text.startsWith('Still needed: '))).toHaveLength(2)
  expect(board.items.get(D)).toMatchObject({ trashed: true, text: 'my last words' })
})

test.each(each)('a note whose making I took back is gone, unless somebody wrote in it: %s', (_, way) => {
  const phone = apart(four)
  const undo = createUndo(phone.mine)
  const [quiet, read] = ['quiet', 'read'].map((text) =>
    addItem(phone.mine, { kind: 'note', at: [0, 0], text }),
  ) as [string, string]
  Y.applyUpdate(phone.others, Y.encodeStateAsUpdate(phone.mine))
  phone.backlog.saved(2)
  undo.undo()
  expect(readItem(phone.mine, quiet)).toBeNull()
  textOf(phone.others, read, 'text')?.insert(4, ' by me')
  const board = readBoard(way(phone))
  expect(board.items.get(quiet)).toMatchObject({ trashed: true, text: 'quiet' })
  expect(board.items.get(read)).toMatchObject({ trashed: false, text: 'read by me' })
})

test.each(each)('what lay in front still does: %s', (_, way) => {
  const phone = apart(four)
  reorder(phone.mine, [A], 'front')
  expect(readBoard(way(phone)).shown.at(-1)?.id).toBe(A)
})

const PLAN = ['actions', 'criteria', 'meetings']
const planWays = {
  epoch({ mine, others, backlog }: ReturnType<typeof apart>): Y.Doc {
    const next = begunAnew(others, PLAN)
    expect(putBack(next, kept(planIntentsBetween(mine, next, workWaiting(backlog))), ALONE)).toEqual([])
    return next
  },
  refusal({ mine, others }: ReturnType<typeof apart>): Y.Doc {
    const next = new Y.Doc()
    Y.applyUpdate(next, Y.encodeStateAsUpdate(others))
    expect(putBack(next, kept(planIntentsBetween(mine, next)), ALONE)).toEqual([])
    return next
  },
}

test.each(Object.entries(planWays))('rows thrown away, brought back, cleared and made: %s', (_, way) => {
  const rows: string[] = []
  const phone = apart((doc) => {
    for (const action of ['binned', 'written in', 'brought back', 'undone'])
      rows.push(addRow(doc, 'actions', { action }))
    trashRow(doc, 'actions', rows[2] ?? '')
    writeDerived(doc, 'criteria', new Map([['derived-row', { title: 'Warm' }]]))
    setRow(doc, 'criteria', 'derived-row', { title: 'Hot' })
  })
  const [binned, written, back] = rows as [string, string, string]
  const undo = createPlanUndo(phone.mine)
  const mistake = addRow(phone.mine, 'actions', { action: 'a mistake' })
  Y.applyUpdate(phone.others, Y.encodeStateAsUpdate(phone.mine))
  phone.backlog.saved(1)
  undo.undo()
  trashRow(phone.mine, 'actions', binned)
  trashRow(phone.mine, 'actions', written)
  restoreRow(phone.mine, 'actions', back)
  clearRow(phone.mine, 'criteria', 'derived-row', 'title')
  const criterion = addRow(phone.mine, 'criteria', { title: 'Dry' })
  const made = addRow(phone.mine, 'actions', { action: 'made', criterion })
  setRow(phone.others, 'actions', written, { lead: 'Joe' })
  const plan = readPlan(way(phone))
  expect(plan.actions.map(({ action }) => action).sort()).toEqual([
    'brought back',
    'made',
    'undone',
    'written in',
  ])
  expect(new Set(plan.deleted)).toEqual(new Set([binned, mistake]))
  expect(plan.criteria.map(({ title }) => title)).toEqual(['Dry', 'Warm'])
  expect(plan.criteria.find(({ id }) => id === 'derived-row')?.written).toEqual([])
  // What leads from one row to another still does.
  expect(plan.actions.find(({ id }) => id === made)?.criterion).toBe(criterion)
})

type Turn = readonly [act: 'type' | 'move' | 'colour' | 'theme' | 'bin' | 'back', at: number, text: string]
const turn: fc.Arbitrary<Turn> = fc.tuple(
  fc.constantFrom('type', 'move', 'colour', 'theme', 'bin', 'back'),
  fc.nat(3),
  fc.string({ unit: fc.constantFrom('x', 'y', 'z'), minLength: 1, maxLength: 3 }),
)
const act = (doc: Y.Doc, [what, at, text]: Turn): void => {
  const id = NAMES[at] ?? ''
  if (what === 'type') textOf(doc, id, 'text')?.insert(at, text)
  if (what === 'move') moveItems(doc, new Map([[id, [text.length, at]]]))
  if (what === 'colour') setFields(doc, 'note', [id], { colour: text.length > 1 ? 'rose' : 'sky' })
  if (what === 'theme') setTheme(doc, [id], text.length > 1 ? THEME : null)
  if (what === 'bin') trash(doc, [id])
  if (what === 'back') restore(doc, [id])
}

test.each(each)(
  'whatever I did where nobody else was, is done; whatever others typed, is seen: %s',
  (_, way) =>
    fc.assert(
      fc.property(
        fc.array(turn, { maxLength: 12 }),
        fc.array(turn, { maxLength: 4 }),
        fc.array(turn, { maxLength: 3 }),
        (own, theirs, before) => {
          const phone = apart((doc) => {
            four(doc)
            for (const each of before) act(doc, each)
          })
          for (const each of own) act(phone.mine, each)
          for (const each of theirs) act(phone.others, each)
          const mine = readBoard(phone.mine).items
          const result = readBoard(way(phone)).items
          const touched = new Set(theirs.map(([, at]) => NAMES[at]))
          const plain = (item: AnyItem | undefined) => ({ ...item, order: '' })
          for (const id of NAMES) {
            if (!touched.has(id)) expect(plain(result.get(id))).toEqual(plain(mine.get(id)))
            const typed = theirs.some(([what, at]) => what === 'type' && NAMES[at] === id)
            const binned = theirs.some(([what, at]) => what === 'bin' && NAMES[at] === id)
            // My bin did not know of their words.
            if (typed && !binned && readItem(phone.others, id)?.trashed === false)
              expect(result.get(id)?.trashed).toBe(false)
          }
        },
      ),
      { numRuns: 50 },
    ),
)
