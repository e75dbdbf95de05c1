/**
 * How much is written so far, as counts that everybody may see. A count must not point at anybody: there is none until three
 * people have written, and it moves every few seconds at the most, so that nobody can tell by it whose hand was just lifted.
 */
import type * as Y from 'yjs'
import { readDraft } from '../../shared/draft.ts'
import { metaOf, setMeta, type StageWriting } from '../../shared/stage.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { Workshops } from '../workshops/workshops.ts'

/** Ms between two counts. */
const PACE = 4_000
/** Fewer people than this are not counted. */
const FEWEST = 3

interface Spell {
  /** Notes by person. */
  readonly notes: Map<string, number>
  /** Drafts that have changed since they were counted. */
  readonly changed: Map<string, Y.Doc>
  waiting: boolean
}

const countOf = ({ notes }: Spell): StageWriting['progress'] => {
  const counts = [...notes.values()].filter((count) => count > 0)
  return counts.length < FEWEST
    ? null
    : { people: counts.length, notes: counts.reduce((sum, count) => sum + count, 0) }
}

/** Counts what is written, for the stage to show. */
export const createProgress = ({
  workshops,
  clock,
  log,
}: {
  readonly workshops: Workshops
  readonly clock: Clock
  readonly log: Log
}) => {
  /** By writing. */
  const spells = new Map<string, Spell>()

  const publish = (id: string, writing: string, spell: Spell): void => {
    spell.waiting = false
    const workshop = workshops.peek(id)
    const open = workshop && metaOf(workshop.stage).writing
    if (!workshop || open?.id !== writing || spells.get(writing) !== spell) return
    for (const [person, doc] of spell.changed) spell.notes.set(person, readDraft(doc).length)
    spell.changed.clear()
    const progress = countOf(spell)
    if (progress?.people === open.progress?.people && progress?.notes === open.progress?.notes) return
    try {
      workshops.act(workshop, (stage) => setMeta(stage, { writing: { ...open, progress } }))
    } catch (error) {
      // The storage fails, or the server stops: the next change brings another count.
      log.info({ err: error, workshop: id }, 'what is written could not be counted')
    }
  }

  const spellOf = (writing: string): Spell => {
    const spell = spells.get(writing) ?? { notes: new Map(), changed: new Map(), waiting: false }
    spells.set(writing, spell)
    return spell
  }

  const publishSoon = (workshop: string, writing: string, spell: Spell): void => {
    if (spell.waiting) return
    spell.waiting = true
    clock.after(PACE, () => publish(workshop, writing, spell))
  }

  return {
    /** A person's draft has changed. */
    wrote(workshop: string, writing: string, person: string, doc: Y.Doc): void {
      const spell = spellOf(writing)
      spell.changed.set(person, doc)
      publishSoon(workshop, writing, spell)
    },
    /** A person has so many notes in a draft that was read from the storage. */
    counted(workshop: string, writing: string, person: string, count: number): void {
      const spell = spellOf(writing)
      spell.notes.set(person, count)
      publishSoon(workshop, writing, spell)
    },
    /** The writing has ended. */
    forget: (writing: string): void => void spells.delete(writing),
  }
}
