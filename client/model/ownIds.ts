/**
 * Under which of Yjs's client ids this device wrote in a document, as this person: each page has one, and a new one where chance gave
 * it somebody else's. What a copy holds under any other, somebody else wrote, or the same person on another device.
 */
import * as Y from 'yjs'

/** Where the ids outlive a page. */
export interface KeptIds {
  read(): readonly number[]
  keep(client: number): void
}

export interface OwnIds {
  /** All that are known; more of them may come. */
  readonly all: ReadonlySet<number>
  /** Reads what other pages of this device have added. To be called once what they wrote was read: so nothing of that is strange. */
  readAgain(): void
  /** Writes what somebody else made, under an id that nobody calls their own. */
  asNobody(work: () => void): void
  close(): void
}

/** To be made before anything else hears of the document's changes: an id is listed before something under it is stored or sent. */
export const createOwnIds = (doc: Y.Doc, kept: KeptIds): OwnIds => {
  const all = new Set<number>([doc.clientID])
  const listed = new Set<number>()
  let isNobody = false

  const onTransaction = ({ local, beforeState, afterState }: Y.Transaction) => {
    const { clientID } = doc
    if (!local || isNobody || listed.has(clientID)) return
    if ((afterState.get(clientID) ?? 0) <= (beforeState.get(clientID) ?? 0)) return
    all.add(clientID)
    listed.add(clientID)
    kept.keep(clientID)
  }
  doc.on('afterTransaction', onTransaction)

  return {
    all,
    readAgain() {
      for (const client of kept.read()) all.add(client)
    },
    asNobody(work) {
      const own = doc.clientID
      isNobody = true
      doc.clientID = new Y.Doc().clientID
      try {
        work()
      } finally {
        doc.clientID = own
        isNobody = false
      }
    },
    close: () => doc.off('afterTransaction', onTransaction),
  }
}
