/**
 * What somebody wishes to be kept of single items, told to the server before it hears of the words themselves. While there is no
 * connection a wish waits on this device; and so does a new note that must not arrive before its wish, since else a name, or words
 * meant for the room, would be shown for a moment.
 */
import * as z from 'zod/mini'
import { itemsOf } from '../../shared/board.ts'
import { addItem } from '../../shared/boardItems.ts'
import { CONSENTS, type Consent } from '../../shared/consent.ts'
import { Refusal } from '../../shared/errors.ts'
import { rectAt } from '../../shared/geometry.ts'
import { NOTE_ASKS, NOTE_COLOURS, roughNoteHeight, NOTE_WIDTH } from '../../shared/kinds/note/note.ts'
import { growToFit } from './place.ts'
import { createStore, type KeptList } from './store.ts'
import type { BoardHandle, Store, WorkshopApi } from './types.ts'

const note = z.object({
  at: z.readonly(z.tuple([z.number(), z.number()])),
  theme: z.nullable(z.string()),
  text: z.string(),
  colour: z.enum(NOTE_COLOURS),
  asks: z.enum(NOTE_ASKS),
  principles: z.readonly(z.array(z.int())),
})
const wish = z.object({
  board: z.string(),
  item: z.string(),
  consent: z.enum(CONSENTS),
  /** A note that goes onto the board once the wish is heard. */
  note: z.optional(note),
})

/** A note that is not on the board yet. */
export type WaitingNote = z.infer<typeof note>
export type Wish = z.infer<typeof wish>

/** Reads what a device kept; what makes no sense is left out. */
export const parseWishes = (raw: unknown): Wish[] =>
  Array.isArray(raw)
    ? raw.flatMap((each) => {
        const parsed = wish.safeParse(each)
        return parsed.success ? [parsed.data] : []
      })
    : []

/** Puts a note on its board, and makes room for it in its theme. */
export const putNote = (
  { doc, view }: Pick<BoardHandle, 'doc' | 'view'>,
  id: string,
  note: WaitingNote,
): void => {
  const found = note.theme === null ? undefined : view.get().items.get(note.theme)
  const theme = found?.kind === 'theme' && !found.trashed ? found.id : null
  addItem(doc, { kind: 'note', id, ...note, theme })
  if (theme) growToFit(doc, view.get(), theme, [rectAt(note.at, [NOTE_WIDTH, roughNoteHeight(note.text)])])
}

export interface Wishes {
  /** What the server has not heard yet. */
  readonly waiting: Store<readonly Wish[]>
  /**
   * Tells the server, and puts the wish's note on the board once it heard.
   * @returns `waits` when it could not be reached: then it is told as soon as it can be
   * @throws Refusal when it would not have it
   */
  tell(wish: Wish): Promise<'heard' | 'waits'>
  close(): void
}

export interface WishesDeps {
  /** What waits, on all pages of this device. */
  readonly kept: KeptList<Wish>
  readonly command: WorkshopApi['command']
  /** Whether the server can be reached. */
  readonly online: Store<boolean>
  board(id: string): BoardHandle
  /** Told what is wished here of an item, before the server is; null when it would not have it. */
  onWish?(item: string, consent: Consent | null): void
}

/** The server was out of reach, or could store nothing: that passes. */
const passes = (error: unknown): boolean => error instanceof Refusal && error.code === 'storage-failed'

/** Tells wishes at once, or as soon as the server can be reached; also those that other pages of this device left. */
export const createWishes = ({ kept, command, online, board, onWish }: WishesDeps): Wishes => {
  const waiting = createStore<readonly Wish[]>(kept.read())
  for (const { item, consent } of waiting.get()) onWish?.(item, consent)
  const change = (work: (held: readonly Wish[]) => readonly Wish[]): void => {
    kept.change(work)
    waiting.set(kept.read())
  }
  const isSameItem = (one: Wish, other: Wish): boolean => one.board === other.board && one.item === other.item
  const heard = (told: Wish): void =>
    // It may have been wished otherwise meanwhile, here or on another page.
    change((held) =>
      held.filter(
        (each) => !(isSameItem(each, told) && each.consent === told.consent && !each.note === !told.note),
      ),
    )

  const send = async ({ board: id, item, consent, note }: Wish): Promise<void> => {
    await command({ type: 'consent', consent, item: { board: id, item } })
    const handle = note && board(id)
    // Another page of this device may have put it there.
    if (note && handle && !itemsOf(handle.doc).has(item)) putNote(handle, item, note)
  }

  let busy = false
  const tellAll = async (): Promise<void> => {
    if (busy || !online.get()) return
    busy = true
    try {
      waiting.set(kept.read())
      for (const each of waiting.get()) {
        // Another page of this device may have told it meanwhile.
        if (!kept.read().some((held) => isSameItem(held, each))) continue
        await send(each)
        heard(each)
      }
    } catch (error) {
      // What could not be told stays, for the next time: nobody's words or wishes are thrown away.
      if (!(error instanceof Refusal)) throw error
    } finally {
      busy = false
    }
  }
  const stop = online.subscribe(() => void tellAll())
  void tellAll()

  return {
    waiting,
    async tell(next) {
      const before = kept.read().find((each) => isSameItem(each, next))
      const whole = before?.note && !next.note ? { ...next, note: before.note } : next
      const others = (held: readonly Wish[]) => held.filter((each) => !isSameItem(each, next))
      onWish?.(next.item, next.consent)
      try {
        await send(whole)
        if (before) change(others)
        return 'heard'
      } catch (error) {
        if (!passes(error)) {
          onWish?.(next.item, before?.consent ?? null)
          throw error
        }
        change((held) => [...others(held), whole])
        return 'waits'
      }
    },
    close: stop,
  }
}
