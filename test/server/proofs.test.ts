/** What proves who wrote under a client id. */
import { expect, test } from 'vitest'
import { createProofs } from '../../server/auth/proofs.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import { PROOF_BYTES } from '../../shared/protocol.ts'

const silent = { error: () => {} }

test('a proof is for one id of one document, and the same after a restart or on a copy of the data', async () => {
  const storage = createMemoryStorage()
  const open = async (on = storage) => {
    const proofs = createProofs({ storage: on, log: silent })
    await proofs.load()
    return proofs
  }
  const proofs = await open()
  const one = proofs.of('workshop', 'board:one', 5)
  expect(one).toHaveLength(PROOF_BYTES)
  for (const other of [
    proofs.of('workshop', 'board:one', 6),
    proofs.of('workshop', 'board:two', 5),
    proofs.of('another', 'board:one', 5),
    (await open(createMemoryStorage())).of('workshop', 'board:one', 5),
  ])
    expect(other).not.toEqual(one)
  expect((await open()).of('workshop', 'board:one', 5)).toEqual(one)
})

test('while the storage fails nothing is proven, and no key is made that would not last', async () => {
  const storage = createMemoryStorage()
  let works = false
  const proofs = createProofs({
    storage: {
      get: storage.get,
      commit: (writes) => (works ? storage.commit(writes) : Promise.reject(new Error('no space left'))),
    },
    log: silent,
  })
  await proofs.load()
  expect(proofs.of('workshop', 'plan', 5)).toBeNull()
  works = true
  await proofs.load()
  const proof = proofs.of('workshop', 'plan', 5)
  const next = createProofs({ storage, log: silent })
  await next.load()
  expect([proof, next.of('workshop', 'plan', 5)]).toEqual([expect.anything(), proof])
})
