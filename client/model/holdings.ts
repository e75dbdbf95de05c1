/**
 * What pages of this device hold of documents that the server has not said is stored: each page what it did itself. What a page held
 * that has died, one other takes up; what an open page holds, nobody does.
 */
import { newId } from '../../shared/ids.ts'
import { copyName } from './copies.ts'
import type { Keep } from './keep.ts'
import type { Memory, Unsaved } from './memory.ts'
import type { Pages } from './pages.ts'

export interface HoldingsDeps {
  readonly workshop: string
  readonly memory: Memory
  readonly pages: Pages
  readonly keep: Keep
}

export interface Holdings {
  /** As it was given; and whatever is open from it, no other page throws away. */
  readonly keep: Keep
  /** Which copy of a document this device opens. */
  epochOf(name: string): number
  /** Remembers what this page holds of a copy; null for nothing. @returns whether it could */
  keepParts(name: string, epoch: number, parts: unknown): boolean
  /**
   * Goes through what pages left that have died, each by itself.
   * @param work returns whether it took it up for good
   */
  take(name: string, work: (held: Unsaved) => Promise<boolean>): Promise<void>
  /** Throws a copy away, as soon as no page has it open or holds something of it. */
  clearCopy(name: string, epoch: number): void
}

export const createHoldings = ({ workshop, memory, pages, keep }: HoldingsDeps): Holdings => {
  const page = newId()
  const lockOf = (each: string): string => `kiteboard:${workshop}:page:${each}`
  const others = (name: string): readonly Unsaved[] =>
    memory.readUnsaved(workshop, name).filter((held) => held.page !== page)
  pages.hold(lockOf(page))

  return {
    keep: {
      ...keep,
      open(name, doc, onAgain) {
        const letGo = pages.hold(name)
        const kept = keep.open(name, doc, onAgain)
        return { ...kept, close: () => kept.close().finally(letGo) }
      },
    },
    epochOf: (name) =>
      Math.max(
        memory.readEpoch(workshop, name),
        ...memory.readUnsaved(workshop, name).map(({ epoch }) => epoch),
      ),
    keepParts: (name, epoch, parts) =>
      memory.keepUnsaved(workshop, name, page, parts === null ? null : { epoch, parts }),
    async take(name, work) {
      await Promise.all(
        others(name).map(({ page: other }) =>
          pages.ifFree(lockOf(other), async () => {
            const held = others(name).find((each) => each.page === other)
            if (held && (await work(held))) memory.keepUnsaved(workshop, name, other, null)
          }),
        ),
      )
    },
    clearCopy(name, epoch) {
      const copy = copyName(workshop, name, epoch)
      pages.whenFree(copy, async () => {
        const isHeld = memory.readUnsaved(workshop, name).some((held) => held.epoch === epoch)
        if (!isHeld) await keep.clear(copy)
      })
    },
  }
}
