/** Who is here is told to whoever asks for it, at little cost to the server, and at none to the others. */
import fc from 'fast-check'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { expect, test, vi } from 'vitest'
import { readPointers, type HeldPointer } from '../../shared/pointers.ts'
import { MESSAGE_POINTERS } from '../../shared/protocol.ts'
import type { Frame } from '../../server/sync/frames.ts'
import { createShowing, type Watching } from '../../server/sync/room/showing.ts'

/** One reader of presence, and what they know. */
const createReader = (client: number) => {
  const held = new Map<number, HeldPointer>()
  const known = new Map<number, { readonly clock: number; readonly said: unknown }>()
  /** As y-protocols' awareness takes it: by clocks. */
  const hear = (message: Uint8Array): void => {
    const decoder = decoding.createDecoder(message)
    for (let left = decoding.readVarUint(decoder); left > 0; left--) {
      const [who, clock] = [decoding.readVarUint(decoder), decoding.readVarUint(decoder)]
      const said: unknown = JSON.parse(decoding.readVarString(decoder))
      if (clock > (known.get(who)?.clock ?? -1)) known.set(who, { clock, said })
    }
  }
  const got: Frame[] = []
  const state = { bytes: 0, mayShow: true, clock: 0 }
  const reader: Watching = {
    person: `person ${client}`,
    mayWrite: () => true,
    mayShow: () => state.mayShow,
    send(frame) {
      got.push(frame)
      state.bytes += frame.plain.byteLength
      const decoder = decoding.createDecoder(frame.plain)
      if (decoding.readVarUint(decoder) === MESSAGE_POINTERS)
        readPointers(decoding.readTailAsUint8Array(decoder), held)
      else hear(decoding.readVarUint8Array(decoder))
    },
  }
  return {
    client,
    reader,
    state,
    got,
    compact: () => new Map([...held.values()].map((each) => [each.client, each.state])),
    stock: () => new Map([...known].flatMap(([who, { said }]) => (said === null ? [] : [[who, said]]))),
  }
}

type Reader = ReturnType<typeof createReader>

/** A document's presence by itself. */
const createBoard = () => {
  const readers = new Set<Watching>()
  const wake = vi.fn()
  const showing = createShowing<Watching>({
    name: 'board',
    claims: { allows: () => true, present: () => {} },
    readers,
    everyone: () => 0,
    pace: () => 100,
    wake,
    metrics: { add: () => {} },
  })
  return {
    showing,
    wake,
    join(client: number, isCompact = true): Reader {
      const one = createReader(client)
      readers.add(one.reader)
      if (isCompact) showing.readsPointers(one.reader)
      showing.tell(one.reader)
      return one
    },
    leave({ reader }: Reader) {
      readers.delete(reader)
      showing.leave(reader)
    },
    say({ reader, client, state }: Reader, says: object) {
      const message = encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, 1)
        encoding.writeVarUint(encoder, client)
        encoding.writeVarUint(encoder, (state.clock += 1))
        encoding.writeVarString(encoder, JSON.stringify(says))
      })
      showing.receive(reader, message)
    },
    tick: () => showing.tick(false),
  }
}

const LONG = 'item-0000000000000001 '.repeat(20)

test('however often somebody asks who is here, they are told once in a tick, and by one frame all who asked', () => {
  const { showing, wake, join, say, tick } = createBoard()
  const people = [1, 2, 3].map((client) => join(client))
  tick()
  for (const one of people) say(one, { cursor: [1, 2] })
  tick()
  const before = people.map(({ got }) => got.length)
  wake.mockClear()
  for (let each = 0; each < 100; each++) for (const { reader } of people) showing.tell(reader)
  expect(people.map(({ got }) => got.length)).toEqual(before)
  expect(wake).toHaveBeenCalled()
  tick()
  expect(people.map(({ got }) => got.length)).toEqual(before.map((count) => count + 1))
  expect(new Set(people.map(({ got }) => got.at(-1))).size).toBe(1)
  tick()
  expect(people.map(({ got }) => got.length)).toEqual(before.map((count) => count + 1))
})

test('it is work to be told who is here, the more the more they are; to be told it only once is none', () => {
  const { showing, join, say, tick } = createBoard()
  const [one, ...others] = [1, 2, 3, 4, 5].map((client) => join(client))
  if (!one) throw new Error('nobody joined')
  tick()
  const few = showing.stepsFor(one.reader)
  for (const other of others) say(other, {})
  expect(few).toBeGreaterThan(0)
  expect(showing.stepsFor(one.reader)).toBeGreaterThan(few)
  showing.tell(one.reader)
  expect(showing.stepsFor(one.reader)).toBe(0)
})

test('whoever asks who is here makes what the others are told no longer', () => {
  const { showing, join, say, tick } = createBoard()
  const [writer, listener, asker] = [join(1), join(2), join(3)]
  say(writer, { cursor: [0, 0], writing: LONG })
  tick()
  const before = listener.state.bytes
  for (let n = 1; n <= 20; n++) {
    say(writer, { cursor: [n, n], writing: LONG })
    showing.tell(asker.reader)
    tick()
  }
  expect(listener.state.bytes - before).toBeLessThan(20 * 10)
  expect(asker.compact()).toEqual(listener.compact())
  expect([...listener.compact().values()]).toEqual([{ cursor: [20, 20], writing: LONG, person: 'person 1' }])
})

test('whoever comes while somebody’s news still has to wait understands it when it comes', () => {
  const { join, say, tick } = createBoard()
  const [writer, listener] = [join(1), join(2)]
  say(writer, { cursor: [1, 1], writing: LONG })
  tick()
  writer.state.mayShow = false
  say(writer, { cursor: [2, 2] })
  tick()
  const newcomer = join(3)
  tick()
  expect(newcomer.compact()).toEqual(listener.compact())
  writer.state.mayShow = true
  tick()
  expect(newcomer.compact()).toEqual(new Map([[1, { cursor: [2, 2], person: 'person 1' }]]))
  expect(newcomer.compact()).toEqual(listener.compact())
})

const steps = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant('say' as const), who: fc.nat(5), at: fc.nat(3), shape: fc.nat(2) }),
    fc.record({ type: fc.constant('ask' as const), who: fc.nat(5) }),
    fc.record({ type: fc.constant('leave' as const), who: fc.nat(5) }),
    fc.record({ type: fc.constant('join' as const), who: fc.nat(5) }),
    fc.record({ type: fc.constant('wait' as const), who: fc.nat(5), mayShow: fc.boolean() }),
    fc.constant({ type: 'tick' as const, who: 0 }),
  ),
  { maxLength: 80 },
)

test('whoever comes, goes, asks and waits: nobody is told what they cannot read, and in the end all know the same', () =>
  fc.assert(
    fc.property(steps, (all) => {
      const board = createBoard()
      const here = new Map<number, Reader>()
      const said = new Map<number, object>()
      let client = 0
      const join = (who: number): void => void here.set(who, board.join((client += 1), who % 3 > 0))
      for (const who of [0, 1, 2, 3]) join(who)
      for (const step of all) {
        const one = here.get(step.who)
        if (step.type === 'tick') board.tick()
        else if (step.type === 'join') {
          if (!one) join(step.who)
        } else if (!one) continue
        else if (step.type === 'ask') board.showing.tell(one.reader)
        else if (step.type === 'wait') one.state.mayShow = step.mayShow
        else if (step.type === 'leave') {
          board.leave(one)
          here.delete(step.who)
          said.delete(one.client)
        } else {
          const state = { cursor: [step.at, 7], selected: [`item ${step.shape}`] }
          board.say(one, state)
          said.set(one.client, { ...state, person: one.reader.person })
        }
      }
      for (const { state } of here.values()) state.mayShow = true
      board.tick()
      board.tick()
      const known = new Map([...said].sort(([a], [b]) => a - b))
      for (const [who, one] of here) {
        const told = who % 3 > 0 ? one.compact() : one.stock()
        expect(new Map([...told].sort(([a], [b]) => a - b))).toEqual(known)
      }
    }),
    { numRuns: 300 },
  ))
