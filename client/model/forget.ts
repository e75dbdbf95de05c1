/** Makes this device forget a workshop: the copies of its documents, and all that was remembered of it. */
import { boardDoc, draftDoc } from '../../shared/docs.ts'
import { copyName, copyPrefix, refusedName } from './copies.ts'
import type { Memory } from './memory.ts'

export interface Device {
  readonly memory: Pick<Memory, 'readEpoch' | 'spells'>
  /** Where small things are remembered; null where the browser forbids it. */
  readonly storages: readonly (Storage | null)[]
  /** Names of all copies of documents, as far as this browser tells. */
  copies(): Promise<readonly string[]>
  /** Throws a copy away. */
  clear(name: string): Promise<void>
}

/** Workshops' ids are long and random: whatever has one in its key is about that workshop. */
const keysAbout = (workshop: string, storage: Storage): string[] =>
  Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '').filter(
    (key) => key.startsWith('kiteboard.') && key.includes(workshop),
  )

/** @param boards the workshop's boards, for browsers that don't tell which copies there are */
export const forgetWorkshop = async (
  workshop: string,
  boards: readonly string[],
  { memory, storages, copies, clear }: Device,
): Promise<void> => {
  const drafts = memory
    .spells(workshop)
    .read()
    .map(({ id, person }) => draftDoc(id, person))
  const likely = ['stage', 'plan', ...boards.map(boardDoc), ...drafts].map((name) =>
    copyName(workshop, name, memory.readEpoch(workshop, name)),
  )
  const told = (await copies()).filter((name) => name.startsWith(copyPrefix(workshop)))
  for (const storage of storages)
    if (storage) for (const key of keysAbout(workshop, storage)) storage.removeItem(key)
  await Promise.all([...new Set([...likely, refusedName(workshop), ...told])].map(clear))
}
