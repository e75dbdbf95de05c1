/** A device without a browser: it remembers, keeps documents, and opens workshops on a test server. */
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { createConnection, type Signals } from '../../../client/model/connection.ts'
import type { Keep } from '../../../client/model/keep.ts'
import { createMemory } from '../../../client/model/memory.ts'
import { openSession } from '../../../client/model/session.ts'
import type { Session, WorkshopApi } from '../../../client/model/types.ts'
import type { WorkshopInfo } from '../../../shared/answers.ts'
import { Refusal } from '../../../shared/errors.ts'
import { MUX_SUBPROTOCOL } from '../../../shared/protocol.ts'
import { BOARD, WORKSHOP, type Harness, type Someone } from '../../sync/harness.ts'

/** localStorage, in memory. */
export class FakeStorage implements Storage {
  private readonly values = new Map<string, string>()
  get length() {
    return this.values.size
  }
  clear() {
    this.values.clear()
  }
  getItem(key: string) {
    return this.values.get(key) ?? null
  }
  key(index: number) {
    return [...this.values.keys()][index] ?? null
  }
  removeItem(key: string) {
    this.values.delete(key)
  }
  setItem(key: string, value: string) {
    this.values.set(key, value)
  }
}

/** Copies of documents, in memory, which outlive sessions. */
const createFakeKeep = (): Keep => {
  const copies = new Map<string, Uint8Array[]>()
  return {
    open(name, doc) {
      const origin = { keep: name }
      const updates = copies.get(name) ?? []
      copies.set(name, updates)
      const onUpdate = (update: Uint8Array, from: unknown) => {
        if (from !== origin) updates.push(update)
      }
      doc.on('update', onUpdate)
      const loaded = Promise.resolve().then(() => {
        Y.transact(
          doc,
          () => [...updates].forEach((update) => Y.applyUpdate(doc, update, origin)),
          origin,
          false,
        )
        return true
      })
      return {
        origin,
        loaded,
        close: () => {
          doc.off('update', onUpdate)
          return Promise.resolve()
        },
      }
    },
    clear(name) {
      copies.delete(name)
      return Promise.resolve()
    },
  }
}

export interface Device {
  /** Opens the workshop anew, as a reload does. */
  open(): Promise<Session>
  /** Cuts the network, or brings it back. */
  network(on: boolean): void
  /** Calls to `info`. */
  asked(): number
}

const refuse = () => Promise.reject(new Refusal('storage-failed', 'not in this test'))

export const createDevice = (harness: Harness, person: Someone): Device => {
  const storage = new FakeStorage()
  const keep = createFakeKeep()
  let on = true
  let asked = 0
  const sockets = new Set<WebSocket>()
  const wakes = new Set<() => void>()
  const sleeps = new Set<() => void>()
  const listenTo = (set: Set<() => void>) => (listener: () => void) => {
    set.add(listener)
    return () => set.delete(listener)
  }
  const signals: Signals = { onWake: listenTo(wakes), onSleep: listenTo(sleeps) }

  const info = (): Promise<WorkshopInfo> => {
    asked++
    if (!on) return Promise.reject(new Refusal('storage-failed', 'offline'))
    if (!harness.people.has(person.token)) return Promise.reject(new Refusal('no-session', 'ended'))
    return Promise.resolve({
      id: WORKSHOP,
      title: 'A better front door',
      role: person.role,
      boards: [{ id: BOARD, title: 'Ideas' }],
      limits: { payload: 1, presence: 1, items: 1, text: 1 },
      participant: { id: person.id, name: 'Amina', colour: 0, role: person.role },
      consent: null,
      member: null,
    })
  }
  const api: WorkshopApi = {
    info,
    command: refuse,
    openRound: refuse,
    closeRound: refuse,
    ballot: refuse,
    castBallot: refuse,
    deviceCode: refuse,
    leave: refuse,
    exportUrl: () => '',
  }

  return {
    open: () =>
      openSession({
        workshop: WORKSHOP,
        api,
        memory: createMemory(storage),
        keep,
        nextFrame: (work) => {
          const timer = setTimeout(work, 0)
          return () => clearTimeout(timer)
        },
        connect: () =>
          createConnection({
            signals,
            random: () => 0,
            openSocket({ onOpen, onMessage, onClose }) {
              if (!on) throw new Error('no network')
              const socket = new WebSocket(`${harness.url}/api/workshops/${WORKSHOP}/sync`, [
                MUX_SUBPROTOCOL,
                `bearer.${person.token}`,
              ])
              sockets.add(socket)
              socket.binaryType = 'arraybuffer'
              socket.on('open', onOpen)
              socket.on('message', (data) => {
                if (data instanceof ArrayBuffer) onMessage(new Uint8Array(data))
              })
              socket.on('error', () => undefined)
              socket.on('close', (code) => {
                sockets.delete(socket)
                onClose(code)
              })
              return { send: (bytes) => socket.send(bytes), close: () => socket.close() }
            },
          }),
      }),
    network(now) {
      on = now
      if (on) for (const wake of [...wakes]) wake()
      else {
        for (const socket of sockets) socket.terminate()
        for (const sleep of [...sleeps]) sleep()
      }
    },
    asked: () => asked,
  }
}
