/** What a page offers to write is what the server would take: by role, mute, lock and membership, as they change. */
import { expect, test, vi } from 'vitest'
import type { WorkshopInfo } from '../../../shared/answers.ts'
import { createRights } from '../../../client/model/rights.ts'
import { createStore } from '../../../client/model/store.ts'
import { boardDoc, type Role } from '../../../shared/docs.ts'
import type { StageBoard, StagePerson } from '../../../shared/stage.ts'

const me = { id: 'me', name: 'Amina', colour: 0 }
const resting = { id: 'board-0000000000001', title: 'Ideas', order: 'a' }
const MEMBER = { ...me, organisation: '', contact: '', showName: true, showContact: false }
const BOARD = boardDoc(resting.id)

const start = (role: Role) => {
  const info = createStore(infoOf(role))
  const stage = createStore(stageOf({}))
  return { info, stage, rights: createRights({ info, stage }) }
}

const infoOf = (role: Role, member: WorkshopInfo['member'] = null) => ({
  role,
  member,
  participant: { ...me, role },
})

const stageOf = ({ muted, locked = false }: { readonly muted?: true; readonly locked?: boolean }) => {
  const person: StagePerson = { ...me, role: 'participant', ...(muted && { muted }) }
  const board: StageBoard = { ...resting, locked }
  return { people: new Map([[me.id, person]]), boards: [board] }
}

test('whoever is muted is offered to write nothing, as long as it lasts', () => {
  const { info, stage, rights } = start('participant')
  info.set(infoOf('participant', MEMBER))
  const told = vi.fn()
  rights.writableOf(BOARD).subscribe(told)
  const offers = () => [BOARD, 'plan'].map((name) => rights.writableOf(name).get())
  expect(offers()).toEqual([true, true])
  stage.set(stageOf({ muted: true }))
  expect([offers(), told.mock.calls.length]).toEqual([[false, false], 1])
  // What is here may have been written before.
  expect(rights.isNeverWritten(BOARD)).toBe(false)
  stage.set(stageOf({}))
  expect(offers()).toEqual([true, true])
})

test.each([
  ['participant', false],
  ['facilitator', true],
  ['viewer', false],
] as const)('on a board that rests, a %s is offered to write: %s', (role, may) => {
  const { stage, rights } = start(role)
  stage.set(stageOf({ locked: true }))
  expect(rights.writableOf(BOARD).get()).toBe(may)
})

test('a role that changes is followed; the plan is for its members', () => {
  const { info, rights } = start('viewer')
  const told = vi.fn()
  rights.writableOf('plan').subscribe(told)
  const never = () => [BOARD, 'plan', 'stage'].map((name) => rights.isNeverWritten(name))
  expect([rights.writableOf(BOARD).get(), never()]).toEqual([false, [true, true, true]])
  info.set(infoOf('participant'))
  expect([rights.writableOf(BOARD).get(), never()]).toEqual([true, [false, true, true]])
  info.set(infoOf('participant', MEMBER))
  expect([rights.writableOf('plan').get(), never()]).toEqual([true, [false, false, true]])
  expect(told).toHaveBeenCalledTimes(2)
})
