import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLevelStorage } from '../../server/storage/level.ts'
import { storageContract } from './contract.ts'

const makeFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'kiteboard-level-'))
const remove = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true })

storageContract('level', async () => {
  const folder = await makeFolder()
  return { open: () => openLevelStorage({ path: folder }), keeps: true, remove: () => remove(folder) }
})

test('a folder that is in use says so, and the one who has it goes on', async () => {
  const folder = await makeFolder()
  const first = await openLevelStorage({ path: folder })
  try {
    await expect(openLevelStorage({ path: folder })).rejects.toThrow('in use by another Kiteboard')
    await first.commit([{ type: 'put', key: 'a', value: Uint8Array.of(1) }])
    expect(await first.get('a')).toEqual(Uint8Array.of(1))
  } finally {
    await first.close()
    await remove(folder)
  }
})
