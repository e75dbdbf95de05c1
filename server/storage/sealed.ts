/**
 * A storage in which drafts are sealed, each writing's under a key of its own (keys.ts). Whoever has the storage's bytes and not
 * the key learns how many drafts there were, and nothing else: neither words, nor whose a draft is, nor how long a note is.
 * Once the key is destroyed, that holds for ever, whatever a log or a backup still keeps.
 *
 * Sealed keys are `doc/<workshop>/draft:<writing>:<sealed person>/…`; whoever uses this storage never sees them.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import type { Keys, KeyName } from './keys.ts'
import { turn } from '../turn.ts'
import { byKey, type Entry, type Storage, type Write } from './storage.ts'

const DRAFT = /^(doc\/([^/]+)\/draft:([^:/]+):)([^/]+)(\/.*)$/
const DRAFTS = /^doc\/([^/]+)\/draft:([^:/]+):/
/** What every draft's key begins with, as far as a prefix is known. */
const MAY_LEAD = /^(d|do|doc|doc\/[^/]*|doc\/[^/]+\/(d|dr|dra|draf|draft|draft:[^:/]*)?)?$/

const NONCE = 12
const TAG = 16
/** Lengths are rounded up to this many bytes, so that they tell nothing of a note's. */
const BLOCK = 256
const LENGTH = 4
/** Entries that are opened in one turn of the event loop: a writing has thousands. */
const ENTRIES_A_TURN = 50

interface DraftKey extends KeyName {
  /** All before the person. */
  readonly head: string
  /** Sealed or not. */
  readonly person: string
  /** All after. */
  readonly tail: string
}

const parseKey = (key: string): DraftKey | null => {
  const [, head, workshop, writing, person, tail] = DRAFT.exec(key) ?? []
  if (head === undefined || !workshop || !writing || !person || tail === undefined) return null
  return { head, workshop, writing, person, tail }
}

/** What a writing's key is used for, each with a key of its own. */
interface Derived {
  readonly print: Buffer
  readonly name: Buffer
  readonly value: Buffer
  /** Persons' names as they were sealed before. */
  readonly names: Map<string, string>
}

const derive = (key: Uint8Array): Derived => {
  const of = (use: string): Buffer => createHmac('sha256', key).update(`kiteboard ${use}`).digest()
  return { print: of('print'), name: of('name'), value: of('value'), names: new Map() }
}

/** The same person is always sealed alike, so that a key is found again: what is mixed in comes from the name itself. */
const sealName = ({ print, name, names }: Derived, person: string): string => {
  const known = names.get(person)
  if (known !== undefined) return known
  const iv = createHmac('sha256', print).update(person).digest().subarray(0, 16)
  const cipher = createCipheriv('aes-256-ctr', name, iv)
  const sealed = Buffer.concat([iv, cipher.update(person, 'utf8'), cipher.final()]).toString('base64url')
  names.set(person, sealed)
  return sealed
}

/** Null when it was sealed under another key. */
const openName = (key: Derived, sealed: string): string | null => {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < 16) return null
  const decipher = createDecipheriv('aes-256-ctr', key.name, bytes.subarray(0, 16))
  const person = Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString('utf8')
  return sealName(key, person) === sealed ? person : null
}

/** @param place the sealed key under which it is stored: a value that was moved elsewhere does not open */
const sealValue = (key: Derived, place: string, value: Uint8Array): Uint8Array => {
  const padded = Buffer.alloc(Math.ceil((LENGTH + value.length) / BLOCK) * BLOCK)
  padded.writeUInt32BE(value.length)
  padded.set(value, LENGTH)
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key.value, nonce).setAAD(Buffer.from(place))
  return new Uint8Array(Buffer.concat([nonce, cipher.update(padded), cipher.final(), cipher.getAuthTag()]))
}

/** @throws Error when the bytes are not what was sealed there */
const openValue = (key: Derived, place: string, sealed: Uint8Array): Uint8Array => {
  const body = sealed.length - TAG
  const decipher = createDecipheriv('aes-256-gcm', key.value, sealed.subarray(0, NONCE))
    .setAAD(Buffer.from(place))
    .setAuthTag(sealed.subarray(body))
  const padded = Buffer.concat([decipher.update(sealed.subarray(NONCE, body)), decipher.final()])
  return new Uint8Array(padded.subarray(LENGTH, LENGTH + padded.readUInt32BE()))
}

/** Seals drafts on their way into a storage, and opens them on their way out. Where a key is gone, so is all that it sealed. */
export const sealDrafts = ({
  storage,
  keys,
}: {
  readonly storage: Storage
  readonly keys: Pick<Keys, 'get'>
}): Storage => {
  /** By the key itself: it is used for thousands of entries, and what is derived from it goes with it. */
  const derived = new WeakMap<Uint8Array, Derived>()

  const keyOf = async (name: KeyName): Promise<Derived | null> => {
    const key = await keys.get(name)
    if (!key) return null
    const known = derived.get(key) ?? derive(key)
    derived.set(key, known)
    return known
  }

  /** Where a draft's entry or prefix is really kept; null when its key is gone. */
  const sealedKey = async (draft: DraftKey): Promise<string | null> => {
    const key = await keyOf(draft)
    return key ? `${draft.head}${sealName(key, draft.person)}${draft.tail}` : null
  }

  const sealWrite = async (write: Write): Promise<readonly Write[]> => {
    if (!DRAFTS.test(write.key)) return [write]
    const draft = parseKey(write.key)
    if (!draft) throw new Error('this is no place for a draft')
    const key = await keyOf(draft)
    // A writing has its key before its first draft. What still comes when that is destroyed would be unreadable.
    if (!key) return []
    const place = `${draft.head}${sealName(key, draft.person)}${draft.tail}`
    return write.type === 'del'
      ? [{ type: 'del', key: place }]
      : [{ type: 'put', key: place, value: sealValue(key, place, write.value) }]
  }

  /** An entry as it was put in; null when its key is gone. */
  const opened = async ([place, value]: Entry): Promise<Entry | null> => {
    const draft = parseKey(place)
    if (!draft) return [place, value]
    const key = await keyOf(draft)
    const person = key && openName(key, draft.person)
    return key && person !== null
      ? [`${draft.head}${person}${draft.tail}`, openValue(key, place, value)]
      : null
  }

  async function* listOpened(from: string): AsyncGenerator<Entry> {
    let read = 0
    for await (const sealed of storage.list(from)) {
      if (++read % ENTRIES_A_TURN === 0) await turn()
      const entry = await opened(sealed)
      if (entry) yield entry
    }
  }

  return {
    async get(key) {
      const draft = parseKey(key)
      if (!draft) return storage.get(key)
      const place = await sealedKey(draft)
      const value = place === null ? null : await storage.get(place)
      return value && place !== null ? ((await opened([place, value]))?.[1] ?? null) : null
    },
    async *list(prefix) {
      const draft = parseKey(prefix)
      const [drafts] = DRAFTS.exec(prefix) ?? []
      if (draft) {
        const place = await sealedKey(draft)
        if (place !== null) yield* listOpened(place)
      } else if (drafts === undefined && !MAY_LEAD.test(prefix)) {
        yield* storage.list(prefix)
      } else {
        // Sealed persons do not sort as they do in clear.
        const entries: Entry[] = []
        for await (const entry of listOpened(drafts ?? prefix))
          if (entry[0].startsWith(prefix)) entries.push(entry)
        yield* entries.sort(byKey)
      }
    },
    async commit(writes) {
      if (!writes.some(({ key }) => DRAFTS.test(key))) return storage.commit(writes)
      const sealed: Write[] = []
      for (const write of writes) sealed.push(...(await sealWrite(write)))
      return storage.commit(sealed)
    },
    async forget(prefix) {
      const draft = parseKey(prefix)
      const [drafts] = DRAFTS.exec(prefix) ?? []
      const place = draft ? await sealedKey(draft) : (drafts ?? prefix)
      if (place !== null) await storage.forget(place)
    },
    close: () => storage.close(),
  }
}
