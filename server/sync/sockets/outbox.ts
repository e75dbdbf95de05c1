/**
 * What goes out in one turn: a socket gets it in one write, whichever documents it is about, since each write costs a system call.
 */
import type { Duplex } from 'node:stream'

/** What goes out on one socket. */
export interface Outbox {
  /** Sends whole WebSocket frames, in order, at the end of this turn. They may be shared: nobody changes them. */
  push(frame: Uint8Array): void
  /** Sends at once what waits. */
  flush(): void
  /** Bytes that the other side has not taken yet. */
  waiting(): number
  /** Those of them that were sent in this turn: it had no chance to take any. */
  fresh(): number
  /** Calls back, at once or later, when little waits; never, when the socket is gone. */
  whenFree(then: () => void): void
}

/** Bytes up to which frames are copied together. */
const SMALL = 8_192

/** Bytes above which nothing more is made ready. More than a stream holds before it tells when all of it has left. */
const MUCH = 256_000

/** Makes one piece of some frames; only once of the same ones in a row, as many receivers get just the same. */
const createJoiner = () => {
  let last: { readonly frames: readonly Uint8Array[]; readonly whole: Uint8Array } | null = null
  return {
    join(frames: readonly Uint8Array[]): Uint8Array {
      if (last?.frames.length !== frames.length || last.frames.some((frame, at) => frame !== frames[at]))
        last = { frames, whole: Buffer.concat(frames) }
      return last.whole
    },
    forget(): void {
      last = null
    },
  }
}

/** The outboxes of one server. `sent` hears how many bytes left; `took`, how many milliseconds it took to write all of a turn. */
export const createPost = (sent: (bytes: number) => void, took: (ms: number) => void = () => {}) => {
  let dirty: Outbox[] = []
  const joiner = createJoiner()

  const deliver = (): void => {
    const all = dirty
    dirty = []
    const began = performance.now()
    for (const outbox of all) outbox.flush()
    joiner.forget()
    took(performance.now() - began)
  }

  return {
    /**
     * The outbox of a socket. It writes past the WebSocket library, which would make a header for each receiver of each frame.
     * @param isOpen whether data may still be sent: not once either side has said good-bye
     */
    open(stream: Duplex, isOpen: () => boolean): Outbox {
      let frames: Uint8Array[] = []
      let bytes = 0
      let later: (() => void)[] = []
      const onDrain = (): void => {
        const all = later
        later = []
        for (const then of all) outbox.whenFree(then)
      }
      const outbox: Outbox = {
        push(frame) {
          // What is written in one turn leaves together, also what several commits or documents bring.
          if (frames.length === 0 && dirty.push(outbox) === 1) queueMicrotask(deliver)
          frames.push(frame)
          bytes += frame.byteLength
        },
        flush() {
          const leaving = frames
          const [first] = leaving
          if (!first) return
          const size = bytes
          frames = []
          bytes = 0
          if (!isOpen()) return
          sent(size)
          if (leaving.length === 1) stream.write(first)
          else if (size <= SMALL) stream.write(joiner.join(leaving))
          else {
            stream.cork()
            for (const frame of leaving) stream.write(frame)
            stream.uncork()
          }
          // What was taken at once never drains.
          if (later.length === 0 || stream.writableNeedDrain) return
          stream.off('drain', onDrain)
          onDrain()
        },
        waiting: () => stream.writableLength + bytes,
        fresh: () => bytes,
        whenFree(then) {
          if (outbox.waiting() <= MUCH) return then()
          if (later.push(then) === 1) stream.once('drain', onDrain)
        },
      }
      return outbox
    },
  }
}

/** Where a socket gets its outbox. */
export type Post = ReturnType<typeof createPost>
