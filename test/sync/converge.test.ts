import fc from 'fast-check'
import * as decoding from 'lib0/decoding'
import { expect, test } from 'vitest'
import { messageYjsSyncStep1 } from 'y-protocols/sync'
import type { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { MESSAGE_SYNC } from '../../shared/protocol.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import type { Storage } from '../../server/storage/storage.ts'
import {
  BOARD_DOC,
  joinStock,
  readStored,
  startHarness,
  until,
  WORKSHOP,
  type StockClient,
} from './harness.ts'

/** Whether a key is a snapshot's (s), a journal's (j) or a claim's (c). */
const partOf = (key: string): string =>
  key.startsWith(`doc/${WORKSHOP}/${BOARD_DOC}/`) ? (key.split('/')[3] ?? '') : ''

/** A storage that takes its time, and says at any moment what a crash would leave. */
const slowStorage = (delays: () => number): { storage: Storage; durable: Y.Doc } => {
  const memory = createMemoryStorage()
  const durable = new Y.Doc()
  const storage: Storage = {
    ...memory,
    async commit(writes) {
      const turns = delays()
      for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
      await memory.commit(writes)
      for (const write of writes)
        if (write.type === 'put' && /^[sj]$/.test(partOf(write.key))) Y.applyUpdate(durable, write.value)
    },
  }
  return { storage, durable }
}

/**
 * Calls back with each update that the server sends, as it was sent. What a document says of its changes is not that: where the other's
 * value of a field gives way to one's own, which is not stored yet, the document reports a deletion that the server never told.
 */
const onSent = ({ messageHandlers }: WebsocketProvider, sent: (update: Uint8Array) => void): void => {
  const handle = messageHandlers[MESSAGE_SYNC]
  if (!handle) throw new Error('the provider reads no sync messages')
  messageHandlers[MESSAGE_SYNC] = (encoder, decoder, ...rest) => {
    const message = decoding.clone(decoder)
    if (decoding.readVarUint(message) !== messageYjsSyncStep1) sent(decoding.readVarUint8Array(message))
    handle(encoder, decoder, ...rest)
  }
}

/** Structs and deletions that the server has sent to somebody, and that are not durable. */
const notDurable = (update: Uint8Array, durable: Y.Doc): string[] => {
  const { structs, ds } = Y.decodeUpdate(update)
  const missing: string[] = []
  for (const { id, length } of structs)
    if (id.clock + length > Y.getState(durable.store, id.client)) missing.push(`${id.client}:${id.clock}`)
  for (const [client, ranges] of ds.clients)
    for (const { clock, len } of ranges)
      for (let at = clock; at < clock + len; at++)
        if (!Y.isDeleted(Y.createDeleteSetFromStructStore(durable.store), Y.createID(client, at)))
          missing.push(`deletion ${client}:${at}`)
  return missing
}

interface Edit {
  type: 'note' | 'type' | 'erase' | 'move' | 'remove'
  who: number
  which: number
  at: number
}
type Act = Edit | { type: 'leave' | 'return'; who: number } | { type: 'wait' }

const CLIENTS = 3
const who = fc.nat(CLIENTS - 1)
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constantFrom('note', 'note', 'type', 'type', 'erase', 'move', 'remove'),
      who,
      which: fc.nat(20),
      at: fc.nat(20),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('leave', 'return'), who }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('wait' as const) }) },
)

const perform = (client: StockClient, each: Edit): void => {
  if (each.type === 'note') return void client.note(`note ${each.at}`)
  const ids = [...client.items.keys()]
  const id = ids[each.which % Math.max(1, ids.length)]
  const note = id === undefined ? undefined : client.items.get(id)
  const text = note?.get('text')
  if (id === undefined || !note || !(text instanceof Y.Text)) return
  const at = Math.min(each.at, text.length)
  if (each.type === 'type') text.insert(at, 'abc')
  else if (each.type === 'erase') text.delete(at, Math.min(2, text.length - at))
  else if (each.type === 'move') note.set('at', [each.at, each.at])
  else client.items.delete(id)
}

/** Two documents that hold the same print the same, whatever order their keys came in. */
const sortedJson = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) =>
    each && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort())
      : each,
  )

test('whatever people do, come and go, all end up with the same, and nobody saw anything before it was durable', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 10, maxLength: 60 }),
      fc.array(fc.nat(20), { minLength: 5, maxLength: 5 }),
      async (acts, delays) => {
        let commits = 0
        const { storage, durable } = slowStorage(() => delays[commits++ % delays.length] ?? 0)
        const harness = await startHarness({ storage, idle: 5 })
        const early: string[] = []
        const clients = Array.from({ length: CLIENTS }, () => {
          const client = joinStock(harness, harness.add().token)
          onSent(client.provider, (update) => early.push(...notDurable(update, durable)))
          return client
        })
        try {
          for (const each of acts) {
            const client = 'who' in each ? clients[each.who] : undefined
            if (each.type === 'leave') client?.provider.disconnect()
            else if (each.type === 'return') client?.provider.connect()
            else if (each.type === 'wait') await new Promise((resolve) => setImmediate(resolve))
            else if (client && 'which' in each) perform(client, each)
          }
          for (const { provider } of clients) provider.connect()
          const shown = (doc: Y.Doc): string => sortedJson(doc.getMap('items').toJSON())
          await until('all have the same, and so has the storage', async () => {
            const states = [...clients.map(({ doc }) => shown(doc)), shown(await readStored(storage))]
            return clients.every(({ provider }) => provider.synced) && new Set(states).size === 1
          })
          expect(early).toEqual([])
          expect(clients.flatMap(({ codes }) => codes)).toEqual([])
          expect(harness.lines.filter(({ level }) => level !== 'info')).toEqual([])
        } finally {
          for (const client of clients) client.destroy()
          await harness.close()
        }
      },
    ),
    { numRuns: 30 },
  )
}, 60_000)
