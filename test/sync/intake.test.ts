/** What holders sent waits a moment before it is taken in, a little at a time: nothing of it may get lost, or come too late. */
import { once } from 'node:events'
import * as encoding from 'lib0/encoding'
import { expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import { newId } from '../../shared/ids.ts'
import { CLOSE, MESSAGE_SYNC } from '../../shared/protocol.ts'
import { BOARD_DOC, readStored, startHarness, until, WORKSHOP, type Harness } from './harness.ts'
import { joinRaw, type RawClient } from './rawClient.ts'
import { nextTurn, workHard } from './workHard.ts'

/** Somebody who has sent many notes at once, and has said hello. */
const join = async (harness: Harness): Promise<RawClient> => {
  const client = await joinRaw(harness.url, harness.add().token)
  onTestFinished(() => client.socket.terminate())
  client.sync(1, Uint8Array.of(0, 0))
  return client
}

/** Updates that each bring a note. */
const notes = (count: number, text = 'words'): Uint8Array[] => {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let n = 0; n < count; n++)
    doc.getMap('items').set(
      newId(),
      new Y.Map<unknown>([
        ['kind', 'note'],
        ['v', 1],
        ['at', [n, 0]],
        ['text', new Y.Text(text)],
      ]),
    )
  return updates
}

const stored = async ({ storage }: Harness): Promise<number> =>
  (await readStored(storage)).getMap('items').size

test('all that a socket sent counts, also when it left right after', async () => {
  const harness = await startHarness({ onApplied: workHard })
  onTestFinished(() => harness.close())
  const client = await join(harness)
  const updates = notes(500)
  for (const update of updates) client.sync(2, update)
  client.socket.close(1000)
  await until('the server knows that they left', () => harness.sync.here(WORKSHOP).size === 0)
  await harness.committer.settled()
  expect(await stored(harness)).toBe(updates.length)
})

const MANY = 60
const acts: Record<string, (harness: Harness) => Promise<unknown>> = {
  'whoever opens a document': async ({ sync }) => {
    const { doc } = await sync.open(WORKSHOP, BOARD_DOC)
    expect(doc.getMap('items').size).toBe(MANY)
  },
  'whoever ends a document': async ({ sync }) =>
    sync.end(WORKSHOP, () => true, CLOSE.forbidden, 'It has ended.'),
  'a server that stops': ({ sync }) => sync.shutdown(),
}
test.each(Object.entries(acts))('%s has all that was sent before', async (_who, act) => {
  let acted: Promise<unknown> | null = null
  let began = false
  let wanted = Infinity
  // As soon as all was read, with most of it still waiting.
  const actSoon = (): void =>
    void setImmediate(() => {
      if (harness.received() < wanted) return actSoon()
      acted = act(harness)
      acted.catch(() => {})
    })
  const harness = await startHarness({
    onApplied() {
      if (!began) actSoon()
      began = true
      workHard()
    },
  })
  onTestFinished(() => harness.close().catch(() => {}))
  const client = await join(harness)
  await until('they have said hello', () => harness.received() > 0)
  wanted = harness.received() + MANY
  for (const update of notes(MANY)) client.sync(2, update)
  await until('somebody has acted', () => acted !== null)
  await acted
  await harness.committer.settled()
  expect(await stored(harness)).toBe(MANY)
})

test('more than a socket may leave waiting is taken in all the same', async () => {
  const harness = await startHarness()
  onTestFinished(() => harness.close())
  const client = await join(harness)
  const updates = notes(150, 'x'.repeat(15_000))
  for (const update of updates) client.sync(2, update)
  await until('all is stored', async () => (await stored(harness)) === updates.length)
  expect(client.code()).toBeNull()
})

test('while a room is read, no more than some of what is sent is kept, and nothing is lost', async () => {
  const memory = createMemoryStorage()
  let letGo: () => void = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  const harness = await startHarness({
    storage: {
      ...memory,
      async *list(prefix) {
        await held
        yield* memory.list(prefix)
      },
    },
  })
  onTestFinished(() => harness.close())
  const pauses = vi.spyOn(WebSocket.prototype, 'pause')
  onTestFinished(() => pauses.mockRestore())
  const socket = new WebSocket(`${harness.url}/api/workshops/${WORKSHOP}/sync/${BOARD_DOC}`, [
    'kiteboard',
    `bearer.${harness.add().token}`,
  ])
  onTestFinished(() => socket.terminate())
  await once(socket, 'open')
  const updates = notes(150, 'x'.repeat(15_000))
  // The first pause is that of a socket that is not admitted yet.
  for (const update of [Uint8Array.of(0, 0), ...updates])
    socket.send(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, MESSAGE_SYNC)
        encoding.writeVarUint(encoder, 1)
        encoding.writeVarUint8Array(encoder, update)
      }),
    )
  await until('it is not read on', () => pauses.mock.calls.length > 1)
  for (let each = 0; each < 50; each++) await nextTurn()
  expect(harness.received()).toBeLessThan(20)
  letGo()
  await until('all is stored', async () => (await stored(harness)) === updates.length)
  expect(socket.readyState).toBe(WebSocket.OPEN)
})

test('what was ended while somebody opened it stays closed', async () => {
  const storage = createMemoryStorage()
  let asked = 0
  const harness = await startHarness({
    storage: {
      ...storage,
      list(prefix) {
        asked += 1
        harness.boards.clear()
        return storage.list(prefix)
      },
    },
  })
  onTestFinished(() => harness.close())
  const client = await joinRaw(harness.url, harness.add().token)
  expect([await client.closed(), asked > 0]).toEqual([CLOSE.forbidden, true])
})
