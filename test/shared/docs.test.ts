import { describe, expect, test } from 'vitest'
import {
  boardDoc,
  draftDoc,
  mayRead,
  mayWrite,
  parseDocName,
  ROLES,
  strongerRole,
} from '../../shared/docs.ts'

const board = parseDocName(boardDoc('abcdefghijklmnop'))
const stage = parseDocName('stage')
const plan = parseDocName('plan')
const me = 'meeeeeeeeeeeeeee'
const other = 'otherrrrrrrrrrrr'
const writing = 'writinggggggggggg'

describe('who may write what', () => {
  const table = [
    // role, member, locked → board, plan
    ['viewer', false, false, false, false],
    ['viewer', true, false, false, true],
    ['participant', false, false, true, false],
    ['participant', false, true, false, false],
    ['participant', true, true, false, true],
    ['facilitator', false, false, true, true],
    ['facilitator', false, true, true, true],
  ] as const

  for (const [role, member, locked, writesBoard, writesPlan] of table)
    test(`a ${role}${member ? ' on the project board' : ''}${locked ? ', the board resting' : ''}`, () => {
      if (!board || !stage || !plan) throw new Error('these are names of documents')
      const asker = { person: me, role, member }
      expect(mayWrite(board, asker, locked)).toBe(writesBoard)
      expect(mayWrite(plan, asker, locked)).toBe(writesPlan)
      expect(mayWrite(stage, asker, locked)).toBe(false)
      expect(mayRead(board, asker)).toBe(true)
    })
})

test('whose writing is paused writes nothing, member or not; a facilitator’s is never paused', () => {
  const draft = parseDocName(draftDoc(writing, me))
  for (const doc of [board, plan, draft]) {
    if (!doc) throw new Error('these are names of documents')
    const asker = { person: me, member: true, muted: true }
    expect(mayWrite(doc, { ...asker, role: 'participant' }, false)).toBe(false)
    expect(mayRead(doc, { ...asker, role: 'participant' })).toBe(true)
  }
  if (plan)
    expect(mayWrite(plan, { person: me, member: true, muted: true, role: 'facilitator' }, false)).toBe(true)
})

test('a draft is its own person’s alone, whatever anybody is', () => {
  for (const role of ROLES)
    for (const member of [false, true])
      for (const locked of [false, true])
        for (const person of [me, other]) {
          const draft = parseDocName(draftDoc(writing, person))
          if (!draft) throw new Error('this is the name of a document')
          const asker = { person: me, role, member }
          const mine = person === me && role !== 'viewer'
          expect(mayRead(draft, asker)).toBe(mine)
          expect(mayWrite(draft, asker, locked)).toBe(mine)
        }
})

test('names that no document can have are refused', () => {
  for (const name of [
    '',
    'board:',
    'board:short',
    'board:abcdefghijklmnop/..',
    'Stage',
    'draft:x:y',
    `draft:${writing}`,
    `draft:${writing}:${me}:`,
    `board:${me}:${me}`,
    '__proto__',
  ])
    expect(parseDocName(name)).toBeNull()
})

test('a role may rise, never fall', () => {
  for (const a of ROLES)
    for (const b of ROLES)
      expect(ROLES.indexOf(strongerRole(a, b))).toBe(Math.max(ROLES.indexOf(a), ROLES.indexOf(b)))
})

test('who is not let in any more may do nothing at all, also as a member of the project board', () => {
  const gone = { person: 'p'.repeat(21), role: null, member: true }
  for (const name of ['stage', 'plan', boardDoc('b'.repeat(21)), draftDoc('w'.repeat(21), gone.person)]) {
    const doc = parseDocName(name)
    expect(doc && [mayRead(doc, gone), mayWrite(doc, gone, false)]).toEqual([false, false])
  }
})
