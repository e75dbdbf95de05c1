/** The composition root chooses, and reads the environment. */
import { memory } from './storage/memory.ts'

export const start = (): [typeof memory, string | undefined] => [memory, process.env['PORT']]
