import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { LIMITS } from '../../shared/protocol.ts'
import { joinStock, startHarness, storedTexts, until, type Harness, type StockClient } from './harness.ts'
import { joinRaw, type RawClient } from './rawClient.ts'

describe('refusals', () => {
  let harness: Harness
  let honest: StockClient
  beforeEach(async () => {
    harness = await startHarness()
    honest = joinStock(harness, harness.add().token)
    await honest.synced()
  })
  afterEach(async () => {
    honest.destroy()
    await harness.close()
  })

  const raw = (): Promise<RawClient> => joinRaw(harness.url, harness.add().token)

  /** The honest client still works, on the same socket. */
  const expectHonestWorks = async (): Promise<void> => {
    const text = `note ${honest.texts().length}`
    honest.note(text)
    await until('the note is stored', async () => (await storedTexts(harness.storage)).includes(text))
    expect(honest.codes).toEqual([])
  }

  /** Updates that a writer makes one by one. */
  const updatesOf = (work: (items: Y.Map<unknown>, doc: Y.Doc) => void): Uint8Array[] => {
    const doc = new Y.Doc()
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    work(doc.getMap('items'), doc)
    return updates
  }

  const EMPTY_ANSWER = Uint8Array.of(0, 0)

  test('a text frame, an unknown type and bytes that mean nothing each close their own socket with 4400', async () => {
    const frames: (Uint8Array | string)[] = [
      'hello',
      Uint8Array.of(),
      Uint8Array.of(42),
      Uint8Array.of(2, 0),
      Uint8Array.of(0),
      Uint8Array.of(0, 9, 0),
      Uint8Array.of(0, 0, 200),
      Uint8Array.of(0, 0, 2, 255, 255),
      Uint8Array.of(0, 2, 3, 9, 9, 9),
      Uint8Array.of(1, 3, 200, 200, 200),
      Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255),
    ]
    for (const frame of frames) {
      const foe = await raw()
      foe.send(frame)
      expect([frame, await foe.closed()]).toEqual([frame, 4400])
    }
    await expectHonestWorks()
  })

  test('whatever bytes come, the process and the others live', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 10 }),
        async (frames) => {
          const foe = await raw()
          for (const frame of frames) foe.send(Uint8Array.from([0, frame.length % 3, ...frame]))
          foe.socket.close()
          await foe.closed()
        },
      ),
      { numRuns: 40 },
    )
    await expectHonestWorks()
    expect(harness.lines.filter(({ level }) => level === 'error')).toEqual([])
  })

  test('a message over the limit closes its socket', async () => {
    for (const [bytes, code] of [
      [LIMITS.payload + 1, 4413],
      [LIMITS.longest + 1, 1009],
    ] as const) {
      const foe = await raw()
      foe.send(new Uint8Array(bytes))
      expect(await foe.closed()).toBe(code)
    }
    await expectHonestWorks()
  })

  test('an update that leaves something out is refused with 4422 and changes nothing', async () => {
    const [, second = new Uint8Array()] = updatesOf((items) => {
      items.set('aaaaaaaaaaaaaaaaaaaa', new Y.Map())
      items.set('bbbbbbbbbbbbbbbbbbbb', new Y.Map())
    })
    const foe = await raw()
    foe.sync(1, EMPTY_ANSWER)
    foe.sync(2, second)
    expect(await foe.closed()).toBe(4422)
    const deleting = updatesOf((items, doc) => {
      items.set('aaaaaaaaaaaaaaaaaaaa', 1)
      items.delete('aaaaaaaaaaaaaaaaaaaa')
      expect(doc).toBeDefined()
    }).at(-1)
    const other = await raw()
    other.sync(1, EMPTY_ANSWER)
    other.sync(2, deleting ?? new Uint8Array())
    expect(await other.closed()).toBe(4422)
    await expectHonestWorks()
    const room = await harness.sync.open('workshop-000000000001', 'board:board-0000000000001')
    expect([room.doc.store.pendingStructs, room.doc.store.pendingDs]).toEqual([null, null])
  })

  test('what outruns the sync step 2 waits for it', async () => {
    const doc = new Y.Doc()
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    const items = doc.getMap<Y.Map<unknown>>('items')
    const add = (text: string): void => void items.set(text.padEnd(20, '-'), new Y.Map([['text', text]]))
    add('first')
    add('second')
    const friend = await raw()
    friend.sync(2, updates[1] ?? new Uint8Array())
    friend.sync(1, updates[0] ?? new Uint8Array())
    await until('both are here', () => honest.items.size === 2)
    expect(friend.code()).toBeNull()
  })

  test('a part that the document does not have is refused with 4422', async () => {
    const foe = await raw()
    const doc = new Y.Doc()
    doc.getText('elsewhere').insert(0, 'hidden')
    foe.sync(2, Y.encodeStateAsUpdate(doc))
    expect(await foe.closed()).toBe(4422)
    const other = await raw()
    const nest = new Y.Doc()
    nest.getMap('items').set('aaaaaaaaaaaaaaaaaaaa', new Y.Doc())
    other.sync(2, Y.encodeStateAsUpdate(nest))
    expect(await other.closed()).toBe(4422)
    await expectHonestWorks()
  })

  /** Maps in maps in maps. */
  const nested = (depth: number): Uint8Array => {
    const doc = new Y.Doc()
    doc.transact(() => {
      let map = doc.getMap<unknown>('items')
      for (let level = 0; level < depth; level++) {
        const inner = new Y.Map<unknown>()
        map.set('aaaaaaaaaaaaaaaaaaaa', inner)
        map = inner
      }
    })
    return Y.encodeStateAsUpdate(doc)
  }

  test('parts that lie too deep in each other are refused with 4422, however they come', async () => {
    const friend = await raw()
    friend.sync(1, nested(4))
    await until('what is not deep passes', () => honest.items.size === 1)
    for (const depth of [8, 2_000]) {
      const foe = await raw()
      foe.sync(1, nested(depth))
      expect(await foe.closed()).toBe(4422)
    }
    // The innermost first: one client for each level, the higher ones inside.
    const levels = 40
    const inside = [levels]
    for (let level = levels; level > 1; level--)
      inside.push(1, level, 0, 0x07 | 0x20, 0, level - 1, 0, 1, 97, 1)
    inside.push(1, 1, 0, 0x07 | 0x20, 1, 5, ...Buffer.from('items'), 1, 97, 1, 0)
    const foe = await raw()
    foe.sync(1, Uint8Array.from(inside))
    expect(await foe.closed()).toBe(4422)
    await expectHonestWorks()
  })

  test('updates that refer to each other in a circle leave no trace', async () => {
    const foe = await raw()
    // Client 1's struct has client 2's for its origin, and the other way round.
    const circle = Uint8Array.from([2, 1, 1, 0, 0x84, 2, 0, 1, 97, 1, 2, 0, 0x84, 1, 0, 1, 98, 0])
    expect(() => Y.decodeUpdate(circle)).not.toThrow()
    foe.sync(1, circle)
    expect(await foe.closed()).toBe(4422)
    await expectHonestWorks()
  })

  test('a reader who is too slow is closed with 4508, and the others go on', async () => {
    const slow = await raw()
    slow.socket.pause()
    const doc = new Y.Doc()
    const writer = joinStock(harness, harness.add().token, undefined, doc)
    await writer.synced()
    const long = 'x'.repeat(20_000)
    /** Half a megabyte, on 25 notes. */
    const writeMuch = (): string => {
      let last = ''
      writer.doc.transact(() => {
        for (let count = 0; count < 25; count++) last = writer.note(long)
      })
      return last
    }
    const before = harness.sync.here('workshop-000000000001').size
    for (let sent = 0; harness.sync.here('workshop-000000000001').size === before && sent < 60; sent++) {
      const id = writeMuch()
      await until('the honest one has it', () => honest.items.has(id))
    }
    slow.socket.resume()
    expect([4508, 1006]).toContain(await slow.closed())
    expect(harness.counted()).toContain('kiteboard_refusals_total{code="4508",why="slow"} 1')
    writer.destroy()
    await expectHonestWorks()
  })
})
