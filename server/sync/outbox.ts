/** What goes out in one turn: a socket gets it in one write, whichever documents it is about, since each write costs a system call. */
import type { Duplex } from 'node:stream'

/** What goes out on one socket. */
export interface Outbox {
  /** Sends whole WebSocket frames, in order, at the end of this turn. They may be shared: nobody changes them. */
  push(frame: Uint8Array): void
  /** Sends at once what waits. */
  flush(): void
  /** Bytes that the other side has not taken yet. */
  waiting(): number
}

/** The outboxes of one server. `sent` hears how many bytes left. */
export const createPost = (sent: (bytes: number) => void) => {
  let dirty: Outbox[] = []

  const deliver = (): void => {
    const all = dirty
    dirty = []
    for (const outbox of all) outbox.flush()
  }

  return {
    /**
     * The outbox of a socket. It writes past the WebSocket library, which would make a header for each receiver of each frame.
     * @param isOpen whether data may still be sent: not once either side has said good-bye
     */
    open(stream: Duplex, isOpen: () => boolean): Outbox {
      let frames: Uint8Array[] = []
      let bytes = 0
      const outbox: Outbox = {
        push(frame) {
          // What is written in one turn leaves together, also what several commits or documents bring.
          if (frames.length === 0 && dirty.push(outbox) === 1) queueMicrotask(deliver)
          frames.push(frame)
          bytes += frame.byteLength
        },
        flush() {
          const [first, ...others] = frames
          if (!first) return
          const leaving = bytes
          frames = []
          bytes = 0
          if (!isOpen()) return
          sent(leaving)
          if (others.length === 0) return void stream.write(first)
          stream.cork()
          stream.write(first)
          for (const other of others) stream.write(other)
          stream.uncork()
        },
        waiting: () => stream.writableLength + bytes,
      }
      return outbox
    },
  }
}

/** Where a socket gets its outbox. */
export type Post = ReturnType<typeof createPost>
