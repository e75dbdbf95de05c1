import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ClassicLevel } from 'classic-level'
import { expect, onTestFinished, test, vi } from 'vitest'
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

test('a folder is made for this server alone, and one that cannot be opened is named, with why', async () => {
  const folder = await makeFolder()
  const [fresh, file] = [join(folder, 'in', 'data'), join(folder, 'a-file')]
  await writeFile(file, '')
  try {
    const storage = await openLevelStorage({ path: fresh })
    expect((await stat(fresh)).mode & 0o777).toBe(0o700)
    await storage.close()
    await rm(join(fresh, 'CURRENT'))
    await writeFile(join(fresh, 'CURRENT'), 'nothing that LevelDB wrote')
    await expect(openLevelStorage({ path: fresh })).rejects.toThrow(/in\/data cannot be opened: .*CURRENT/)
    await expect(openLevelStorage({ path: file })).rejects.toThrow(/a-file cannot be opened: .*exists/)
  } finally {
    await remove(folder)
  }
})

test('what is committed has reached the disk, not only the system', async () => {
  const folder = await makeFolder()
  onTestFinished(() => remove(folder))
  const batch = vi.spyOn(ClassicLevel.prototype, 'batch')
  onTestFinished(() => batch.mockRestore())
  const storage = await openLevelStorage({ path: folder })
  await storage.commit([{ type: 'put', key: 'a', value: Uint8Array.of(1) }])
  await storage.close()
  expect(batch.mock.calls).toEqual([[expect.anything(), { sync: true }]])
})

/** Whether a word stands in any file of a folder. LevelDB's compression leaves a word as it is where it first stands. */
const stands = async (folder: string, word: string): Promise<boolean> => {
  for (const name of await readdir(folder))
    if ((await readFile(join(folder, name))).includes(word)) return true
  return false
}

test('what was deleted and is to be forgotten stands nowhere in the folder any more', async () => {
  const folder = await makeFolder()
  const storage = await openLevelStorage({ path: folder })
  try {
    const value = (word: string) => new TextEncoder().encode(word)
    await storage.commit([{ type: 'put', key: 'ws/w/meta', value: value('stays') }])
    for (const round of ['one', 'two', 'three']) {
      for (let voter = 0; voter < 5; voter++)
        await storage.commit([
          { type: 'put', key: `ws/w/ballot/${round}/${voter}`, value: value(`secret-${round}-${voter}`) },
          { type: 'put', key: `ws/w/wrote/${round}/${voter}`, value: value(`kept-${round}-${voter}`) },
        ])
      expect(await stands(folder, `secret-${round}`)).toBe(true)
      await storage.commit(
        Array.from({ length: 5 }, (_, voter) => ({
          type: 'del' as const,
          key: `ws/w/ballot/${round}/${voter}`,
        })),
      )
      await storage.forget(`ws/w/ballot/${round}/`)
      for (const before of ['one', 'two', 'three'])
        expect([before, await stands(folder, `secret-${before}`)]).toEqual([before, false])
      expect(await storage.get(`ws/w/wrote/${round}/0`)).toEqual(value(`kept-${round}-0`))
    }
  } finally {
    await storage.close()
    await remove(folder)
  }
})
