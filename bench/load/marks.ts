/** Finds in a frame when what it brings was sent: each change and each cursor carries its own time. */
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import { readPointers, type HeldPointer } from '../../shared/pointers.ts'
import { MESSAGE_POINTERS } from '../../shared/protocol.ts'
import { readTold, type Told } from '../support/peer.ts'

/** What one frame brings: times of sending, in ms since the run began. */
export interface Marks {
  readonly name: string
  readonly told: Told
  readonly edits: readonly number[]
  readonly cursors: readonly number[]
}

/** Frames that are remembered: the same one comes to many receivers. */
const REMEMBERED = 96

const timeOf = (value: unknown): number | null => {
  const at: unknown = Array.isArray(value) ? value[0] : null
  return typeof at === 'number' && at >= 0 ? at : null
}

const editsIn = (update: Uint8Array): number[] =>
  Y.decodeUpdate(update).structs.flatMap((struct) => {
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentAny)) return []
    return struct.content.arr.flatMap((value) => timeOf(value) ?? [])
  })

const cursorsIn = (body: Uint8Array): number[] => {
  const decoder = decoding.createDecoder(body)
  const times: number[] = []
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    decoding.readVarUint(decoder)
    decoding.readVarUint(decoder)
    const state: unknown = JSON.parse(decoding.readVarString(decoder))
    if (typeof state !== 'object' || state === null || !('cursor' in state)) continue
    const time = timeOf(state.cursor)
    if (time !== null) times.push(time)
  }
  return times
}

/** Reads frames, each kind of bytes once however many receive it. */
export const createMarks = (mux: boolean): ((data: Buffer) => Marks) => {
  const known: { readonly data: Buffer; readonly marks: Marks }[] = []
  let next = 0
  const boards = new Map<string, Map<number, HeldPointer>>()
  const pointersIn = (name: string, body: Uint8Array): number[] => {
    const held = boards.get(name) ?? new Map<number, HeldPointer>()
    boards.set(name, held)
    const before = new Map(held)
    readPointers(body, held)
    return [...held].flatMap(([slot, pointer]) =>
      before.get(slot) === pointer ? [] : (timeOf(pointer.state['cursor']) ?? []),
    )
  }
  const cursorsOf = (name: string, told: Told): number[] => {
    if (told.type === 'presence') return told.body.byteLength > 1 ? cursorsIn(told.body) : []
    if (told.type !== 'other' || told.code !== MESSAGE_POINTERS) return []
    return pointersIn(name, decoding.readTailAsUint8Array(told.rest))
  }
  return (data) => {
    for (const each of known)
      if (each.data.length === data.length && each.data.equals(data)) return each.marks
    const { name, told } = readTold(data, mux)
    const marks: Marks = {
      name,
      told,
      edits: told.type === 'update' ? editsIn(told.body) : [],
      cursors: cursorsOf(name, told),
    }
    known[next] = { data: Buffer.from(data), marks }
    next = (next + 1) % REMEMBERED
    return marks
  }
}
