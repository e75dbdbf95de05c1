/** In which order an intake takes in what waits, and what the ledger hears of it: driven by hand, a turn at a time. */
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { newId } from '../../shared/ids.ts'
import type { Changed } from '../../server/sync/contract.ts'
import { createIntake } from '../../server/sync/room/intake.ts'
import { createQueue, type Sender, type Work } from '../../server/sync/room/queue.ts'
import { nextTurn, workHard } from './workHard.ts'

/** Bytes of what may take long. */
const MUCH = 10_000

/** A document whose intake a test drives by hand. */
const byHand = (
  onApplied: (changed: Changed, from: Hand) => void = () => {},
  here: ReadonlySet<Hand> | null = null,
) => {
  const doc = new Y.Doc()
  const accepted: number[] = []
  const intake = createIntake<Hand>({
    doc,
    // Each piece in the turn in which a test asks for it.
    pieces: { mayTake: () => true, took: () => {}, makeRoomUntil: () => {} },
    isHere: (hand) => here?.has(hand) ?? true,
    onApplied: ({ changed }, from) => onApplied(changed, from),
    onAccepted: (acks) => accepted.push(...acks.values()),
  })
  return { doc, intake, accepted }
}

interface Hand extends Sender {
  readonly waiting: () => number
}

const createHand = (person = newId()): Hand => {
  let waiting = 0
  return {
    person,
    fail(error) {
      throw error
    },
    waits: (bytes) => void (waiting += bytes),
    waiting: () => waiting,
  }
}

test('a long intake goes on by itself, with turns of others in between, and says how much still waits', async () => {
  const { intake } = byHand()
  const hand = createHand()
  const done: number[] = []
  for (let n = 0; n < 50; n++)
    intake.submit(hand, 10, () => {
      workHard()
      done.push(n)
    })
  expect(hand.waiting()).toBe(500)
  intake.tick()
  let turns = 0
  while (!intake.isEmpty()) {
    expect(hand.waiting()).toBe(500 - 10 * done.length)
    turns += 1
    await nextTurn()
  }
  expect(turns).toBeGreaterThan(1)
  expect(done).toEqual(Array.from({ length: 50 }, (_, n) => n))
  expect(hand.waiting()).toBe(0)
})

test('what is long never overtakes what its own person sent before, however late it is', async () => {
  const { intake } = byHand()
  const [one, other] = [createHand(), createHand()]
  const done: string[] = []
  const send = (from: Hand, bytes: number, name: string): void =>
    intake.submit(from, bytes, () => {
      workHard()
      done.push(name)
    })
  for (const name of ['a', 'b', 'c']) send(other, 10, name)
  for (const name of ['1', '2']) send(one, 10, name)
  send(one, 10_000, '3')
  send(one, 10, '4')
  intake.tick()
  while (!intake.isEmpty()) await nextTurn()
  expect(done.filter((name) => name <= '9')).toEqual(['1', '2', '3', '4'])
  expect(done).toHaveLength(7)
})

/** Work of so many steps, one a turn. */
const inSteps = (done: string[], ...[name, ...others]: readonly string[]): Work => {
  return () => {
    if (name !== undefined) done.push(name)
    return others.length > 0 ? inSteps(done, ...others) : undefined
  }
}

test('who leaves is heard to the end: what is short at once, what is long by turns', async () => {
  const here = new Set<Hand>()
  const { intake } = byHand(() => {}, here)
  const [one, other] = [createHand(), createHand()]
  here.add(one).add(other)
  const done: string[] = []
  intake.submit(other, 1, inSteps(done, 'other'))
  intake.submit(one, 1, inSteps(done, '1'))
  intake.submit(one, MUCH, inSteps(done, '2', '3', '4'))
  intake.submit(one, 1, inSteps(done, '5'))
  intake.leave(one)
  here.delete(one)
  expect(done).toEqual(['1'])
  while (!intake.isEmpty()) await nextTurn()
  expect(done.filter((each) => each !== 'other')).toEqual(['1', '2', '3', '4', '5'])
  expect(one.waiting()).toBe(0)
  // Who comes again is somebody else.
  intake.submit(one, 1, inSteps(done, 'late'))
  intake.drain()
  expect(done).not.toContain('late')
})

test('between the parts of one who sends much, others are heard; what the same person sent later waits', () => {
  const { intake } = byHand()
  const [one, other] = [createHand(), createHand()]
  const done: string[] = []
  intake.submit(one, MUCH, inSteps(done, '1', '2', '3'))
  intake.submit(one, 1, inSteps(done, '4'))
  for (const part of [['1'], ['2'], ['3', '4']]) {
    intake.submit(other, 1, inSteps(done, 'other'))
    intake.tick()
    expect(done.splice(0).sort()).toEqual([...part, 'other'])
  }
  expect(intake.isEmpty()).toBe(true)
})

test('whoever acts on all that was sent so far waits for that, and for nothing that came later', async () => {
  const { intake } = byHand()
  const [one, other, third] = [createHand(), createHand(), createHand()]
  const done: string[] = []
  intake.submit(one, MUCH, inSteps(done, '1', '2', '3'))
  intake.submit(other, 1, inSteps(done, 'short'))
  const caughtUp = intake.caughtUp().then(() => [...done])
  expect(done).toEqual(['short'])
  intake.submit(third, MUCH, inSteps(done, ...Array.from({ length: 50 }, () => 'later')))
  const sofar = await caughtUp
  expect(sofar.filter((each) => each !== 'later')).toEqual(['short', '1', '2', '3'])
  expect(sofar.length).toBeLessThan(20)
  intake.submit(one, 1, inSteps(done, 'never'))
  const thrownAway = intake.caughtUp()
  intake.submit(one, MUCH, inSteps(done, 'never'))
  const alsoThrownAway = intake.caughtUp()
  intake.close()
  await Promise.all([thrownAway, alsoThrownAway])
})

test('what is done of it that came later does not count for who waits for what was sent so far', () => {
  const queue = createQueue<Hand>()
  queue.push(createHand(), MUCH, () => undefined)
  const then = vi.fn()
  queue.whenDone(then)
  queue.push(createHand(), 1, () => undefined)
  const [short, long] = [queue.nextShort(), queue.nextLong()]
  if (!short || !long) throw new Error('nothing waits')
  queue.finish(short, undefined)
  expect(then).not.toHaveBeenCalled()
  queue.finish(long, undefined)
  expect(then).toHaveBeenCalledOnce()
})

test('a foe who sends much in many messages waits in turn with others who send much', () => {
  const { intake } = byHand()
  const [foe, honest] = [createHand(), createHand()]
  const done: string[] = []
  for (let n = 0; n < 20; n++) intake.submit(foe, MUCH, inSteps(done, 'a', 'b', 'c'))
  intake.submit(honest, MUCH, inSteps(done, 'honest'))
  for (let tick = 0; tick < 3; tick++) intake.tick()
  expect(done).toContain('honest')
})

test('what is short does not wait for a crowd who send much, and what is long does not wait for ever', async () => {
  const { intake } = byHand()
  const done: string[] = []
  for (let n = 0; n < 30; n++)
    intake.submit(createHand(), MUCH, () => {
      workHard()
      done.push('long')
    })
  const busy = createHand()
  /** More than one turn has time for. */
  const writeOn = (): void => {
    for (let n = 0; n < 15; n++)
      intake.submit(busy, 10, () => {
        workHard()
        done.push('short')
      })
  }
  const longs = (): number => done.filter((each) => each === 'long').length
  writeOn()
  intake.tick()
  expect(done[0]).toBe('short')
  for (let before = 0; before < 30; before = longs()) {
    writeOn()
    await nextTurn()
    expect(longs()).toBeGreaterThan(before)
  }
})

test('what one person sends stays in order, over all their pages', () =>
  fc.assert(
    fc.property(
      fc.array(fc.record({ page: fc.nat(5), isLong: fc.boolean() }), { maxLength: 40 }),
      fc.nat(5),
      (sent, leaves) => {
        const { intake } = byHand()
        const pages = Array.from({ length: 6 }, (_, page) => createHand(`person ${page % 3}`))
        const done = new Map<string, number[]>()
        sent.forEach(({ page, isLong }, n) => {
          const from = pages[page]
          if (!from) return
          intake.submit(from, isLong ? MUCH : 10, () => {
            done.set(from.person, [...(done.get(from.person) ?? []), n])
          })
        })
        const first = pages[leaves]
        if (first) intake.leave(first)
        intake.drain()
        for (const all of done.values()) expect(all).toEqual([...all].sort((a, b) => a - b))
        expect([...done.values()].flat()).toHaveLength(sent.length)
      },
    ),
  ))

type ChangedType = Changed extends Map<infer Type, unknown> ? Type : never

/** Where a type lies, in words. */
const pathOf = (type: ChangedType): string => {
  const item = type._item
  if (!item) return 'root'
  const parent = item.parent instanceof Y.AbstractType ? pathOf(item.parent) : '?'
  return `${parent}/${item.parentSub ?? '*'}`
}

const act = fc.record({
  page: fc.nat(2),
  what: fc.constantFrom('make', 'type', 'set', 'take out', 'learn'),
  which: fc.nat(3),
})

test('the ledger hears of each update what it alone changed, also in what came in the same intake', () => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 5, maxLength: 60 }), (acts) => {
      const pages = [1, 2, 3].map((client) => {
        const doc = new Y.Doc()
        doc.clientID = client
        return doc
      })
      const updates: { readonly client: number; readonly update: Uint8Array }[] = []
      for (const page of pages)
        page.on('update', (update: Uint8Array, origin: unknown) => {
          if (origin !== 'learnt') updates.push({ client: page.clientID, update })
        })
      for (const { page: index, what, which } of acts) {
        const page = pages[index]
        if (!page) continue
        const items = page.getMap<Y.Map<unknown>>('items')
        const id = `item ${which}`
        const text = items.get(id)?.get('text')
        if (what === 'learn') for (const { update } of [...updates]) Y.applyUpdate(page, update, 'learnt')
        else if (what === 'make') items.set(id, new Y.Map([['text', new Y.Text('words')]]))
        else if (what === 'take out') items.delete(id)
        else if (what === 'set') items.get(id)?.set('from', 'another')
        else if (text instanceof Y.Text) text.insert(0, 'more')
      }
      const told = (changed: Changed): string[] =>
        [...changed].map(([type, keys]) => `${pathOf(type)}: ${[...keys].sort().join()}`).sort()

      const alone = new Y.Doc()
      alone.getMap('items')
      const expected = updates.map(({ update }) => {
        let changes: string[] = []
        alone.once('afterTransaction', ({ changed }: Y.Transaction) => (changes = told(changed)))
        Y.applyUpdate(alone, update)
        return changes
      })

      const heard: string[][] = []
      const { doc, intake } = byHand((changed) => heard.push(told(changed)))
      doc.getMap('items')
      const hand = createHand()
      for (const { client, update } of updates)
        intake.submit(hand, 1, () => {
          intake.apply(update, [client], hand)
        })
      intake.drain()
      expect(heard).toEqual(expected)
      expect(doc.getMap('items').toJSON()).toEqual(alone.getMap('items').toJSON())
    }),
    { numRuns: 100 },
  )
})
