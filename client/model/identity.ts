/** Who I am in a workshop: as this device remembers it, as the server says it, and as the stage has it since. */
import type { WorkshopInfo } from '../../shared/answers.ts'
import { Refusal } from '../../shared/errors.ts'
import { referenceOf } from '../../shared/reference.ts'
import type { Stage } from '../../shared/stage.ts'
import { referenceIn } from './help.ts'
import { createStore } from './store.ts'
import type { Store, WorkshopApi } from './types.ts'

export interface IdentityDeps {
  /** As it is known at first. */
  readonly first: WorkshopInfo
  readonly ask: WorkshopApi['info']
  /** Remembers it on this device. */
  readonly keep: (info: WorkshopInfo) => void
  /** The server has said it. */
  readonly onAnswer: (info: WorkshopInfo) => Promise<void>
  /** The server says that my session is over. */
  readonly onEnded: () => void
  /** The server says that a facilitator sent me out. */
  readonly onRemoved: () => void
}

export interface Identity {
  readonly info: Store<WorkshopInfo>
  /** What I can tell whoever helps me. */
  readonly reference: Store<string>
  /** Asks the server again. */
  refresh(): Promise<void>
  /** The stage says at once when I am renamed or promoted, and which boards there are. */
  follow(stage: Stage): void
}

const isSame = (a: WorkshopInfo, b: WorkshopInfo): boolean => JSON.stringify(a) === JSON.stringify(b)

export const createIdentity = (deps: IdentityDeps): Identity => {
  const info = createStore(deps.first)
  const reference = createStore(referenceOf(deps.first.participant.id))

  const set = (next: WorkshopInfo) => {
    if (isSame(info.get(), next)) return
    info.set(next)
    deps.keep(next)
  }

  return {
    info,
    reference,
    async refresh() {
      try {
        set(await deps.ask())
        reference.set(referenceOf(info.get().participant.id))
        await deps.onAnswer(info.get())
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        // Whom the server does not know, it knows by another one.
        reference.set(referenceIn(error) ?? reference.get())
        // Only the server's own word ends a session; what it cannot say now is asked again later.
        if (error.code === 'no-session') deps.onEnded()
        if (error.code === 'removed') deps.onRemoved()
      }
    },
    follow({ meta, boards, people }) {
      const held = info.get()
      const me = people.get(held.participant.id)
      set({
        ...held,
        title: meta.title || held.title,
        boards: boards.length ? boards.map(({ id, title }) => ({ id, title })) : held.boards,
        role: me?.role ?? held.role,
        participant: me
          ? { ...held.participant, name: me.name, colour: me.colour, role: me.role }
          : held.participant,
      })
    },
  }
}
