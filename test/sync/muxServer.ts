/** A server anew for each test of a file, whose commits can be held up, and sockets of our own app's kind on it. */
import { afterEach, beforeEach } from 'vitest'
import * as Y from 'yjs'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import type { Storage } from '../../server/storage/storage.ts'
import { BOARD_DOC, startHarness, until, WORKSHOP, type Harness } from './harness.ts'
import { openMux, type MuxClient, type MuxMessage } from './muxClient.ts'

export interface MuxServer {
  readonly harness: Harness
  readonly memory: Storage
  /** Commits wait from now on. @returns what lets them go */
  hold(): () => void
  /** Opens a socket, which is closed with the test. */
  join(token: string, onMessage?: (message: MuxMessage) => void): Promise<MuxClient>
  /** Does this when the test is over. */
  atEnd(work: () => void): void
}

export const muxServerOfEachTest = (): MuxServer => {
  let memory = createMemoryStorage()
  let harness: Harness | undefined
  let held: Promise<void> = Promise.resolve()
  const closing: (() => void)[] = []
  const running = (): Harness => {
    if (!harness) throw new Error('there is no server between two tests')
    return harness
  }

  beforeEach(async () => {
    memory = createMemoryStorage()
    held = Promise.resolve()
    const { commit } = memory
    const storage: Storage = {
      ...memory,
      async commit(writes) {
        await held
        await commit(writes)
      },
    }
    harness = await startHarness({ storage })
  })
  afterEach(async () => {
    for (const close of closing.splice(0)) close()
    await running().close()
    harness = undefined
  })

  return {
    get harness() {
      return running()
    },
    get memory() {
      return memory
    },
    hold() {
      let letGo: () => void = () => {}
      held = new Promise((resolve) => (letGo = resolve))
      return () => letGo()
    },
    async join(token, onMessage) {
      const client = await openMux({ url: running().url, workshop: WORKSHOP }, token, onMessage)
      closing.push(() => client.close())
      return client
    },
    atEnd: (work) => void closing.push(work),
  }
}

export const opened = (client: MuxClient, name: string): Promise<void> =>
  until(`${name} is open`, () => client.messages.some((each) => each.type === 'step2' && each.name === name))

/** Adds a note to a client's document. @returns the update to send. */
export const note = (client: MuxClient, text: string, name = BOARD_DOC): Uint8Array => {
  const doc = client.doc(name)
  const before = Y.encodeStateVector(doc)
  const map = new Y.Map<unknown>([
    ['kind', 'note'],
    ['v', 1],
    ['at', [0, 0]],
    ['text', new Y.Text(text)],
  ])
  doc.getMap('items').set(text.padEnd(20, '_'), map)
  return Y.encodeStateAsUpdate(doc, before)
}
