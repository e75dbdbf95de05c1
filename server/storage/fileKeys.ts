/** Keys in a folder, a small file each: `<workshop>.<writing>`, readable by nobody else. */
import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, unlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { ID_PATTERN } from '../../shared/ids.ts'
import { KEY_BYTES, type KeyName, type Keys } from './keys.ts'

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

/**
 * Makes it certain that a folder's entries are on the disk. Not every system lets a folder be opened; those write it by themselves.
 */
const settle = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r').catch(() => null)
  if (!handle) return
  try {
    await handle.sync()
  } catch {
    // Likewise.
  } finally {
    await handle.close()
  }
}

/** Writes bytes over whatever the file holds, and waits until the disk has them. */
const write = async (path: string, flags: 'wx' | 'r+', bytes: Uint8Array): Promise<void> => {
  const handle = await open(path, flags, 0o600)
  try {
    await handle.write(bytes, 0, bytes.length, 0)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const parseName = (file: string): KeyName | null => {
  const [workshop = '', writing = '', ...rest] = file.split('.')
  return rest.length === 0 && ID_PATTERN.test(workshop) && ID_PATTERN.test(writing)
    ? { workshop, writing }
    : null
}

/** Makes a folder, and those above it that are missing, so that none of them is gone after a power cut. */
const makeFolder = async (folder: string): Promise<void> => {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 })
  // One that was there already may have been made just before a crash: its own entry is settled each time.
  const top = dirname(resolve(first ?? folder))
  for (let above = dirname(resolve(folder)); ; above = dirname(above)) {
    await settle(above)
    if (above === top || above === dirname(above)) return
  }
}

/** Opens (or makes) the folder of keys. */
export const openFileKeys = async ({ folder }: { readonly folder: string }): Promise<Keys> => {
  await makeFolder(folder)
  /** Each draft's every change asks for its key. */
  const known = new Map<string, Uint8Array>()
  const fileOf = ({ workshop, writing }: KeyName): string => `${workshop}.${writing}`

  return {
    async make(name) {
      const file = fileOf(name)
      const key = new Uint8Array(randomBytes(KEY_BYTES))
      await write(join(folder, file), 'wx', key)
      await settle(folder)
      known.set(file, key)
    },
    async get(name) {
      const file = fileOf(name)
      const held = known.get(file)
      if (held) return held
      try {
        const key = new Uint8Array(await readFile(join(folder, file)))
        // One that was cut short while it was made has sealed nothing.
        if (key.length !== KEY_BYTES) return null
        known.set(file, key)
        return key
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    },
    async list() {
      return (await readdir(folder)).flatMap((file) => parseName(file) ?? [])
    },
    async destroy(name) {
      const file = fileOf(name)
      known.get(file)?.fill(0)
      known.delete(file)
      try {
        // Over the old bytes first: an unlinked file's may stay on the disk.
        await write(join(folder, file), 'r+', new Uint8Array(randomBytes(KEY_BYTES)))
        await unlink(join(folder, file))
      } catch (error) {
        if (!isMissing(error)) throw error
      }
      await settle(folder)
    },
  }
}
