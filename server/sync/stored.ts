/**
 * Documents as the storage has them: where each lies, and what of one is read without opening it. Its journal, which alone writes it,
 * tells how it is laid out there (`journal/journal.ts`).
 */
import { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import * as z from 'zod'
import type { Storage } from '../storage/storage.ts'

/** Leads all keys of a document. */
export const docPrefix = (workshop: string, name: string): string => `doc/${workshop}/${name}/`

/** A document's snapshots, or the updates after them: each with its key, in their order. */
export const listUpdates = (
  storage: Storage,
  prefix: string,
  part: 's' | 'j',
): AsyncIterable<readonly [key: string, value: Uint8Array]> => storage.list(`${prefix}${part}/`)

/** All that a document is made of, in its order. */
export const readUpdates = async (
  storage: Storage,
  workshop: string,
  name: string,
): Promise<readonly Uint8Array[]> => {
  const prefix = docPrefix(workshop, name)
  const tail: Uint8Array[] = []
  const snapshots: Uint8Array[] = []
  // A fold that comes in between moves what it covers from the tail into a snapshot.
  for await (const [, value] of listUpdates(storage, prefix, 'j')) tail.push(value)
  for await (const [, value] of listUpdates(storage, prefix, 's')) snapshots.push(value)
  return [...snapshots, ...tail]
}

const pointList = z.array(z.object({ at: z.int().nonnegative(), bytes: z.int().nonnegative() }))

/** A point in time of a document: when, in Unix ms, and how much it takes. */
export type Point = z.infer<typeof pointList>[number]

/** Where a point lies, and where the list of them. */
export const pointKey = (prefix: string, at: number): string =>
  `${prefix}p/${at.toString(16).padStart(12, '0')}`
export const pointsKey = (prefix: string): string => `${prefix}points`

/** The points of a document, oldest first. */
export const readPoints = async (storage: Storage, prefix: string): Promise<readonly Point[]> => {
  const bytes = await storage.get(pointsKey(prefix))
  return bytes ? pointList.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))) : []
}

/** The document as it was, as one update, unpacked piece by piece as it is read; null when there is no such point. */
export const readPoint = async (storage: Storage, prefix: string, at: number): Promise<Readable | null> => {
  const packed = await storage.get(pointKey(prefix, at))
  return packed && Readable.from([packed]).pipe(createInflateRaw())
}
