/**
 * Long honest sessions over the whole sync path, with a server that restarts and a disk that fills: nobody is refused anything, and
 * in the end all have the same, and so has the storage.
 */
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import type { Storage } from '../../server/storage/storage.ts'
import { createUndo } from '../../shared/bin.ts'
import { CLOSE } from '../../shared/protocol.ts'
import { edit, editOn, shown, type EditAct } from './edits.ts'
import {
  BOARD_DOC,
  joinStock,
  readStored,
  someone,
  startHarness,
  until,
  type Harness,
  type Someone,
  type StockClient,
} from './harness.ts'

/** Three people: two devices of one, two pages of another on one device, and one by themselves. */
const PAGES = ['a', 'a', 'b', 'b', 'c'] as const
/** Which page shares what its device keeps with which. */
const SIBLINGS = new Map([
  [2, 3],
  [3, 2],
])
/** How a socket may end that is no refusal: gone by itself, a restart, a failed commit. */
const NO_REFUSALS: readonly number[] = [1000, 1001, 1005, 1006, CLOSE.restarting, CLOSE.storageFailed]

type Act =
  | EditAct
  | { type: 'undo' | 'redo' | 'leave' | 'return' | 'reload' | 'share' | 'echo' | 'collide'; page: number }
  | { type: 'restart' | 'fill' | 'empty' | 'wait' }

const page = fc.nat(PAGES.length - 1)
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 14, arbitrary: editOn(page) },
  { weight: 4, arbitrary: fc.record({ type: fc.constantFrom('undo' as const, 'redo' as const), page }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constantFrom('leave' as const, 'return' as const), page }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constantFrom('reload' as const, 'share' as const, 'echo' as const, 'collide' as const),
      page,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constantFrom('restart', 'fill', 'empty', 'empty', 'wait', 'wait', 'wait' as const),
    }),
  },
)

/** Memory with a disk that may be full. */
const fillable = (): Storage & { full: boolean } => {
  const memory = createMemoryStorage()
  const storage = {
    ...memory,
    full: false,
    async commit(writes: Parameters<Storage['commit']>[0]) {
      if (storage.full) throw new Error('no space left on device')
      await memory.commit(writes)
    },
    // The server that is stopped closes it; the next one goes on with it.
    close: async () => {},
  }
  return storage
}

/** A page as it is open now; `codes` are those of all sockets that it ever had. */
interface Page {
  readonly who: Someone
  client: StockClient
  undo: Y.UndoManager
  readonly codes: number[]
}

/** People, their pages and the server, living through what happens. */
const live = async (acts: readonly Act[]) => {
  const storage = fillable()
  const people = new Map(['a', 'b', 'c'].map((name) => [name, someone()]))
  const start = async (): Promise<Harness> => {
    const fresh = await startHarness({ storage, idle: 5 })
    for (const who of people.values()) fresh.people.set(who.token, who)
    return fresh
  }
  let harness = await start()
  const lines: Harness['lines'] = []

  const open = ({ who }: Pick<Page, 'who'>, doc = new Y.Doc()): Pick<Page, 'client' | 'undo'> => ({
    client: joinStock(harness, who.token, BOARD_DOC, doc),
    undo: createUndo(doc),
  })
  const pages: Page[] = PAGES.map((name) => {
    const who = people.get(name) ?? someone()
    return { who, codes: [], ...open({ who }) }
  })
  const leave = ({ client, codes }: Page): void => {
    client.provider.destroy()
    codes.push(...client.codes)
  }

  const perform = async (each: Act): Promise<void> => {
    if (!('page' in each)) {
      if (each.type === 'wait') return new Promise((resolve) => setImmediate(resolve))
      if (each.type === 'restart') {
        lines.push(...harness.lines)
        await harness.close()
        harness = await start()
        for (const one of pages) {
          leave(one)
          Object.assign(one, { client: joinStock(harness, one.who.token, BOARD_DOC, one.client.doc) })
        }
      } else storage.full = each.type === 'fill'
      return
    }
    const at = pages[each.page]
    if (!at) return
    const { doc, provider } = at.client
    switch (each.type) {
      case 'edit':
        return edit(doc, each.what, each.which, each.at)
      case 'undo':
        return void at.undo.undo()
      case 'redo':
        return void at.undo.redo()
      case 'leave':
        return provider.disconnect()
      case 'return':
        return provider.connect()
      case 'reload': {
        // What the device kept; whatever was under way may have come or not.
        const fresh = new Y.Doc()
        Y.applyUpdate(fresh, Y.encodeStateAsUpdate(doc))
        leave(at)
        return void Object.assign(at, open(at, fresh))
      }
      case 'share': {
        const sibling = pages[SIBLINGS.get(each.page) ?? -1]
        // Through the device, past the server: it sends on what it did not write.
        return void (sibling && Y.applyUpdate(sibling.client.doc, Y.encodeStateAsUpdate(doc)))
      }
      case 'echo':
        // As if it had heard of a server that knows nothing: all that it has, others' work too.
        return void (provider.synced && at.client.send(Y.encodeStateAsUpdate(doc)))
      case 'collide': {
        // Chance gives a new page the client id of somebody who has written; it hears of them before it writes.
        if (storage.full) return
        const fresh = new Y.Doc()
        const [taken] = doc.store.clients.keys()
        if (taken !== undefined) fresh.clientID = taken
        const before = Y.encodeStateAsUpdate(doc)
        leave(at)
        Object.assign(at, open(at, fresh))
        await at.client.synced()
        // What its device had kept comes after that.
        return Y.applyUpdate(fresh, before)
      }
      default:
        return each satisfies never
    }
  }

  try {
    for (const each of acts) await perform(each)
    storage.full = false
    for (const { client } of pages) client.provider.connect()
    await until('all have the same, and so has the storage', async () => {
      const states = [...pages.map(({ client }) => shown(client.doc)), shown(await readStored(storage))]
      return pages.every(({ client }) => client.provider.synced) && new Set(states).size === 1
    })
    lines.push(...harness.lines)
    return {
      codes: pages.flatMap(({ codes, client }) => [...codes, ...client.codes]),
      refusals: lines.filter(({ level }) => level === 'warn').map(({ facts }) => facts),
    }
  } finally {
    for (const { client } of pages) client.destroy()
    await harness.close()
  }
}

test('whatever honest people live through, nothing is refused and nothing is lost', async () => {
  // Yjs says aloud when it changes a client id.
  vi.spyOn(console, 'log').mockReturnValue(undefined)
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 20, maxLength: 90 }), async (acts) => {
      const { codes, refusals } = await live(acts)
      expect(refusals).toEqual([])
      expect(codes.filter((code) => !NO_REFUSALS.includes(code))).toEqual([])
    }),
    { numRuns: 25 },
  )
}, 120_000)
