/** Owns a document, so it may set. */
import type * as Y from 'yjs'

export const setItem = (doc: Y.Doc, id: string): void => void doc.getMap('items').set(id, 1)
