/** What it costs to judge is counted before it is done: also of what is known, refused, or sent by somebody who may not write. */
import * as encoding from 'lib0/encoding'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { addItem } from '../../shared/boardItems.ts'
import { textOf } from '../../shared/boardTexts.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { judge, type Judging, type Verdict } from '../../server/sync/gate/gate.ts'
import { BOARD } from './harness.ts'
import { ANYBODY } from './anybody.ts'

const NAME = { type: 'board', board: BOARD } as const

/** A delete set alone. */
const deletionOf = (client: number, ranges: readonly (readonly [clock: number, len: number])[]): Uint8Array =>
  encoding.encode((encoder) => {
    for (const part of [0, 1, client, ranges.length, ...ranges.flat()]) encoding.writeVarUint(encoder, part)
  })

/** Judges with so much work left. @returns what was said, and what it took */
const judged = (
  server: Y.Doc,
  update: Uint8Array,
  { left = Infinity, ...others }: { left?: number } & Partial<Judging> = {},
): { readonly verdict: Verdict; readonly steps: number } => {
  let steps = 0
  const mayWork = (more: number): boolean => {
    if (steps + more > left) return false
    steps += more
    return true
  }
  const verdict = judge(server, NAME, update, { ...ANYBODY, mayWork, ...others })
  return { verdict, steps }
}

/** A board on which so many entries were made and deleted again, one by one: Yjs keeps something of each. */
const withGone = (count: number): Y.Doc => {
  const server = new Y.Doc()
  const items = server.getMap('items')
  server.transact(() => {
    for (let n = 0; n < count; n++) items.set(`${n}`, new Y.Map())
  })
  server.transact(() => {
    for (let n = 0; n < count; n++) items.delete(`${n}`)
  })
  return server
}

const whole = (server: Y.Doc): number => Y.getState(server.store, server.clientID)

describe('what is known, or refused, is counted', () => {
  const COUNT = 20_000
  const server = withGone(COUNT)

  test('looking for what is long deleted costs by what is passed, however few bytes ask for it', () => {
    const update = deletionOf(server.clientID, [[0, whole(server)]])
    expect(update.byteLength).toBeLessThan(20)
    const { verdict, steps } = judged(server, update)
    expect(verdict.type).toBe('known')
    expect(steps).toBeGreaterThan(COUNT / 5)
  })

  test('and goes no further than there is work left', () => {
    const update = deletionOf(server.clientID, [[0, whole(server)]])
    const looks = vi.spyOn(Y.Item.prototype, 'deleted', 'get')
    onTestFinished(() => looks.mockRestore())
    expect(judged(server, update, { left: 500 }).verdict).toMatchObject({ code: 4529 })
    expect(looks.mock.calls.length).toBeLessThan(COUNT / 4)
  })

  test('ranges count as they come, not as they are merged', () => {
    for (const count of [100, 5_000]) {
      const update = deletionOf(
        server.clientID,
        Array.from({ length: count }, (_, n) => [n, 1]),
      )
      const { verdict, steps } = judged(server, update)
      expect(verdict.type).toBe('known')
      expect(steps).toBeGreaterThan(3 * count)
    }
  })

  test('more ranges than any board has are refused', () => {
    const update = deletionOf(
      9,
      Array.from({ length: LIMITS.ranges + 1 }, () => [0, 1]),
    )
    expect(judged(server, update).verdict).toMatchObject({ code: 4413 })
  })

  test('with no work left nothing is read at all', () => {
    const { verdict } = judged(server, Uint8Array.of(200, 200, 200), { left: 0 })
    expect(verdict).toMatchObject({ code: 4529 })
  })

  test('what holds more values than one part may is refused before it is built', () => {
    const update = encoding.encode((encoder) => {
      for (const part of [1, 1, 9, 0]) encoding.writeVarUint(encoder, part)
      encoding.writeUint8Array(encoder, Uint8Array.of(0x28, 1, 5, ...Buffer.from('items'), 1, 107))
      encoding.writeVarUint(encoder, 100_000)
      for (let n = 0; n < 100_000; n++) encoding.writeUint8Array(encoder, Uint8Array.of(118, 0))
      encoding.writeVarUint(encoder, 0)
    })
    const { verdict, steps } = judged(server, update)
    expect(verdict).toMatchObject({ code: 4413 })
    // Looked through, and no more.
    expect(steps).toBeLessThan(update.byteLength / 8)
  })
})

describe('whoever may not write is not judged', () => {
  const page = new Y.Doc()
  for (let n = 0; n < 500; n++) addItem(page, { kind: 'note', at: [n, n], text: 'words' })
  const update = Y.encodeStateAsUpdate(page)
  const mayWrite = (): boolean => false

  test('what they say is looked through, and refused', () => {
    const { verdict, steps } = judged(new Y.Doc(), update, { mayWrite })
    expect(verdict).toMatchObject({ code: 4403 })
    expect(steps).toBe(update.byteLength / 16)
  })

  test('what they know, they may say again', () => {
    const server = new Y.Doc()
    Y.applyUpdate(server, update)
    expect(judged(server, update, { mayWrite }).verdict.type).toBe('known')
    const nothing = Y.encodeStateAsUpdate(page, Y.encodeStateVector(page))
    expect(judged(server, nothing, { mayWrite }).verdict.type).toBe('known')
    // Short ones too: a letter, and a deletion.
    const [first = ''] = page.getMap('items').keys()
    const before = Y.encodeStateVector(page)
    page.getMap('items').delete(first)
    const deletion = Y.encodeStateAsUpdate(page, before)
    expect(judged(server, deletion, { mayWrite }).verdict).toMatchObject({ code: 4403 })
    expect(judged(server, deletion).verdict.type).toBe('new')
    addItem(page, { kind: 'note', at: [0, 0], text: 'more' })
    const more = Y.encodeStateAsUpdate(page, before)
    expect(judged(server, more, { mayWrite }).verdict).toMatchObject({ code: 4403 })
  })

  test('what cannot be read is told apart', () => {
    expect(judged(new Y.Doc(), Uint8Array.of(9, 9), { mayWrite }).verdict).toMatchObject({ code: 4400 })
  })
})

test('what honest pages send again and again when they come back costs them little', () => {
  const page = new Y.Doc()
  for (let n = 0; n < 500; n++) addItem(page, { kind: 'note', at: [n, n], text: 'words of a note' })
  const server = new Y.Doc()
  Y.applyUpdate(server, Y.encodeStateAsUpdate(page))
  const { verdict, steps } = judged(server, Y.encodeStateAsUpdate(page))
  expect(verdict.type).toBe('known')
  // The whole of a board of 20,000 notes, 40 times as much.
  expect(steps * 40).toBeLessThan(LIMITS.work.burst / 5)
})

test('to place what many have written at the same place meanwhile is counted, however short it is', () => {
  const server = new Y.Doc()
  const id = addItem(server, { kind: 'note', at: [0, 0], text: 'ab' })
  const page = new Y.Doc()
  Y.applyUpdate(page, Y.encodeStateAsUpdate(server))
  const inText = (doc: Y.Doc): Y.Text => {
    const text = textOf(doc, id, 'text')
    if (!text) throw new Error('no text')
    return text
  }
  // Each before the last one, so that Yjs keeps them apart.
  for (let n = 0; n < 2_000; n++) inText(server).insert(1, 'x')
  const before = Y.encodeStateVector(page)
  inText(page).insert(1, 'y')
  const update = Y.encodeStateAsUpdate(page, before)
  const { verdict, steps } = judged(server, update)
  expect(verdict.type).toBe('new')
  expect(steps).toBeGreaterThan(2_000)
  expect(judged(server, update, { left: 1_000 }).verdict.type).toBe('refused')
})
