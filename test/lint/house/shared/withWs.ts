// expect: no-restricted-imports
import { WebSocket } from 'ws'

export const Socket = WebSocket
