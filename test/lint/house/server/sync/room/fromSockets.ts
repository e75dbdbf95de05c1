// expect: import-x/no-restricted-paths
import { greet } from '../sockets/greet.ts'

export const tell = greet
