/** What proves who wrote under a client id. */
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { createProofs } from '../../server/auth/proofs.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import { PROOF_BYTES } from '../../shared/protocol.ts'

const silent = { error: () => {} }

test('a proof is for one id of one document and names one person, and is the same after a restart or on a copy of the data', async () => {
  const storage = createMemoryStorage()
  const open = async (on = storage) => {
    const proofs = createProofs({ storage: on, log: silent })
    await proofs.load()
    return proofs
  }
  const proofs = await open()
  const one = proofs.of('workshop', 'board:one', 5, 'me')
  expect(one).toHaveLength(PROOF_BYTES + 'me'.length)
  expect(Buffer.from(one ?? []).toString('latin1')).toMatch(/me$/)
  for (const other of [
    proofs.of('workshop', 'board:one', 5, 'you'),
    proofs.of('workshop', 'board:one', 6, 'me'),
    proofs.of('workshop', 'board:two', 5, 'me'),
    proofs.of('another', 'board:one', 5, 'me'),
    (await open(createMemoryStorage())).of('workshop', 'board:one', 5, 'me'),
  ])
    expect(other).not.toEqual(one)
  expect((await open()).of('workshop', 'board:one', 5, 'me')).toEqual(one)
})

test('one from before proofs named anybody is what it ever was', async () => {
  const storage = createMemoryStorage()
  const key = new Uint8Array(32).fill(1)
  await storage.commit([{ type: 'put', key: 'proofs/key', value: key }])
  const proofs = createProofs({ storage, log: silent })
  await proofs.load()
  const old = createHmac('sha256', key)
    .update(JSON.stringify(['workshop', 'plan', 5]))
    .digest()
  expect(proofs.of('workshop', 'plan', 5, '')).toEqual(new Uint8Array(old.subarray(0, PROOF_BYTES)))
})

test('while the storage fails nothing is proven, which is said once, and no key is made that would not last', async () => {
  const storage = createMemoryStorage()
  const lines: string[] = []
  let works = false
  const proofs = createProofs({
    storage: {
      get: storage.get,
      commit: (writes) => (works ? storage.commit(writes) : Promise.reject(new Error('no space left'))),
    },
    log: { error: (_facts, message) => void lines.push(message) },
  })
  await proofs.load()
  for (let n = 0; n < 3; n++) {
    expect(proofs.of('workshop', 'plan', 5, 'me')).toBeNull()
    await proofs.load()
  }
  expect(lines).toEqual(['nothing can be proven yet'])
  works = true
  await proofs.load()
  const proof = proofs.of('workshop', 'plan', 5, 'me')
  const next = createProofs({ storage, log: silent })
  await next.load()
  expect([proof, next.of('workshop', 'plan', 5, 'me')]).toEqual([expect.anything(), proof])
})
