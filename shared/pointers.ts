/**
 * Presence in a few bytes, for our own client. What somebody says of themselves is parted into its points (the pointer, and what
 * they drag), which change all the time, and all the rest, its shape. A shape is told once, under a short number, the slot; after
 * that only points travel, in whole board units.
 *
 * Body of a message: entries until its end. An entry begins with a var-uint: 4 × slot + what follows.
 * 0, gone: nothing. 1, moved: two var-ints a point, as many points as the shape has. 2, whole: a var-uint client, a var-string
 * shape, and its points.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

type State = Readonly<Record<string, unknown>>

/** One person's (one connection's) presence, parted. */
export interface Pointed {
  /** JSON. */
  readonly shape: string
  /** x and y by turns. */
  readonly points: readonly number[]
}

/** One entry of a message. */
export type PointerEntry =
  | { readonly type: 'gone'; readonly slot: number }
  | { readonly type: 'moved'; readonly slot: number; readonly points: readonly number[] }
  | { readonly type: 'whole'; readonly slot: number; readonly client: number; readonly pointed: Pointed }

/** What a shape says: all but the points, and where those belong. */
interface Form {
  readonly rest: State
  readonly cursor: boolean
  readonly drag: readonly string[] | null
}

/** What a slot holds at its receiver. */
export interface HeldPointer {
  readonly client: number
  /** Read once: a hundred people who point are two thousand messages' entries a second. */
  readonly form: Form
  readonly state: State
}

const GONE = 0
const MOVED = 1
const WHOLE = 2
const KINDS = 4

/** Farther out, a place travels in the shape, as it is. */
const FARTHEST = 2 ** 30

const isPoint = (value: unknown): value is readonly [number, number] =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every((part) => typeof part === 'number' && Math.abs(part) < FARTHEST)

const isRecord = (value: unknown): value is State =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Parts a presence. */
export const partPoints = (state: State): Pointed => {
  const { cursor, drag, ...others } = state
  const rest: Record<string, unknown> = others
  const points: number[] = []
  const shape: Record<string, unknown> = { rest }
  if (isPoint(cursor)) {
    shape['cursor'] = true
    points.push(...cursor)
  } else if (cursor !== undefined) rest['cursor'] = cursor
  if (isRecord(drag) && Object.values(drag).every(isPoint)) {
    shape['drag'] = Object.keys(drag)
    points.push(...Object.values(drag).filter(isPoint).flat())
  } else if (drag !== undefined) rest['drag'] = drag
  return { shape: JSON.stringify(shape), points: points.map(Math.round) }
}

/** @throws on anything that `partPoints` does not make */
const readShape = (json: string): Form => {
  const shape: unknown = JSON.parse(json)
  if (!isRecord(shape) || !isRecord(shape['rest'])) throw new Error('no shape')
  const { rest, cursor, drag } = shape
  return {
    rest,
    cursor: cursor === true,
    drag: Array.isArray(drag) ? drag.filter((id) => typeof id === 'string') : null,
  }
}

const fill = ({ rest, cursor, drag }: Form, points: readonly number[]): State => {
  let next = 0
  const point = (): [number, number] => {
    const [x, y] = [points[next], points[next + 1]]
    if (x === undefined || y === undefined) throw new Error('a point is missing')
    next += 2
    return [x, y]
  }
  return {
    ...rest,
    ...(cursor && { cursor: point() }),
    ...(drag && { drag: Object.fromEntries(drag.map((id) => [id, point()])) }),
  }
}

/** Puts a presence together again. @throws on a shape that is none, or too few points */
export const joinPoints = ({ shape, points }: Pointed): State => fill(readShape(shape), points)

const countOf = ({ cursor, drag }: Form): number => 2 * ((cursor ? 1 : 0) + (drag?.length ?? 0))

/** Writes entries, one after the other. */
export const writePointers = (encoder: encoding.Encoder, entries: readonly PointerEntry[]): void => {
  const head = (slot: number, kind: number): void => encoding.writeVarUint(encoder, slot * KINDS + kind)
  const write = (points: readonly number[]): void => {
    for (const part of points) encoding.writeVarInt(encoder, part)
  }
  for (const entry of entries)
    switch (entry.type) {
      case 'gone':
        head(entry.slot, GONE)
        break
      case 'moved':
        head(entry.slot, MOVED)
        write(entry.points)
        break
      case 'whole':
        head(entry.slot, WHOLE)
        encoding.writeVarUint(encoder, entry.client)
        encoding.writeVarString(encoder, entry.pointed.shape)
        write(entry.pointed.points)
        break
      default:
        entry satisfies never
    }
}

/** Reads entries into what is held by slot. @throws on what `writePointers` does not write */
export const readPointers = (body: Uint8Array, held: Map<number, HeldPointer>): void => {
  const decoder = decoding.createDecoder(body)
  const stateIn = (form: Form): State =>
    fill(
      form,
      Array.from({ length: countOf(form) }, () => decoding.readVarInt(decoder)),
    )
  while (decoding.hasContent(decoder)) {
    const head = decoding.readVarUint(decoder)
    const slot = Math.floor(head / KINDS)
    switch (head % KINDS) {
      case GONE:
        held.delete(slot)
        break
      case MOVED: {
        const known = held.get(slot)
        if (!known) throw new Error('nobody there')
        const { client, form } = known
        held.set(slot, { client, form, state: stateIn(form) })
        break
      }
      case WHOLE: {
        const client = decoding.readVarUint(decoder)
        const form = readShape(decoding.readVarString(decoder))
        held.set(slot, { client, form, state: stateIn(form) })
        break
      }
      default:
        throw new Error('no such entry')
    }
  }
}
