/** People who write with the app's own connection, on lines that a test carries, delays and breaks by hand. For tests. */
import fc from 'fast-check'
import { vi } from 'vitest'
import type { SocketEvents } from '../../client/model/connection.ts'
import { createMetrics } from '../../server/metrics.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import { createCommitter } from '../../server/sync/committer.ts'
import type { Frame } from '../../server/sync/frames.ts'
import { createRooms } from '../../server/sync/room/rooms.ts'
import { createLines } from '../../server/sync/sockets/lines.ts'
import { createUnfinished } from '../../server/sync/sockets/unfinished.ts'
import { itemsOf } from '../../shared/board.ts'
import { addItem } from '../../shared/boardItems.ts'
import { newId } from '../../shared/ids.ts'
import { CLOSE } from '../../shared/protocol.ts'
import { openPage } from '../support/appPage.ts'
import { BOARD_DOC, readStored, WORKSHOP } from './harness.ts'

/** What happens to one of those people, or to the server. */
export type Happening =
  | { type: 'write'; who: number }
  /** So many messages arrive, each way. */
  | { type: 'carry'; who: number; up: number; down: number }
  | { type: 'wait'; ms: number }
  | { type: 'break'; who: number; code: number }
  /** The server closes the document, for everybody. */
  | { type: 'end'; code: number }
  | { type: 'storage'; works: boolean }
  /** The next so many asked for work are told that it is too much. */
  | { type: 'busy'; times: number }

const PEOPLE = 2
const who = fc.nat(PEOPLE - 1)
const some = fc.constantFrom(0, 1, 2, 99, 99)

export const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('write' as const), who }) },
  {
    weight: 8,
    arbitrary: fc.record({ type: fc.constant('carry' as const), who, up: some, down: some }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('wait' as const),
      ms: fc.constantFrom(0, 300, 1_000, 1_000, 3_000, 16_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('break' as const),
      who,
      code: fc.constantFrom(1006, CLOSE.restarting, CLOSE.tooSlow, CLOSE.tooFast),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('end' as const),
      code: fc.constantFrom(CLOSE.storageFailed, CLOSE.tooSlow, CLOSE.tooFast, CLOSE.restarting),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('storage' as const), works: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('busy' as const), times: fc.nat(3) }) },
)

/** What a WebSocket frame of the server's carries. */
const messageIn = (frame: Frame): Uint8Array => {
  const wire = frame.wire(true)
  const length = (wire[1] ?? 0) < 126 ? 2 : wire[1] === 126 ? 4 : 10
  return wire.slice(length)
}

/** A server with one board, whose storage fails when it is told to. */
const startServer = () => {
  const memory = createMemoryStorage()
  const state = { works: true, busy: 0 }
  const storage = {
    ...memory,
    async commit(writes: Parameters<typeof memory.commit>[0]) {
      if (!state.works) throw new Error('no space left')
      await memory.commit(writes)
    },
  }
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const committer = createCommitter({ storage, log })
  const gatekeeper = {
    admit: () => Promise.reject(new Error('nobody comes in by the door')),
    exists: () => Promise.resolve(true),
    locked: () => false,
    seen: () => {},
    applied: () => {},
    found: () => {},
    handBack: () => [].values(),
    proofOf: () => null,
  }
  const metrics = createMetrics()
  const watchUnfinished = createUnfinished()
  const rooms = createRooms({
    storage,
    committer,
    gatekeeper,
    log,
    metrics,
    everyone: () => PEOPLE,
    idle: 2_000_000_000,
  })
  return {
    state,
    storage,
    rooms,
    /** A socket comes in. */
    accept(person: string, onSend: (message: Uint8Array) => void, onClose: (code: number) => void) {
      const close = (code: number): void => {
        lines.release()
        onClose(code)
      }
      const mayWork = (): boolean => {
        if (state.busy === 0) return true
        state.busy -= 1
        return false
      }
      const patience = { mayShow: () => true, mayWork, offended: () => false, strayed: () => false }
      const lines = createLines({
        document: null,
        workshop: WORKSHOP,
        holder: {
          session: person,
          person,
          asker: () => ({ person, role: 'participant', member: false, muted: false }),
        },
        rooms,
        gatekeeper,
        patience,
        facts: {},
        log,
        waits: () => {},
        isComing: () => false,
        watchUnfinished: (cut) => watchUnfinished({ person, address: person }, cut),
        whenFree: (then) => then(),
        send: (frame) => onSend(messageIn(frame)),
        close,
        leave: close,
        onRefusal: () => {},
      })
      return lines
    },
  }
}

/** Lets the server, and the app, do what there is to do in so many milliseconds. */
const pass = async (ms: number): Promise<void> => void (await vi.advanceTimersByTimeAsync(ms))

/** Somebody's device. */
const join = (server: ReturnType<typeof startServer>, chance: number) => {
  const person = newId()
  const made: string[] = []

  const openSocket = ({ onOpen, onMessage, onClose }: SocketEvents) => {
    const up: Uint8Array[] = []
    const down: (() => void)[] = [onOpen]
    let isOpen = true
    const lines = server.accept(
      person,
      (message) => void (isOpen && down.push(() => onMessage(message))),
      (code) => {
        isOpen = false
        down.push(() => onClose(code))
      },
    )
    const end = (): void => {
      isOpen = false
      lines.release()
    }
    line = {
      up() {
        const message = up.shift()
        if (message && isOpen) lines.receive(message)
        return message !== undefined
      },
      down() {
        const arrive = down.shift()
        arrive?.()
        return arrive !== undefined
      },
      breaks(code) {
        end()
        onClose(code)
      },
    }
    return { send: (bytes: Uint8Array) => void up.push(bytes.slice()), close: end }
  }
  /** Each way, the next message arrives. @returns whether there was one */
  let line: { up(): boolean; down(): boolean; breaks(code: number): void } | null = null

  const page = openPage({ openSocket, random: () => chance, name: BOARD_DOC })
  const { doc } = page
  return {
    ...page,
    made,
    write: () => void made.push(addItem(doc, { kind: 'note', at: [made.length, 0], text: 'words' })),
    async carry(ways: { readonly up: number; readonly down: number }) {
      for (let count = 0; count < Math.max(ways.up, ways.down); count++) {
        const moved = [count < ways.up && line?.up(), count < ways.down && line?.down()]
        await pass(0)
        if (!moved.includes(true)) return
      }
    },
    breaks: (code: number) => line?.breaks(code),
  }
}

const all = { up: 99, down: 99 }

/** Lives through all this. `onEach` is called after each, with what is stored and who there is; at the end all may come through. */
export const liveOnBadLines = async (
  happenings: readonly Happening[],
  chance: number,
  onEach: (stored: ReadonlySet<string>, people: readonly ReturnType<typeof join>[]) => void,
) => {
  const server = startServer()
  const people = Array.from({ length: PEOPLE }, () => join(server, chance))
  const stored = async (): Promise<ReadonlySet<string>> =>
    new Set(itemsOf(await readStored(server.storage)).keys())
  const live = async (each: Happening): Promise<unknown> => {
    switch (each.type) {
      case 'write':
        return people[each.who]?.write()
      case 'carry':
        return people[each.who]?.carry(each)
      case 'wait':
        return pass(each.ms)
      case 'break':
        return people[each.who]?.breaks(each.code)
      case 'end':
        return server.rooms.end(WORKSHOP, () => true, each.code, 'Please try again.')
      case 'storage':
        return (server.state.works = each.works)
      case 'busy':
        return (server.state.busy = each.times)
      default:
        return each satisfies never
    }
  }
  for (const each of happenings) {
    await live(each)
    await pass(0)
    onEach(await stored(), people)
  }
  Object.assign(server.state, { works: true, busy: 0 })
  const isOver = () => people.every((person) => person.isInStep() && person.waiting() === 0)
  const carryAll = async (): Promise<void> => {
    for (const person of people) await person.carry(all)
    await pass(3_000)
    for (const person of people) await person.carry(all)
  }
  for (let round = 0; round < 20 && !isOver(); round++) await carryAll()
  // Somebody who is in step may have something on its way to them.
  await carryAll()
  onEach(await stored(), people)
  const end = { people, stored: await stored() }
  for (const person of people) person.close()
  await server.rooms.close()
  return end
}
