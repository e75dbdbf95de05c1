/** Starts a workshop: asks the server, and keeps on this device the links that only its first facilitator ever sees. */
import type { CreateWorkshop } from '../../shared/api.ts'
import type { Translate } from '../../shared/i18n/translate.ts'
import { createEntryApi } from '../model/api.ts'
import { visitStorage } from '../model/browser.ts'
import { createMemory } from '../model/memory.ts'
import { paths } from '../model/paths.ts'
import { exampleMark } from './exampleMark.ts'
import { putOffAsking } from './useAsked.ts'

/** @returns where the new workshop is. @throws Refusal */
export const startWorkshop = async (
  workshop: CreateWorkshop,
  { storage, t }: { readonly storage: Storage | null; readonly t: Translate },
): Promise<string> => {
  const api = createEntryApi({ fetch: (input, init) => window.fetch(input, init), t })
  const made = await api.create(workshop)
  const memory = createMemory(storage)
  memory.keepLinks(made.id, made.links)
  memory.mark(workshop.template === 'example' ? exampleMark(made.id) : `invite:${made.id}`)
  // Whoever starts a workshop invites people first: what may be kept of their own words, a notice asks after that.
  putOffAsking(createMemory(visitStorage()), made.id, made.participant.id)
  return paths.workshop(made.id)
}
