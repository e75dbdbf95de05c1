import { createMemoryKeys } from '../../server/storage/memoryKeys.ts'
import { keysContract } from './keysContract.ts'

keysContract('memory’s keys', async () => ({
  open: async () => createMemoryKeys(),
  keeps: false,
  remove: async () => {},
}))
