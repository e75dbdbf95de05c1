/** What the server would not take, kept on this device until it is put back or thrown away. */
import * as z from 'zod/mini'
import { newId } from '../../shared/ids.ts'
import { CLOSE } from '../../shared/protocol.ts'
import { parseIntents, type Intent } from './intents.ts'
import type { Box } from './keep.ts'
import type { Pages } from './pages.ts'
import { createStore } from './store.ts'
import type { Refused, Store } from './types.ts'

const entry = z.object({
  document: z.string(),
  /** The close code that said no. */
  code: z.int(),
  /** Unix ms. */
  at: z.number(),
  /** As they were kept; another version of the app may know more of them than this one. */
  intents: z.array(z.unknown()),
})
type Entry = z.infer<typeof entry>
interface Held extends Entry {
  readonly key: string
  readonly box: Box
}

export interface RefusedDeps {
  readonly workshop: string
  /** Where it can be kept, the best place first. */
  readonly boxes: readonly Box[]
  readonly pages: Pick<Pages, 'ifFree'>
  /** Unix ms. */
  readonly now: () => number
}

export interface RefusedWork {
  readonly refused: Store<readonly Refused[]>
  /**
   * Keeps intents, in place of what was kept under that key.
   * @returns whether they are kept for good
   */
  keep(key: string, document: string, code: number, intents: readonly Intent[]): Promise<boolean>
  /**
   * Does something with what was refused of a document. When that is done, only what it gives back is kept further.
   * @returns how much that is; null when another page is at it
   */
  take(
    document: string,
    work: (intents: readonly Intent[]) => Promise<readonly Intent[]>,
  ): Promise<number | null>
  /** Throws away what was refused of a document. */
  drop(document: string): Promise<void>
}

/** Two pages may have kept the same: it is done once. */
const distinct = (intents: readonly unknown[]): unknown[] => [
  ...new Map(intents.map((intent) => [JSON.stringify(intent), intent])).values(),
]

export const createRefusedWork = ({ workshop, boxes, pages, now }: RefusedDeps): RefusedWork => {
  const refused = createStore<readonly Refused[]>([])

  const read = async (): Promise<readonly Held[]> => {
    const all = await Promise.all(
      boxes.map(async (box) =>
        (await box.read()).flatMap(([key, value]): Held[] => {
          const parsed = entry.safeParse(value)
          return parsed.success ? [{ ...parsed.data, key, box }] : []
        }),
      ),
    )
    return all.flat().sort((a, b) => a.at - b.at)
  }
  const refresh = async (): Promise<void> => {
    const byDocument = new Map<string, Refused>()
    for (const { document, code, intents } of await read()) {
      const known = byDocument.get(document)?.count ?? 0
      byDocument.set(document, { document, code, count: known + intents.length })
    }
    const next = [...byDocument.values()]
    if (JSON.stringify(next) !== JSON.stringify(refused.get())) refused.set(next)
  }
  const put = async (key: string, value: Entry): Promise<boolean> => {
    for (const box of boxes) if (await box.put(key, value)) return true
    return false
  }
  const remove = async (held: readonly Held[]): Promise<void> => {
    for (const box of boxes) {
      const keys = held.flatMap((each) => (each.box === box ? [each.key] : []))
      if (keys.length > 0) await box.remove(keys)
    }
  }
  void refresh()

  return {
    refused,
    async keep(key, document, code, intents) {
      if (intents.length === 0) return true
      const kept = await put(key, { document, code, at: now(), intents: [...intents] })
      await refresh()
      return kept
    },
    async take(document, work) {
      let left: number | null = null
      await pages.ifFree(`kiteboard:${workshop}:refused:${document}`, async () => {
        const held = (await read()).filter((each) => each.document === document)
        const known: Intent[] = []
        const strange: unknown[] = []
        for (const each of distinct(held.flatMap(({ intents }) => intents))) {
          const parsed = parseIntents([each])
          if (parsed.length > 0) known.push(...parsed)
          else strange.push(each)
        }
        const rest = [...(await work(known)), ...strange]
        left = rest.length
        const code = held.at(-1)?.code ?? CLOSE.forbidden
        // First what stays, then away with the rest: nothing is nowhere in between.
        const isKept = rest.length === 0 || (await put(newId(), { document, code, at: now(), intents: rest }))
        if (isKept) await remove(held)
      })
      await refresh()
      return left
    },
    async drop(document) {
      await remove((await read()).filter((each) => each.document === document))
      await refresh()
    },
  }
}
