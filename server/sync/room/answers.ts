/**
 * What brings those up to date who say what they have. Many do so at one time, when a server was away or a hall's Wi-Fi; and
 * whoever may read can ask again and again. So answers are short, shared where they can be, and made a few in a turn.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type * as Y from 'yjs'
import { CLOSE, LIMITS } from '../../../shared/protocol.ts'
import { stepTwoFrame, updateFrame, type Frame } from '../frames.ts'
import type { Epoch } from '../journal/epoch.ts'
import type { Snapshot } from '../journal/snapshot.ts'
import { SocketRefusal } from '../refuse.ts'
import type { Share } from '../share.ts'
import type { Deleted } from './deleted.ts'
import { encodeLacks, isSame, lacksOf, type Lack, type Vector } from './lacks.ts'

/** Who asks. */
export interface Reader {
  /** Whose turn it is. */
  readonly person: string
  send(frame: Frame): void
  /** Calls back, at once or later, when little waits to be sent to it. */
  whenFree(then: () => void): void
  /** It cannot be answered. */
  fail(error: unknown): void
}

/** What answers those who ask. */
export interface Answers<From extends Reader> {
  /** Bytes that are enough of what somebody says, to read it or to refuse it. */
  enough(): number
  /** Reads what somebody has. @throws SocketRefusal */
  read(stateVector: Uint8Array): Vector
  /** Steps (`LIMITS.work`) that an answer takes to whoever said so in so many bytes. */
  stepsFor(vector: Vector, bytes: number): number
  /** Answers soon, once all that the answer tells is durable, and as fast as it is taken; then calls back. */
  answer(from: From, vector: Vector, then: () => void): void
  /** The document has changed. */
  changed(): void
}

/** Bytes of an entry of a vector: two whole numbers. */
const LONGEST_ENTRY = 16
/** Work that one answer takes, and one struct that is written; bytes in one step, and bytes of what somebody says that they have. */
const ANSWERING = { answer: 100, struct: 8, bytes: 16, said: 2 } as const

const isNothing = (deletes: Uint8Array): boolean => deletes.byteLength === 1

/** What somebody says that they have, until they are answered. */
interface Question<From> {
  readonly from: From
  readonly vector: Vector
  readonly then: () => void
}

/** The answers of one document. */
export const createAnswers = <From extends Reader>({
  name,
  doc: { store },
  deleted,
  snapshot,
  epoch,
  share,
  isHere,
  whenDurable,
}: {
  readonly name: string
  readonly doc: Pick<Y.Doc, 'store'>
  readonly deleted: Pick<Deleted, 'encoded'>
  readonly snapshot: Pick<Snapshot, 'frames' | 'size'>
  readonly epoch: Pick<Epoch, 'isRetired'>
  /** Of all documents of one server. */
  readonly share: Share
  readonly isHere: (from: From) => boolean
  /** Calls back once all that the document holds now is durable; never, when that fails. */
  readonly whenDurable: (then: () => void) => void
}): Answers<From> => {
  /** By person, who take turns: a hundred pages of one hold nobody up for longer than one does. */
  const queue = new Map<string, Question<From>[]>()
  let goingOn = false
  /** All that is deleted, for everybody. */
  let last: { readonly deletes: Uint8Array; readonly frame: Frame } | null = null
  /** What the last one lacked: the next may lack the same. */
  let kept: { readonly lacks: readonly Lack[]; readonly frame: Frame } | null = null

  const lastFrame = (deletes: Uint8Array): Frame => {
    if (last?.deletes !== deletes) {
      const update = encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, 0)
        encoding.writeUint8Array(encoder, deletes)
      })
      last = { deletes, frame: stepTwoFrame(name, update) }
    }
    return last.frame
  }

  const framesFor = (vector: Vector): readonly Frame[] => {
    const lacks = vector.size === 0 ? null : lacksOf(store, vector)?.lacks
    if (!lacks) return snapshot.frames()
    const { most, rest } = deleted.encoded()
    // Step 2 comes last: whoever has it has everything.
    if (lacks.length === 0 && isNothing(rest)) return [lastFrame(most)]
    if (!kept || !isSame(kept.lacks, lacks))
      kept = { lacks, frame: updateFrame(name, encodeLacks(lacks, rest)) }
    return [kept.frame, lastFrame(most)]
  }

  /** Sends the frames from one of them on, each when little waits: whoever takes what comes is not too slow for much. */
  const sendFrom = (frames: readonly Frame[], at: number, from: From, then: () => void): void => {
    const frame = frames[at]
    if (!frame) return then()
    from.whenFree(() => {
      if (!isHere(from)) return
      from.send(frame)
      sendFrom(frames, at + 1, from, then)
    })
  }

  /** The next one whose turn it is. */
  const takeNext = (): Question<From> | null => {
    for (const [person, row] of queue) {
      queue.delete(person)
      const question = row.shift()
      if (row.length > 0) queue.set(person, row)
      if (question && isHere(question.from)) return question
    }
    return null
  }

  /** @returns null when that fails: it fails for whoever asked, since in a turn of its own nobody else would be told */
  const framesTo = ({ from, vector }: Question<From>): readonly Frame[] | null => {
    try {
      return framesFor(vector)
    } catch (error) {
      from.fail(error)
      return null
    }
  }

  const answerOne = (): void => {
    goingOn = false
    const question = takeNext()
    if (!question) return
    goOn()
    const frames = framesTo(question)
    if (frames) whenDurable(() => sendFrom(frames, 0, question.from, question.then))
  }

  const goOn = (): void => {
    if (goingOn || queue.size === 0) return
    goingOn = true
    void share.inTurn(answerOne)
  }

  /** Entries of a vector: all that are here, and those of pages that wrote elsewhere. After older data were put back these are many. */
  const mostEntries = (): number => store.clients.size + LIMITS.ids.brought

  return {
    enough: () => (mostEntries() + 2) * LONGEST_ENTRY,
    read(stateVector) {
      const most = mostEntries()
      const vector = new Map<number, number>()
      try {
        const decoder = decoding.createDecoder(stateVector)
        const count = decoding.readVarUint(decoder)
        for (let each = 0; each < count; each++) {
          const client = decoding.readVarUint(decoder)
          // Also who only reads: what is theirs and what is new would stand side by side in their copy.
          if (epoch.isRetired(client))
            throw new SocketRefusal(CLOSE.retiredEpoch, 'This copy is from before.')
          const clock = decoding.readVarUint(decoder)
          // Of what is not here, they lack nothing.
          if (store.clients.has(client)) vector.set(client, clock)
          if (each >= most) throw new SocketRefusal(CLOSE.tooLarge, 'These are too many pages at once.')
        }
      } catch (error) {
        if (error instanceof SocketRefusal) throw error
        throw new SocketRefusal(CLOSE.malformed, 'This message cannot be read.')
      }
      return vector
    },
    stepsFor(vector, bytes) {
      const lacked = vector.size === 0 ? null : lacksOf(store, vector)
      const size = lacked ? (last?.deletes.byteLength ?? 0) : snapshot.size()
      const steps = bytes / ANSWERING.said + (lacked?.count ?? 0) * ANSWERING.struct + size / ANSWERING.bytes
      return ANSWERING.answer + Math.round(steps)
    },
    answer(from, vector, then) {
      // To somebody slow it is not made before it can leave.
      from.whenFree(() => {
        const row = queue.get(from.person) ?? []
        row.push({ from, vector, then })
        queue.set(from.person, row)
        goOn()
      })
    },
    changed() {
      kept = null
    },
  }
}
