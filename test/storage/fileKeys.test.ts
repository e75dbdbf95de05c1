import * as fs from 'node:fs/promises'
import { link, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openFileKeys } from '../../server/storage/fileKeys.ts'
import { newId } from '../../shared/ids.ts'
import { keysContract } from './keysContract.ts'

vi.mock(import('node:fs/promises'), async (original) => {
  const real = await original()
  return { ...real, open: vi.fn(real.open) }
})

const makeFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'kiteboard-keys-'))
const remove = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true })

keysContract('files of keys', async () => {
  const folder = await makeFolder()
  return {
    open: () => openFileKeys({ folder: join(folder, 'keys') }),
    keeps: true,
    remove: () => remove(folder),
  }
})

const setUp = async () => {
  const folder = await makeFolder()
  onTestFinished(() => remove(folder))
  const keys = await openFileKeys({ folder })
  const name = { workshop: newId(), writing: newId() }
  return { folder, keys, name, file: join(folder, `${name.workshop}.${name.writing}`) }
}

test('a key’s file is nobody else’s to read', async () => {
  const { keys, name, file } = await setUp()
  await keys.make(name)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test('a destroyed key’s bytes are written over before its file goes', async () => {
  const { folder, keys, name, file } = await setUp()
  await keys.make(name)
  const before = await readFile(file)
  // A second name for the same bytes on the disk shows what became of them.
  const trace = join(folder, 'trace')
  await link(file, trace)
  await keys.destroy(name)
  expect(await readdir(folder)).toEqual(['trace'])
  expect(Buffer.compare(await readFile(trace), before)).not.toBe(0)
})

test('a key that a crash cut short counts as none, is listed, and can be destroyed', async () => {
  const { keys, name, file } = await setUp()
  await writeFile(file, 'short')
  expect(await keys.get(name)).toBeNull()
  expect(await keys.list()).toEqual([name])
  await keys.destroy(name)
  expect(await keys.list()).toEqual([])
})

test('whatever else lies in the folder is left alone', async () => {
  const { folder, keys } = await setUp()
  await writeFile(join(folder, 'README.txt'), 'mine')
  expect(await keys.list()).toEqual([])
})

/** Folders whose entries are made certain to be on the disk while something is done. */
const settledBy = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
  const settled: string[] = []
  const { open } = await vi.importActual<typeof fs>('node:fs/promises')
  vi.mocked(fs.open).mockImplementation(async (path, ...rest) => {
    const handle = await open(path, ...rest)
    const sync = handle.sync.bind(handle)
    handle.sync = async () => {
      settled.push(String(path))
      await sync()
    }
    return handle
  })
  await work()
  return settled
}

test('the folder of keys, and those made for it, outlast a power cut before the first key is made', async () => {
  const top = await makeFolder()
  onTestFinished(() => remove(top))
  const data = join(top, 'data')
  const folder = join(data, 'keys')
  expect(await settledBy(() => openFileKeys({ folder }))).toEqual([data, top])
  // One that is there may have been made just before a cut.
  expect(await settledBy(() => openFileKeys({ folder }))).toEqual([data])
})
