/** Updates for the gate to judge: changes to a note as Yjs writes them, and such as only a hand writes. For tests. */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { parseDocName, type DocName } from '../../shared/docs.ts'
import { judge, type Verdict } from '../../server/sync/gate/gate.ts'
import { BOARD_DOC } from './harness.ts'
import { ANYBODY } from './anybody.ts'

const nameOf = (name: string): DocName => {
  const parsed = parseDocName(name)
  if (!parsed) throw new Error(name)
  return parsed
}
export const board = nameOf(BOARD_DOC)
export const plan = nameOf('plan')

/** The close code of a refusal; else the verdict itself. */
export const codeOf = (verdict: Verdict): number | string =>
  verdict.type === 'refused' ? verdict.code : verdict.type

/** The id of the nth item: as long as the app makes them. */
export const id = (n: number): string => String(n).padStart(20, 'x')

/** Judges what `work` changes, done by somebody who has all that the server has. */
export const after = (
  server: Y.Doc,
  work: (doc: Y.Doc) => void,
  { name = board, isMine = () => true }: { name?: DocName; isMine?: (client: number) => boolean } = {},
): number | string => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(server))
  const before = Y.encodeStateVector(doc)
  doc.transact(() => work(doc))
  return codeOf(judge(server, name, Y.encodeStateAsUpdate(doc, before), { ...ANYBODY, isMine }))
}

export const items = (doc: Y.Doc): Y.Map<unknown> => doc.getMap('items')
/** @throws when there is no such item */
export const itemIn = (doc: Y.Doc, n = 1): Y.Map<unknown> => {
  const item = items(doc).get(id(n))
  if (!(item instanceof Y.Map)) throw new Error('no such item')
  return item
}
/** @throws when there is no such text */
export const textIn = (doc: Y.Doc, n = 1): Y.Text => {
  const text = itemIn(doc, n).get('text')
  if (!(text instanceof Y.Text)) throw new Error('no such text')
  return text
}

/** An item as the app makes a note, of few fields. */
export const note = (text: string): Y.Map<unknown> =>
  new Y.Map<unknown>([
    ['kind', 'note'],
    ['v', 1],
    ['at', [0, 0]],
    ['text', new Y.Text(text)],
  ])

/** Sets a field to many values, as one part of one client would hold them. */
export const manyValues = (
  values: readonly Parameters<typeof encoding.writeAny>[1][],
  isGone = false,
): Uint8Array =>
  encoding.encode((encoder) => {
    for (const part of [1, 2, 9, 0]) encoding.writeVarUint(encoder, part)
    encoding.writeUint8Array(encoder, Uint8Array.of(0x27, 1, 5, ...Buffer.from('items'), 1, 97, 1))
    encoding.writeUint8Array(encoder, Uint8Array.of(0x28, 0, 9, 0, 1, 98))
    encoding.writeVarUint(encoder, values.length)
    for (const value of values) encoding.writeAny(encoder, value)
    for (const part of isGone ? [1, 9, 1, 1, values.length] : [0]) encoding.writeVarUint(encoder, part)
  })

/** A document in which a note lies, the first. */
export const withNote = (text = 'words'): Y.Doc => {
  const server = new Y.Doc()
  items(server).set(id(1), note(text))
  return server
}

/** A number as Yjs writes it. */
export const varUint = (value: number): number[] => [
  ...encoding.encode((encoder) => encoding.writeVarUint(encoder, value)),
]

/** An update by hand: each struct as its bytes, of one client from a clock on. */
export const handmade = (
  sections: readonly { client: number; clock: number; structs: readonly (readonly number[])[] }[],
): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, sections.length)
    for (const { client, clock, structs } of sections) {
      encoding.writeVarUint(encoder, structs.length)
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
      for (const struct of structs) encoding.writeUint8Array(encoder, Uint8Array.from(struct))
    }
    encoding.writeVarUint(encoder, 0)
  })
