/**
 * What the server told this device is kept of its person's words, remembered here: after older data were put back, the server may
 * hold an earlier choice, and a laxer one. So it is told once more by whatever device comes to a server that was started anew. The
 * server takes what is newer than what it has, and no laxer.
 */
import * as z from 'zod/mini'
import { keptConsent, type WorkshopInfo } from '../../shared/answers.ts'
import { CONSENTS } from '../../shared/consent.ts'
import { Refusal } from '../../shared/errors.ts'
import { mayPass } from './passing.ts'
import type { KeptList } from './store.ts'
import type { WorkshopApi } from './types.ts'

const choice = z.object({
  person: z.string(),
  /** Null for what holds for all that was not chosen for by itself. */
  item: z.nullable(z.object({ board: z.string(), item: z.string() })),
  consent: z.enum(CONSENTS),
  /** Since when it is kept, in Unix ms, as the server told. */
  at: z.number(),
})
export type Choice = z.infer<typeof choice>

/**
 * Choices for single items that a device remembers, the newest: each is told after a start of the server, and nobody may tell more
 * than so many. What holds for all else is never among those that go: it is what would free the most.
 */
const KEPT = 300
/** Before it is tried again where the server could take none just now. */
const AGAIN_MS = 15_000

const newest = (choices: readonly Choice[]): readonly Choice[] => {
  const single = choices.filter(({ item }) => item !== null)
  const gone = new Set(single.slice(0, Math.max(0, single.length - KEPT)))
  return choices.filter((each) => !gone.has(each))
}

/** Reads what a device kept; what makes no sense is left out. */
export const parseChoices = (raw: unknown): Choice[] =>
  Array.isArray(raw)
    ? raw.flatMap((each) => {
        const parsed = choice.safeParse(each)
        return parsed.success ? [parsed.data] : []
      })
    : []

/** Tells choices apart by what they are about. */
export const nameOfChoice = ({ person, item }: Pick<Choice, 'person' | 'item'>): string =>
  item ? `${person}/${item.board}/${item.item}` : person

export interface ChoicesDeps {
  readonly kept: KeptList<Choice>
  /** The start of the server to which all were told last. */
  readonly lastRun: { read(): string | null; keep(run: string): void }
  readonly command: WorkshopApi['command']
  readonly person: () => string
  /** It was told, and may hold something else than it said before. */
  readonly onTold: () => void
}

export const createChoices = ({ kept, lastRun, command, person, onTold }: ChoicesDeps) => {
  let busy = false
  let timer: ReturnType<typeof setTimeout> | null = null
  let closed = false
  /** The start of the server to which this page told all, also where nothing can be kept. */
  let toldTo: string | null = null

  /** Has the server do something, and remembers what it answers is kept. */
  const ask: WorkshopApi['command'] = async (asked) => {
    const answer = await command(asked)
    if (asked.type !== 'consent') return answer
    const now = keptConsent.safeParse(answer)
    if (!now.success) return answer
    const { consent, at } = now.data
    const about = { person: person(), item: asked.item ?? null }
    kept.change((held) => {
      const others = held.filter((each) => nameOfChoice(each) !== nameOfChoice(about))
      // What was never chosen is not told again.
      return consent === null || at === 0 ? others : newest([...others, { ...about, consent, at }])
    })
    return answer
  }

  /** @returns whether it has heard all that it takes; `later` when it could take no more just now */
  const tellAll = async (): Promise<'all' | 'later' | 'never'> => {
    for (const { person: whose, item, consent, at } of kept.read()) {
      if (closed) return 'never'
      if (whose !== person()) continue
      try {
        await ask({ type: 'consent', consent, at, ...(item && { item }) })
      } catch (error) {
        if (mayPass(error)) return 'later'
        if (!(error instanceof Refusal)) throw error
        if (error.code === 'no-session' || error.code === 'removed') return 'never'
        // It can't be chosen now, as of words that others brought back: those stay in the room meanwhile.
      }
    }
    return 'all'
  }

  /** The server told of me: if it was started anew since, it hears what was chosen. */
  const settle = async ({ run }: Pick<WorkshopInfo, 'run'>): Promise<void> => {
    if (run === undefined || run === toldTo || run === lastRun.read() || busy || timer || closed) return
    if (!kept.read().some((each) => each.person === person())) {
      lastRun.keep(run)
      return
    }
    busy = true
    try {
      const heard = await tellAll()
      if (heard === 'all') lastRun.keep((toldTo = run))
      if (heard === 'later' && !closed)
        timer = setTimeout(() => {
          timer = null
          void settle({ run })
        }, AGAIN_MS)
      if (heard !== 'never') onTold()
    } finally {
      busy = false
    }
  }

  return {
    command: ask,
    settle,
    close() {
      closed = true
      if (timer) clearTimeout(timer)
    },
  }
}
