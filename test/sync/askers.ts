/** People who say what they have, of a document as the server has it. For tests. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { onTestFinished, vi } from 'vitest'
import { messageYjsSyncStep2 } from 'y-protocols/sync'
import * as Y from 'yjs'
import { createMetrics } from '../../server/metrics.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import { createChannel } from '../../server/sync/sockets/channel.ts'
import { createHeld } from '../../server/sync/sockets/held.ts'
import { createCommitter } from '../../server/sync/committer.ts'
import { presenceFrame, type Frame } from '../../server/sync/frames.ts'
import { SocketRefusal } from '../../server/sync/refuse.ts'
import { createRooms } from '../../server/sync/room/rooms.ts'
import { MESSAGE_AWARENESS, MESSAGE_QUERY_AWARENESS } from '../../shared/protocol.ts'
import { BOARD_DOC, WORKSHOP } from './harness.ts'

const here = { client: 7, clock: 1, state: '{}' }

interface SyncMessage {
  readonly type: number
  readonly update: Uint8Array
}

/** What a frame tells of the document; null when it tells of something else. */
export const syncIn = ({ plain }: Frame): SyncMessage | null => {
  const decoder = decoding.createDecoder(plain)
  if (decoding.readVarUint(decoder) !== 0) return null
  return { type: decoding.readVarUint(decoder), update: decoding.readVarUint8Array(decoder) }
}

const stepOne = (stateVector: Uint8Array): decoding.Decoder =>
  decoding.createDecoder(
    encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 0)
      encoding.writeVarUint(encoder, 0)
      encoding.writeVarUint8Array(encoder, stateVector)
    }),
  )

/** A board of so many notes, as the server has it, and somebody who may read it. */
export const openRoom = async (notes: number) => {
  const memory = createMemoryStorage()
  let held: Promise<void> | null = null
  let letGo: () => void = () => {}
  const storage = {
    ...memory,
    async commit(writes: Parameters<typeof memory.commit>[0]) {
      await held
      await memory.commit(writes)
    },
  }
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const committer = createCommitter({ storage, log })
  const gatekeeper = {
    admit: () => Promise.reject(new Error('nobody is admitted')),
    exists: async () => true,
    locked: () => false,
    seen: () => {},
    applied: () => {},
    found: () => {},
    handBack: () => [].values(),
    proofOf: () => null,
  }
  const rooms = createRooms({
    storage,
    committer,
    gatekeeper,
    log,
    metrics: createMetrics(),
    everyone: () => 1,
  })
  onTestFinished(() => rooms.close())
  const room = await rooms.open(WORKSHOP, BOARD_DOC)
  const items = room.doc.getMap('items')
  const write = (from: number, to: number): void =>
    room.doc.transact(() => {
      for (let note = from; note < to; note++)
        items.set(`note ${note}`, new Y.Map([['text', new Y.Text('words')]]))
    })
  write(0, notes)
  await committer.settled()

  const join = (mayWork: (steps: number) => boolean = () => true) => {
    const frames: Frame[] = []
    const refused: number[] = []
    const waiting: (() => void)[] = []
    const state = { free: true }
    const receiver = {
      person: 'reader',
      acknowledges: false,
      mayWrite: () => false,
      mayShow: () => true,
      send: (frame: Frame) => void frames.push(frame),
      whenFree: (then: () => void) => (state.free ? then() : void waiting.push(then)),
      fail: (error: unknown) => void refused.push(error instanceof SocketRefusal ? error.code : NaN),
      waits: () => {},
      end: () => {},
    }
    const holder = {
      session: 's',
      person: 'reader',
      asker: () => ({ person: 'reader', role: 'viewer' as const, member: false }),
    }
    const held = createHeld({
      watch: () => ({ came: () => {}, leave: () => {} }),
      isComing: () => false,
      onLate: () => {},
    })
    const channel = createChannel({ room, receiver, holder, gatekeeper, mayWork, held })
    return {
      refused,
      ask: (stateVector: Uint8Array) => channel.receive(stepOne(stateVector)),
      /** Says that they are here. */
      say: () => channel.receive(decoding.createDecoder(presenceFrame(BOARD_DOC, [here]).plain)),
      /** Asks who is here. */
      query: () => channel.receive(decoding.createDecoder(Uint8Array.of(MESSAGE_QUERY_AWARENESS))),
      /** How often they were told who is here. */
      presence: () => frames.filter(({ plain }) => plain[0] === MESSAGE_AWARENESS).length,
      answers: () => frames.filter((frame) => syncIn(frame)?.type === messageYjsSyncStep2).length,
      block: () => void (state.free = false),
      free() {
        state.free = true
        for (const then of waiting.splice(0)) then()
      },
    }
  }
  return {
    room,
    write,
    join,
    settled: () => committer.settled(),
    /** Nothing is stored until it is let go. */
    hold() {
      held = new Promise((resolve) => (letGo = resolve))
      return () => letGo()
    },
  }
}

/** How many parts of documents are written out from now on. */
export const countParts = (atEach = (): void => {}): (() => number) => {
  const original = Y.Item.prototype.write
  const writes = vi.spyOn(Y.Item.prototype, 'write').mockImplementation(function (this: Y.Item, ...rest) {
    atEach()
    return original.apply(this, rest)
  })
  onTestFinished(() => writes.mockRestore())
  return () => writes.mock.calls.length
}

/** What somebody has who left before the last notes came. */
export const someVector = (doc: Y.Doc, behind: number): Uint8Array => {
  const end = Y.getState(doc.store, doc.clientID)
  return encoding.encode((encoder) => {
    for (const part of [1, doc.clientID, end - behind]) encoding.writeVarUint(encoder, part)
  })
}
