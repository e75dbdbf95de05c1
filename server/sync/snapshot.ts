/**
 * A document as a newcomer gets it. A large one is kept encoded while others go on writing: what came since then follows it as a
 * tail, so that a storm of newcomers costs one encoding.
 */
import * as Y from 'yjs'
import { stepTwoFrame, updateFrame, type Frame } from './frames.ts'

/** Bytes below which encoding anew costs less than keeping. */
const SMALL = 32_000
/** A tail longer than this is folded in, at the next newcomer. */
const TAIL = { updates: 400, bytes: 64_000 } as const

/** An update that brings nothing. */
const NOTHING = Uint8Array.of(0, 0)

export interface Snapshot {
  /** The whole document, encoded now unless nothing has changed. */
  fresh(): Uint8Array
  /** The document has changed by this much. */
  changed(update: Uint8Array): void
  /** What brings a newcomer the whole document, its last message a sync step 2. */
  frames(): readonly Frame[]
}

export const createSnapshot = (name: string, doc: Y.Doc): Snapshot => {
  let whole: Uint8Array | null = null
  let frame: Frame | null = null
  let tail: Uint8Array[] = []
  let tailBytes = 0
  let last: Frame | null = null

  const drop = (): void => {
    whole = null
    frame = null
    tail = []
    tailBytes = 0
    last = null
  }

  const fresh = (): Uint8Array => {
    if (!whole || tail.length > 0) {
      drop()
      whole = Y.encodeStateAsUpdate(doc)
    }
    return whole
  }

  return {
    fresh,
    changed(update) {
      if (!whole) return
      last = null
      tail.push(update)
      tailBytes += update.byteLength
      if (whole.byteLength < SMALL || tail.length > TAIL.updates || tailBytes > TAIL.bytes) drop()
    },
    frames() {
      const bytes = whole ?? fresh()
      if (bytes.byteLength < SMALL) return [(last ??= stepTwoFrame(name, bytes))]
      frame ??= updateFrame(name, bytes)
      // Step 2 comes last: whoever has it has everything.
      last ??= stepTwoFrame(name, tail.length > 0 ? Y.mergeUpdates(tail) : NOTHING)
      return [frame, last]
    },
  }
}
