/** Storage in a folder of this machine, through LevelDB. */
import { mkdir } from 'node:fs/promises'
import { ClassicLevel } from 'classic-level'
import { StorageUnavailable, type Storage, type Write } from './storage.ts'

/** The folder is held by another process. Its message is meant for the person who started this one. */
export class DataInUse extends Error {
  override readonly name = 'DataInUse'
  constructor(readonly path: string) {
    super(`The data folder is in use by another Kiteboard: ${path}`)
  }
}

/** The folder cannot be opened. Its message, too, is meant for the person who started this one. */
export class DataUnusable extends StorageUnavailable {
  override readonly name = 'DataUnusable'
  constructor(
    readonly path: string,
    /** In the words of the system. */
    readonly why: string,
  ) {
    super(`The data folder ${path} cannot be opened: ${why}`)
  }
}

/** LevelDB hands out Buffers, whose `slice` shares memory where a Uint8Array's copies. */
const plain = ({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)

/** Keys are ASCII, so nothing that begins with the prefix comes after this. */
const endOf = (prefix: string): string => `${prefix}\x7f`

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined

const isLocked = (error: unknown): boolean =>
  error instanceof Error && (codeOf(error) === 'LEVEL_LOCKED' || codeOf(error.cause) === 'LEVEL_LOCKED')

/** What lies at the bottom of an error: LevelDB says only there that a disk is full. */
const reasonOf = (error: unknown): string =>
  error instanceof Error ? (error.cause === undefined ? error.message : reasonOf(error.cause)) : String(error)

/**
 * Opens (or makes) the storage in a folder, which nobody else on this machine may read.
 * @throws DataInUse while another process holds the folder; DataUnusable
 */
export const openLevelStorage = async ({ path }: { readonly path: string }): Promise<Storage> => {
  const makeFolder = () => mkdir(path, { recursive: true, mode: 0o700 })
  // LevelDB opens by itself, and would make a folder that others may read.
  await makeFolder().catch((error: unknown) => {
    throw new DataUnusable(path, reasonOf(error))
  })
  const db = new ClassicLevel<string, Uint8Array>(path, { keyEncoding: 'utf8', valueEncoding: 'view' })
  let closed = false

  const open = async (): Promise<void> => {
    if (db.status === 'open' || closed) return
    try {
      await makeFolder()
      await db.open()
    } catch (error) {
      throw isLocked(error) ? new DataInUse(path) : new DataUnusable(path, reasonOf(error))
    }
  }
  await open()

  /** After a failed write the folder is to be opened again, which takes room on its disk, too. */
  const unavailable = (error: unknown): StorageUnavailable =>
    error instanceof StorageUnavailable ? error : new StorageUnavailable(reasonOf(error))

  const operation = (write: Write) =>
    write.type === 'put'
      ? { type: 'put' as const, key: write.key, value: write.value }
      : { type: 'del' as const, key: write.key }

  return {
    async get(key) {
      try {
        await open()
        const value = await db.get(key)
        return value ? plain(value) : null
      } catch (error) {
        throw unavailable(error)
      }
    },
    async *list(prefix) {
      try {
        await open()
        for await (const [key, value] of db.iterator({ gte: prefix, lt: endOf(prefix) }))
          yield [key, plain(value)]
      } catch (error) {
        throw unavailable(error)
      }
    },
    async commit(writes) {
      if (writes.length === 0) return
      await open()
      try {
        await db.batch(writes.map(operation), { sync: true })
      } catch (error) {
        // After a failed write LevelDB refuses all others until it is opened again, which also settles whether this one
        // reached the disk.
        await db.close()
        await open().catch(() => {})
        throw error
      }
    },
    async forget(prefix) {
      await open()
      const range = [prefix, endOf(prefix)] as const
      // The first moves all from the log into a file, deleted values included. LevelDB rewrites a file only when one above it
      // covers the same keys: so the range's ends come and go, and the second merges the deleted values away.
      await db.compactRange(...range)
      await db.batch(
        range.flatMap((key) => [
          { type: 'put' as const, key, value: new Uint8Array() },
          { type: 'del' as const, key },
        ]),
      )
      await db.compactRange(...range)
    },
    async close() {
      closed = true
      await db.close()
    },
  }
}
