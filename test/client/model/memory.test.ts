import { describe, expect, test } from 'vitest'
import { createMemory, type Memory } from '../../../client/model/memory.ts'
import { newId } from '../../../shared/ids.ts'
import { FakeStorage } from './device.ts'

const infoOf = (title: string) => {
  const id = newId()
  return {
    id,
    title,
    role: 'participant' as const,
    boards: [],
    limits: { payload: 1, presence: 1, items: 1, text: 1 },
    participant: { id: newId(), name: 'Joe', colour: 0, role: 'participant' as const },
    consent: null,
    member: null,
  }
}

test('the workshops of a device are listed, the one opened last first, with what waits in each, until taken off', () => {
  const memory = createMemory(new FakeStorage())
  const [first, second, never] = [infoOf('First'), infoOf('Second'), infoOf('Never')]
  for (const info of [first, second, never]) memory.keepInfo(info)
  memory.keepOpened(first.id, 1_000)
  memory.keepOpened(second.id, 2_000)
  const titles = () => memory.workshops().map(({ info }) => info.title)
  expect(titles()).toEqual(['Second', 'First', 'Never'])
  memory.keepWaiting(first.id, 'board:one', 2)
  memory.keepWaiting(first.id, 'plan', 1)
  expect(memory.workshops().map(({ unsent }) => unsent)).toEqual([0, 3, 0])
  memory.takeOff(second.id)
  expect(titles()).toEqual(['First', 'Never'])
  expect(createMemory(null).workshops()).toEqual([])
})

const WORKSHOP = 'workshop-of-both-pages'

/** Storage that lets something happen right before one of its calls. */
class CrossedStorage extends FakeStorage {
  calls = 0
  before: { readonly call: number; readonly work: () => void } | null = null
  private step() {
    const { before } = this
    if (!before || this.calls++ !== before.call) return
    this.before = null
    before.work()
  }
  override getItem(key: string) {
    this.step()
    return super.getItem(key)
  }
  override key(index: number) {
    this.step()
    return super.key(index)
  }
  override setItem(key: string, value: string) {
    this.step()
    super.setItem(key, value)
  }
  override removeItem(key: string) {
    this.step()
    super.removeItem(key)
  }
}

const spellOf = (id: string) => ({
  id,
  board: 'board',
  question: '',
  person: 'me',
  unfinished: null,
  unsaved: false,
})
const receiptOf = (item: string) => ({ item, secret: 'secret', board: 'board', person: 'me' })
const wishOf = (item: string) => ({ board: 'board', item, consent: 'room' as const })
const ids = ['the-first-of-three-items', 'the-second-of-three-items', 'the-third-of-three-items'] as const

/** How each kind of thing is kept, dropped, and read. */
const THINGS: Readonly<
  Record<
    string,
    {
      add(memory: Memory, id: string): void
      drop(memory: Memory, id: string): void
      ids(memory: Memory): readonly string[]
    }
  >
> = {
  'what waits': {
    add: (memory, id) => memory.keepWaiting(WORKSHOP, id, 1),
    drop: (memory, id) => memory.keepWaiting(WORKSHOP, id, 0),
    ids: (memory) => Object.keys(memory.readWaiting(WORKSHOP)),
  },
  spells: {
    add: (memory, id) => memory.spells(WORKSHOP).change((kept) => [...kept, spellOf(id)]),
    drop: (memory, id) => memory.spells(WORKSHOP).change((kept) => kept.filter((each) => each.id !== id)),
    ids: (memory) =>
      memory
        .spells(WORKSHOP)
        .read()
        .map(({ id }) => id),
  },
  receipts: {
    add: (memory, id) => memory.receipts(WORKSHOP).change((kept) => [...kept, receiptOf(id)]),
    drop: (memory, id) => memory.receipts(WORKSHOP).change((kept) => kept.filter(({ item }) => item !== id)),
    ids: (memory) =>
      memory
        .receipts(WORKSHOP)
        .read()
        .map(({ item }) => item),
  },
  wishes: {
    add: (memory, id) => memory.wishes(WORKSHOP).change((kept) => [...kept, wishOf(id)]),
    drop: (memory, id) => memory.wishes(WORKSHOP).change((kept) => kept.filter(({ item }) => item !== id)),
    ids: (memory) =>
      memory
        .wishes(WORKSHOP)
        .read()
        .map(({ item }) => item),
  },
}

describe.each(Object.entries(THINGS))('two pages that write at the same moment: %s', (_, thing) => {
  test.each(['add', 'drop'] as const)('nothing is lost while the other does an %s', (theirs) => {
    const [old, mine, other] = ids
    for (let call = 0, crossed = true; crossed; call++) {
      const storage = new CrossedStorage()
      const [here, there] = [createMemory(storage), createMemory(storage)]
      thing.add(here, old)
      storage.before = { call, work: () => thing[theirs](there, theirs === 'add' ? other : old) }
      thing.add(here, mine)
      const late = storage.before
      storage.before = null
      crossed = late === null
      if (!crossed) expect(call).toBeGreaterThan(0)
      late?.work()
      const kept = theirs === 'add' ? [mine, old, other] : [mine]
      expect([...thing.ids(createMemory(storage))].sort()).toEqual([...kept].sort())
    }
  })
})

test('entries come in the order in which they were kept, and a page sees what another has kept since', () => {
  const storage = new FakeStorage()
  const [here, there] = [createMemory(storage).receipts(WORKSHOP), createMemory(storage).receipts(WORKSHOP)]
  const names = [...ids].reverse()
  names.forEach((item, index) => (index % 2 ? here : there).change((kept) => [...kept, receiptOf(item)]))
  expect(here.read().map(({ item }) => item)).toEqual(names)
  expect(there.read()).toEqual(here.read())
  expect(here.read()).toBe(here.read())
  here.change(() => [])
  expect(there.read()).toEqual([])
  expect(storage.length).toBe(0)
})

test('where nothing can be kept, a list holds for as long as the page does', () => {
  const kept = createMemory(null).receipts(WORKSHOP)
  kept.change(() => [receiptOf(ids[0])])
  expect(kept.read()).toEqual([receiptOf(ids[0])])
})
