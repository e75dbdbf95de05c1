/** What stands half-written on this device, and nowhere else. */
import { isOnlyHere } from '../model/spells.ts'
import type { Session } from '../model/types.ts'
import { readDraft } from '../panels/item/draft.ts'

/** Whether there is such a note of mine in this workshop. */
export const holdsWords = ({ workshop, device, writing, stage }: Session): boolean =>
  isOnlyHere(writing.mine.get()) ||
  stage.get().boards.some(({ id }) => readDraft(device, workshop, id) !== null)
