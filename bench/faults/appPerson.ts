/** Somebody who writes with the app's own connection: it comes back by itself, and knows what is stored. */
import { read } from '../../client/model/frames.ts'
import { itemsOf } from '../../shared/board.ts'
import { addItem } from '../../shared/boardItems.ts'
import { openPage, openSocketOf, type AppPage } from '../../test/support/appPage.ts'

export interface AppPerson extends Pick<AppPage, 'doc' | 'isSynced' | 'waiting' | 'close'> {
  /** Adds a note. */
  write(): void
  /** Ids of the notes that this person made, in order. */
  readonly made: readonly string[]
  /** How many notes of the board this person holds. */
  notes(): number
}

/** Joins a board. `onTold` hears each code with which the server closes the document. */
export const joinApp = (
  { url, board }: { readonly url: string; readonly board: string },
  token: string,
  onTold: (code: number) => void = () => {},
): AppPerson => {
  const made: string[] = []
  const { doc, isSynced, waiting, close } = openPage({
    name: board,
    random: Math.random,
    openSocket: (events) =>
      openSocketOf(url, token, {
        ...events,
        onMessage(bytes) {
          const heard = read(bytes)?.heard
          if (heard?.type === 'closed') onTold(heard.code)
          events.onMessage(bytes)
        },
      }),
  })
  return {
    doc,
    isSynced,
    waiting,
    close,
    write: () =>
      void made.push(
        addItem(doc, { kind: 'note', at: [made.length, 0], text: 'Whatever happens, it stays' }),
      ),
    made,
    notes: () => itemsOf(doc).size,
  }
}
