/**
 * The stage with my own choice shown at once. Whose an item is stands in the stage, written by the server; until it has heard of what
 * I made, without a connection say, that would read "No name", whatever I chose to be kept of my words.
 */
import type * as Y from 'yjs'
import { itemsOf } from '../../shared/board.ts'
import { UNANSWERED, type Consent } from '../../shared/consent.ts'
import type { WorkshopInfo } from '../../shared/answers.ts'
import type { Credit, Stage } from '../../shared/stage.ts'
import { createStore } from './store.ts'
import type { Store } from './types.ts'

export interface OwnCreditsDeps {
  readonly stage: Store<Stage>
  readonly info: Store<Pick<WorkshopInfo, 'consent' | 'participant'>>
}

/** Items of these documents that I make from now on count as mine until the server says what stands of them. */
export const createOwnCredits = ({ stage, info }: OwnCreditsDeps) => {
  const wished = createStore<ReadonlyMap<string, Consent>>(new Map())
  const made = createStore<ReadonlySet<string>>(new Set())

  const creditOf = (item: string): Credit | null => {
    const { consent, participant } = info.get()
    switch (wished.get().get(item) ?? consent ?? UNANSWERED) {
      case 'named':
        return { person: participant.id }
      case 'room':
        return { room: true }
      default:
        return null
    }
  }
  const complete = (): Stage => {
    const now = stage.get()
    const own = [...made.get()].flatMap((item) => {
      const credit = creditOf(item)
      return credit && !now.credits.has(item) ? [[item, credit] as const] : []
    })
    return own.length ? { ...now, credits: new Map([...now.credits, ...own]) } : now
  }
  const shown = createStore(complete())
  const look = () => shown.set(complete())
  const onStage = () => {
    const { credits } = stage.get()
    const left = [...made.get()].filter((item) => !credits.has(item))
    // From now on the stage alone tells of those.
    if (left.length < made.get().size) made.set(new Set(left))
    look()
  }
  const stops = [stage.subscribe(onStage), info.subscribe(look), wished.subscribe(look), made.subscribe(look)]

  return {
    stage: shown,
    /**
     * Watches what I make on a board. A copy is told by what it is a copy of, which the server knows.
     * @param own client ids under which this device writes there; what I write again for somebody else lies under none of them
     */
    follow(doc: Y.Doc, own: ReadonlySet<number>) {
      const items = itemsOf(doc)
      doc.on('beforeObserverCalls', ({ local, changed, beforeState }: Y.Transaction) => {
        if (!local) return
        const keys = [...changed].flatMap(([type, keys]) => (Object.is(type, items) ? [...keys] : []))
        const mine = keys.filter((key): key is string => {
          const entry = key === null ? undefined : items._map.get(key)
          if (!entry || !own.has(entry.id.client)) return false
          const isNew = entry.id.clock >= (beforeState.get(entry.id.client) ?? 0)
          return isNew && key !== null && !items.get(key)?.has('from')
        })
        if (mine.length) made.set(new Set([...made.get(), ...mine]))
      })
    },
    /** What is wished of a single item goes before what I chose in general; null for nothing. */
    wish(item: string, consent: Consent | null) {
      const others = [...wished.get()].filter(([other]) => other !== item)
      wished.set(new Map(consent ? [...others, [item, consent]] : others))
    },
    close: () => stops.forEach((stop) => stop()),
  }
}
