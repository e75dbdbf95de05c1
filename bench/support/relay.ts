/** The baseline: a y-websocket relay as plain as can be. It stores nothing, checks nothing, and sends each update on at once. */
import { createServer } from 'node:http'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocketServer, type WebSocket } from 'ws'
import * as sync from 'y-protocols/sync'
import * as Y from 'yjs'

const MESSAGE_SYNC = 0

/** A document and who holds it open; the path names it. */
interface Room {
  readonly doc: Y.Doc
  readonly sockets: Set<WebSocket>
}

const rooms = new Map<string, Room>()
const http = createServer((_request, response) => response.end('ok'))
const server = new WebSocketServer({ server: http })

const makeRoom = (): Room => {
  const doc = new Y.Doc()
  const sockets = new Set<WebSocket>()
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, MESSAGE_SYNC)
    sync.writeUpdate(encoder, update)
    const frame = encoding.toUint8Array(encoder)
    for (const socket of sockets) if (socket !== origin) socket.send(frame)
  })
  return { doc, sockets }
}

server.on('connection', (socket, request) => {
  const path = request.url ?? '/'
  const room = rooms.get(path) ?? makeRoom()
  rooms.set(path, room)
  const { doc, sockets } = room
  sockets.add(socket)
  const greeting = encoding.createEncoder()
  encoding.writeVarUint(greeting, MESSAGE_SYNC)
  sync.writeSyncStep1(greeting, doc)
  socket.send(encoding.toUint8Array(greeting))
  socket.on('close', () => sockets.delete(socket))
  socket.on('message', (data: Buffer) => {
    const decoder = decoding.createDecoder(data)
    if (decoding.readVarUint(decoder) !== MESSAGE_SYNC) {
      for (const other of sockets) if (other !== socket) other.send(data)
      return
    }
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, MESSAGE_SYNC)
    sync.readSyncMessage(decoder, encoder, doc, socket)
    if (encoding.length(encoder) > 1) socket.send(encoding.toUint8Array(encoder))
  })
})

http.listen(Number(process.env.PORT), '127.0.0.1')
process.on('SIGTERM', () => process.exit(0))
