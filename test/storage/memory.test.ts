import { createMemoryStorage } from '../../server/storage/memory.ts'
import { storageContract } from './contract.ts'

storageContract('memory', async () => ({
  open: async () => createMemoryStorage(),
  keeps: false,
  remove: async () => {},
}))
