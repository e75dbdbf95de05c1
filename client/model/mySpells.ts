/** The spells of private writing that I take part in on this device: what is remembered of each, and which drafts are open. */
import { draftDoc } from '../../shared/docs.ts'
import type { DraftHandle } from './opening.ts'
import type { Spell } from './spells.ts'
import type { KeptList } from './store.ts'

export interface MySpellsDeps {
  /** As all pages of this device remember them. */
  readonly kept: KeptList<Spell>
  readonly me: () => string
  /** Opens my draft of that name, or gives the open one. */
  draft(name: string): DraftHandle
  /** Lets go of a draft, and throws this device's copy of it away. */
  discard(name: string): Promise<void>
  /** A draft was opened. */
  onHold(spell: Spell): void
  /** What an open draft holds has changed. */
  onChange(): void
}

export interface MySpells {
  /** Also what is open here though another page, which saw nothing left of it, forgot it. */
  all(): Spell[]
  isKept(spell: Spell): boolean
  /** Remembers something of a spell, which may be a new one. @returns the spell as it then is */
  update(spell: Spell, fields: Partial<Spell>): Spell
  /** The server had not heard all of it: whoever forgets it must hold it whole. */
  setUnsaved(spell: Spell): void
  /** Whether words of it may be on another page of this device, which has it open. */
  isElsewhere(spell: Spell): boolean
  /** Opens its draft; the one that is open stays open. */
  hold(spell: Spell): DraftHandle
  /** Its open draft. */
  heldOf(spell: Spell): DraftHandle | null
  /** Nothing of these is here alone any more. */
  forget(over: readonly Spell[]): void
  close(): void
}

/** The name of my draft in a spell. */
export const draftName = ({ id, person }: Spell): string => draftDoc(id, person)

const isOneOf = (spells: readonly Spell[]): ((spell: Spell) => boolean) => {
  const names = new Set(spells.map(draftName))
  return (spell) => names.has(draftName(spell))
}

export const createMySpells = ({ kept, me, draft, discard, onHold, onChange }: MySpellsDeps): MySpells => {
  const held = new Map<
    string,
    { readonly spell: Spell; readonly handle: DraftHandle; readonly stop: () => void }
  >()
  /** Spells of which this page holds all that was not saved, since its copy was read later than that, or since it wrote it. */
  const whole = new Set(kept.read().map(draftName))

  const update = (spell: Spell, fields: Partial<Spell>): Spell => {
    const isIt = isOneOf([spell])
    const before = kept.read().find(isIt)
    const next = { ...(before ?? { ...spell, unfinished: null, unsaved: false }), ...fields }
    kept.change((all) => (before ? all.map((each) => (isIt(each) ? next : each)) : [...all, next]))
    return next
  }

  return {
    all() {
      const mine = kept.read().filter(({ person }) => person === me())
      const isKnown = isOneOf(mine)
      const more = [...held.values()].flatMap(({ spell }) =>
        spell.person === me() && !isKnown(spell) ? [{ ...spell, unfinished: null }] : [],
      )
      return [...mine, ...more]
    },
    isKept: (spell) => kept.read().some(isOneOf([spell])),
    update,
    setUnsaved(spell) {
      whole.add(draftName(spell))
      update(spell, { unsaved: true })
    },
    isElsewhere: (spell) => spell.unsaved && !whole.has(draftName(spell)),
    hold(spell) {
      const name = draftName(spell)
      const handle = draft(name)
      const before = held.get(name)
      if (before?.handle === handle) return handle
      before?.stop()
      const stops = [handle.view, handle.loaded].map((store) => store.subscribe(onChange))
      held.set(name, { spell, handle, stop: () => stops.forEach((stop) => stop()) })
      onHold(spell)
      return handle
    },
    heldOf: (spell) => held.get(draftName(spell))?.handle ?? null,
    forget(over) {
      const isOver = isOneOf(over)
      kept.change((all) => all.filter((spell) => !isOver(spell)))
      for (const name of over.map(draftName)) {
        held.get(name)?.stop()
        held.delete(name)
        void discard(name)
      }
    },
    close() {
      for (const { stop } of held.values()) stop()
      held.clear()
    },
  }
}
