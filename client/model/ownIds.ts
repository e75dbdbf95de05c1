/**
 * Under which of Yjs's client ids this device wrote in a document, as this person: each page has one, and a new one where chance gave
 * it somebody else's. What a copy holds under any other, somebody else wrote, or the same person on another device. The server gives a
 * proof for each, without which it takes nobody's word for it where others have brought back what was written under it.
 */
import * as Y from 'yjs'

/** Where the ids outlive a page. */
export interface KeptIds {
  /** Each with its proof; empty where there is none yet. */
  read(): ReadonlyMap<number, Uint8Array>
  keep(client: number, proof?: Uint8Array): void
}

export interface OwnIds {
  /** All that are known; more of them may come. */
  readonly all: ReadonlySet<number>
  /** What the server gave for an id; nothing before that. */
  proofOf(client: number): Uint8Array | undefined
  /** The server gives the proof for an id. */
  prove(client: number, proof: Uint8Array): void
  /** Reads what other pages of this device have added. To be called once what they wrote was read: so nothing of that is strange. */
  readAgain(): void
  /** Lists once more what this device may have lost of all that is known, proofs too. */
  rememberAnew(): void
  /** Writes what somebody else made, under an id that nobody calls their own. */
  asNobody(work: () => void): void
  close(): void
}

/** To be made before anything else hears of the document's changes: an id is listed before something under it is stored or sent. */
export const createOwnIds = (doc: Y.Doc, list: KeptIds): OwnIds => {
  const all = new Set<number>([doc.clientID])
  /** Of these, the ones under which something was written: as far as this page knows, they are listed. */
  const listed = new Set<number>()
  const proofs = new Map<number, Uint8Array>()
  let isNobody = false

  const onTransaction = ({ local, beforeState, afterState }: Y.Transaction) => {
    const { clientID } = doc
    if (!local || isNobody || listed.has(clientID)) return
    if ((afterState.get(clientID) ?? 0) <= (beforeState.get(clientID) ?? 0)) return
    all.add(clientID)
    listed.add(clientID)
    list.keep(clientID)
  }
  // Before whoever looks at the change.
  doc.on('beforeObserverCalls', onTransaction)

  return {
    all,
    proofOf: (client) => proofs.get(client),
    prove(client, proof) {
      proofs.set(client, proof)
      list.keep(client, proof)
    },
    readAgain() {
      for (const [client, proof] of list.read()) {
        all.add(client)
        listed.add(client)
        // A device that could keep none may hold it here.
        if (proof.byteLength > 0) proofs.set(client, proof)
      }
    },
    rememberAnew() {
      const kept = list.read()
      for (const client of listed) if (!kept.has(client)) list.keep(client, proofs.get(client))
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
    close: () => doc.off('beforeObserverCalls', onTransaction),
  }
}
