/**
 * What brings those up to date who say what they have. Many do so at one time, when a server was away or a hall's Wi-Fi; and
 * whoever may read can ask again and again. So answers are short, shared where they can be, and made a few in a turn.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { CLOSE, LIMITS } from '../../../shared/protocol.ts'
import type { Deleted } from './deleted.ts'
import type { Epoch } from '../journal/epoch.ts'
import { stepTwoFrame, updateFrame, type Frame } from '../frames.ts'
import { SocketRefusal } from '../refuse.ts'
import type { Snapshot } from '../journal/snapshot.ts'

/** Who asks. */
export interface Asking {
  send(frame: Frame): void
  /** Calls back, at once or later, when little waits to be sent to it. */
  whenFree(then: () => void): void
}

/** What somebody has: how far, by client id. */
export type Vector = ReadonlyMap<number, number>

/** What answers those who ask. */
export interface Answers<From extends Asking> {
  /** Bytes that are enough of what somebody says, to read it or to refuse it. */
  enough(): number
  /** Reads what somebody has. @throws SocketRefusal */
  read(stateVector: Uint8Array): Vector
  /** Steps (`LIMITS.work`) that an answer takes. */
  stepsFor(vector: Vector): number
  /** Answers soon, once all that the answer tells is durable; then calls back. */
  answer(from: From, vector: Vector, then: () => void): void
  /** The document has changed. */
  changed(): void
}

/** Milliseconds after which the others wait for the next turn. */
const LONGEST = 10
/** Parts beyond which somebody gets the whole document, which is at hand, and not what they lack. */
const MOST = 10_000
/** Bytes of an entry of a vector: two whole numbers. */
const LONGEST_ENTRY = 16
/** Work that one answer takes, what one entry of a vector does, and one part that is written; and bytes in one step. */
const STEPS = { answer: 100, entry: 4, part: 8, bytes: 16 } as const

/** What somebody lacks of one client's. */
interface Lack {
  readonly client: number
  readonly clock: number
  readonly structs: readonly (Y.Item | Y.GC)[]
  /** Where it begins. */
  readonly from: number
}

const isSame = (some: readonly Lack[], others: readonly Lack[]): boolean =>
  some.length === others.length &&
  some.every(({ client, clock }, at) => others[at]?.client === client && others[at].clock === clock)

/** Parts as an update holds them, the higher ids first, as Yjs has it. */
const encodeLacks = (lacks: readonly Lack[], deletes: Uint8Array): Uint8Array => {
  const encoder = new Y.UpdateEncoderV1()
  encoding.writeVarUint(encoder.restEncoder, lacks.length)
  for (const { client, clock, structs, from } of lacks.toSorted((a, b) => b.client - a.client)) {
    encoding.writeVarUint(encoder.restEncoder, structs.length - from)
    encoder.writeClient(client)
    encoding.writeVarUint(encoder.restEncoder, clock)
    for (let index = from; index < structs.length; index++) {
      const struct = structs[index]
      struct?.write(encoder, index === from ? clock - struct.id.clock : 0)
    }
  }
  encoding.writeUint8Array(encoder.restEncoder, deletes)
  return encoder.toUint8Array()
}

const isNothing = (deletes: Uint8Array): boolean => deletes.byteLength === 1

/** The answers of one document. */
export const createAnswers = <From extends Asking>({
  name,
  doc: { store },
  deleted,
  snapshot,
  epoch,
  isHere,
  whenDurable,
}: {
  readonly name: string
  readonly doc: Pick<Y.Doc, 'store'>
  readonly deleted: Pick<Deleted, 'parts'>
  readonly snapshot: Pick<Snapshot, 'frames' | 'size'>
  readonly epoch: Pick<Epoch, 'isRetired'>
  readonly isHere: (from: From) => boolean
  /** Calls back once all that the document holds now is durable; never, when that fails. */
  readonly whenDurable: (then: () => void) => void
}): Answers<From> => {
  let queue: { readonly from: From; readonly vector: Vector; readonly then: () => void }[] = []
  let goingOn = false
  /** All that is deleted, for everybody. */
  let last: { readonly deletes: Uint8Array; readonly frame: Frame } | null = null
  /** What the last one lacked: the next may lack the same. */
  let kept: { readonly lacks: readonly Lack[]; readonly frame: Frame } | null = null

  /** What somebody lacks, and how much; null when that is so much that the whole is no more work. */
  const lacksOf = (vector: Vector): { readonly lacks: readonly Lack[]; readonly parts: number } | null => {
    const lacks: Lack[] = []
    let parts = 0
    let all = 0
    for (const [client, structs] of store.clients) {
      all += structs.length
      const clock = vector.get(client) ?? 0
      if (clock >= Y.getState(store, client)) continue
      const from = Y.findIndexSS(structs, clock)
      parts += structs.length - from
      lacks.push({ client, clock, structs, from })
    }
    return parts > MOST || 4 * parts > all ? null : { lacks, parts }
  }

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
    const lacks = vector.size === 0 ? null : lacksOf(vector)?.lacks
    if (!lacks) return snapshot.frames()
    const { most, rest } = deleted.parts()
    // Step 2 comes last: whoever has it has everything.
    if (lacks.length === 0 && isNothing(rest)) return [lastFrame(most)]
    if (!kept || !isSame(kept.lacks, lacks))
      kept = { lacks, frame: updateFrame(name, encodeLacks(lacks, rest)) }
    return [kept.frame, lastFrame(most)]
  }

  const answerSome = (): void => {
    goingOn = false
    const until = performance.now() + LONGEST
    let at = 0
    for (; at < queue.length && performance.now() < until; at++) {
      const asked = queue[at]
      if (!asked || !isHere(asked.from)) continue
      const { from, vector, then } = asked
      const frames = framesFor(vector)
      whenDurable(() => {
        frames.forEach((frame) => from.send(frame))
        then()
      })
    }
    queue = queue.slice(at)
    goOn()
  }

  const goOn = (): void => {
    if (goingOn || queue.length === 0) return
    goingOn = true
    setImmediate(answerSome)
  }

  /** Entries of a vector: all that are here, and those of pages that wrote elsewhere. */
  const mostEntries = (): number => store.clients.size + LIMITS.idsAtOnce

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
          vector.set(client, decoding.readVarUint(decoder))
          if (each >= most) throw new SocketRefusal(CLOSE.tooLarge, 'These are too many pages at once.')
        }
      } catch (error) {
        if (error instanceof SocketRefusal) throw error
        throw new SocketRefusal(CLOSE.malformed, 'This message cannot be read.')
      }
      return vector
    },
    stepsFor(vector) {
      const lacked = vector.size === 0 ? null : lacksOf(vector)
      const size = lacked ? (last?.deletes.byteLength ?? 0) : snapshot.size()
      const steps = vector.size * STEPS.entry + (lacked?.parts ?? 0) * STEPS.part + size / STEPS.bytes
      return STEPS.answer + Math.round(steps)
    },
    answer(from, vector, then) {
      // To somebody slow it is not made before it can leave.
      from.whenFree(() => {
        queue.push({ from, vector, then })
        goOn()
      })
    },
    changed() {
      kept = null
    },
  }
}
