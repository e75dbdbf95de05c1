/**
 * Who writes in what just now. Nobody is named for it where no name shows: most people agreed to their words without their name, and
 * whose name stood above a note while it was written would be known for good. So such writing is not told to others at all. What they
 * see is that the words change.
 */
import * as Y from 'yjs'
import type { WorkshopInfo } from '../../shared/answers.ts'
import { itemsOf } from '../../shared/board.ts'
import type { Presence } from '../../shared/protocol.ts'
import type { Stage } from '../../shared/stage.ts'
import { REMOTE } from './channel.ts'
import { createStore } from './store.ts'
import type { BoardHandle, Peer, Store, Writers } from './types.ts'

/** Ms for which somebody counts as writing after a change. */
const LINGERS = 4_000

/** The item whose text this is; null for anything else, and for what came whole in this change. */
const itemWrittenIn = (doc: Y.Doc, type: unknown, { beforeState }: Y.Transaction): string | null => {
  if (!(type instanceof Y.Text) || !(type.parent instanceof Y.Map)) return null
  const [text, item] = [type._item, type.parent._item]
  if (!text || !item?.parentSub || !Object.is(item.parent, itemsOf(doc))) return null
  return text.id.clock < (beforeState.get(text.id.client) ?? 0) ? item.parentSub : null
}

const same = (a: Writers, b: Writers): boolean =>
  a.size === b.size && [...a].every(([item, people]) => b.get(item)?.join() === people.join())

/** Others who write on a board. */
export const createWriters = ({
  doc,
  peers,
  stage,
  me,
  inStep,
}: {
  readonly doc: Y.Doc
  readonly peers: Store<readonly Peer[]>
  readonly stage: Store<Stage>
  readonly me: string
  /** What comes before this was written while I was away. */
  readonly inStep: Store<boolean>
}): { readonly writers: Store<Writers>; close(): void } => {
  const writers = createStore<Writers>(new Map())
  /** Where words have changed of late. */
  const lively = new Map<string, ReturnType<typeof setTimeout>>()

  const look = () => {
    const next = new Map<string, readonly string[]>([...lively.keys()].map((item) => [item, []]))
    const { credits } = stage.get()
    for (const { writing, person } of peers.get())
      if (writing && person !== me)
        next.set(writing, [
          ...(next.get(writing) ?? []),
          ...(credits.get(writing)?.person === undefined ? [] : [person]),
        ])
    if (!same(next, writers.get())) writers.set(next)
  }
  const onChange = (transaction: Y.Transaction) => {
    if (transaction.origin !== REMOTE || !inStep.get()) return
    for (const type of transaction.changed.keys()) {
      const item = itemWrittenIn(doc, type, transaction)
      if (item === null) continue
      clearTimeout(lively.get(item))
      const end = () => {
        lively.delete(item)
        look()
      }
      lively.set(item, setTimeout(end, LINGERS))
    }
    look()
  }
  doc.on('afterTransaction', onChange)
  const stops = [peers.subscribe(look), stage.subscribe(look)]
  return {
    writers,
    close() {
      doc.off('afterTransaction', onChange)
      for (const stop of stops) stop()
      for (const timer of lively.values()) clearTimeout(timer)
    },
  }
}

/**
 * Says what I do on a board, but not where I write without my name, nor that my hand is on what I so wrote or made there. Meanwhile
 * my pointer, which lies on it, is not told either.
 * @param stage with my own choice shown at once
 */
export const createSaying = ({
  doc,
  stage,
  info,
  announce,
}: {
  readonly doc: Y.Doc
  readonly stage: Store<Stage>
  readonly info: Store<Pick<WorkshopInfo, 'consent' | 'participant'>>
  readonly announce: BoardHandle['announce']
}): { readonly say: BoardHandle['announce']; close(): void } => {
  let doing: Omit<Presence, 'person'> = {}
  const wroteIn = new Set<string>()

  const isNamed = (item: string): boolean => {
    const person = stage.get().credits.get(item)?.person
    const { consent, participant } = info.get()
    return person !== undefined && (person === participant.id || consent === 'named')
  }
  const isQuiet = (item: string): boolean =>
    (wroteIn.has(item) || itemsOf(doc)._map.get(item)?.id.client === doc.clientID) && !isNamed(item)

  const tell = () => {
    const { writing, selected, ...others } = doing
    const quietly = writing != null && !isNamed(writing)
    if (quietly) wroteIn.add(writing)
    announce({
      ...others,
      ...(quietly && { cursor: null }),
      ...(writing !== undefined && { writing: quietly ? null : writing }),
      ...(selected && { selected: selected.filter((item) => !isQuiet(item)) }),
    })
  }
  const again = () => {
    if (doing.writing != null || doing.selected?.length) tell()
  }
  const stops = [stage.subscribe(again), info.subscribe(again)]
  return {
    say(part) {
      doing = { ...doing, ...part }
      tell()
    },
    close: () => stops.forEach((stop) => stop()),
  }
}
