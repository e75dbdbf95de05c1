/** A small server around the real sync path, with people made up on the spot, and stock clients that join it. */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import { writeUpdate } from 'y-protocols/sync'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { DocName, Role } from '../../shared/docs.ts'
import { Refusal } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import { MESSAGE_SYNC, PROOF_BYTES } from '../../shared/protocol.ts'
import { systemClock } from '../../server/clock.ts'
import { createMetrics } from '../../server/metrics.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import type { Storage, Write } from '../../server/storage/storage.ts'
import { createCommitter, type WatchedCommitter } from '../../server/sync/committer.ts'
import type { Gatekeeper } from '../../server/sync/contract.ts'
import type { Places } from '../../server/sync/sockets/crowd.ts'
import { createSync, type SyncGateway } from '../../server/sync/sockets/gateway.ts'
import type { Log } from '../../server/sync/log.ts'

export const BOARD = 'board-0000000000001'
export const BOARD_DOC = `board:${BOARD}`
export const WORKSHOP = 'workshop-000000000001'

/** Somebody who may join; change `role` and see. */
export interface Someone {
  readonly token: string
  readonly id: string
  role: Role
  member: boolean
}

export const someone = (role: Role = 'participant', member = false): Someone => ({
  token: newId(),
  id: newId(),
  role,
  member,
})

/** What proves here that somebody wrote under a client id. */
export const proofIn = (document: string, client: number, person: string): Uint8Array =>
  new Uint8Array(
    Buffer.concat([
      createHash('sha256').update(`${document} ${client} ${person}`).digest().subarray(0, PROOF_BYTES),
      Buffer.from(person),
    ]),
  )

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error'
  readonly facts: object
  readonly message: string
}

export interface Harness {
  readonly url: string
  readonly storage: Storage
  readonly committer: WatchedCommitter
  readonly sync: SyncGateway
  readonly people: Map<string, Someone>
  readonly locked: Set<string>
  readonly boards: Set<string>
  readonly seen: string[]
  readonly applied: { readonly document: string; readonly person: string }[]
  readonly lines: LogLine[]
  /** Messages that the server has read. */
  received(): number
  /** Bytes that have come to it. */
  bytesRead(): number
  /** What it counts of itself. */
  counted(): string
  /** Documents that the server holds in memory. */
  documents(): number
  add(role?: Role, member?: boolean): Someone
  close(): Promise<void>
}

const tokenOf = (request: IncomingMessage): string => {
  const [, fromHeader] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? []
  const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(/,\s*/)
  const bearer = protocols.find((protocol) => protocol.startsWith('bearer.'))
  return fromHeader ?? bearer?.slice('bearer.'.length) ?? ''
}

/** Starts a server on a free port of loopback. */
export const startHarness = async ({
  storage = createMemoryStorage(),
  idle,
  places,
  onApplied = () => {},
  onAdmitted = () => {},
}: {
  storage?: Storage
  idle?: number
  places?: Places
  onApplied?: () => void
  /** Called when somebody was let in, but their socket is not known yet. */
  onAdmitted?: (person: Someone) => void
} = {}): Promise<Harness> => {
  const people = new Map<string, Someone>()
  const locked = new Set<string>()
  const boards = new Set([BOARD])
  const seen: string[] = []
  const applied: { document: string; person: string }[] = []
  const lines: LogLine[] = []
  const at =
    (level: LogLine['level']) =>
    (facts: object, message: string): void => {
      lines.push({ level, facts, message })
    }
  const log: Log = { info: at('info'), warn: at('warn'), error: at('error') }
  const committer = createCommitter({ storage, log })
  const gatekeeper: Gatekeeper = {
    async admit(request) {
      const person = people.get(tokenOf(request))
      if (!person) throw new Refusal('no-session', 'Please join again.')
      onAdmitted(person)
      return {
        session: person.token,
        person: person.id,
        asker: () => ({ ...person, person: person.id, role: people.has(person.token) ? person.role : null }),
      }
    },
    exists: async (_workshop, doc: DocName) => doc.type !== 'board' || boards.has(doc.board),
    locked: (_workshop, board) => locked.has(board),
    seen: (_workshop, person) => void seen.push(person),
    applied(room, _transaction, person) {
      applied.push({ document: room.name, person })
      const write: Write = { type: 'put', key: `ledger/${room.name}`, value: Buffer.from(person) }
      committer.enqueue(room.workshop, [write])
      onApplied()
    },
    found: () => {},
    handBack: () => [].values(),
    proofOf: (_workshop, document, client, person) => proofIn(document, client, person),
  }
  const metrics = createMetrics()
  const sync = createSync({
    storage,
    committer,
    gatekeeper,
    log,
    metrics,
    clock: systemClock,
    ...(idle === undefined ? {} : { idle }),
    ...(places && { places }),
  })
  const server = createServer((_request, response) => response.writeHead(404).end())
  server.on('upgrade', (request, socket, head) => {
    if (!sync.upgrade(request, socket, head)) socket.destroy()
  })
  const sockets = new Set<Socket>()
  server.on('connection', (line) => sockets.add(line))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `ws://127.0.0.1:${port}`,
    storage,
    committer,
    sync,
    people,
    locked,
    boards,
    seen,
    applied,
    lines,
    bytesRead: () => [...sockets].reduce((sum, { bytesRead }) => sum + bytesRead, 0),
    counted: metrics.print,
    received: () => Number(/^kiteboard_messages_total (\d+)$/m.exec(metrics.print())?.[1] ?? 0),
    documents: () => Number(/^kiteboard_documents (\d+)$/m.exec(metrics.print())?.[1] ?? 0),
    add(role, member) {
      const person = someone(role, member)
      people.set(person.token, person)
      return person
    },
    async close() {
      await sync.shutdown()
      await committer.close()
      await new Promise((resolve) => server.close(resolve))
      await storage.close()
    },
  }
}

/** Waits until something holds. @throws after `limit` ms, with what it waited for. */
export const until = async (
  what: string,
  holds: () => boolean | Promise<boolean>,
  limit = 30_000,
): Promise<void> => {
  const start = Date.now()
  while (!(await holds())) {
    if (Date.now() - start > limit) throw new Error(`waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export interface StockClient {
  readonly doc: Y.Doc
  readonly provider: WebsocketProvider
  readonly items: Y.Map<Y.Map<unknown>>
  /** Close codes, in the order in which they came. */
  readonly codes: number[]
  /** Adds a note; @returns its id. */
  note(text: string): string
  /** The texts of all notes, sorted. */
  texts(): string[]
  synced(): Promise<void>
  /** Sends an update, whoever wrote it. */
  send(update: Uint8Array): void
  destroy(): void
}

const textOf = (note: Y.Map<unknown>): string => String(note.get('text'))

/** Joins with the real provider of y-websocket. */
export const joinStock = (
  { url, workshop = WORKSHOP }: { readonly url: string; readonly workshop?: string },
  token: string,
  document: string = BOARD_DOC,
  doc: Y.Doc = new Y.Doc(),
): StockClient => {
  const codes: number[] = []
  const provider = new WebsocketProvider(`${url}/api/workshops/${workshop}/sync`, document, doc, {
    // ws offers what the provider uses of a browser's WebSocket, though not by the same types.
    WebSocketPolyfill: Object(WebSocket),
    disableBc: true,
    protocols: ['kiteboard', `bearer.${token}`],
    maxBackoffTime: 100,
  })
  provider.on('connection-close', (event) => {
    if (event) codes.push(event.code)
  })
  const items = doc.getMap<Y.Map<unknown>>('items')
  // The provider stumbles over a client id that Yjs had to change.
  const { meta } = provider.awareness
  doc.on('afterTransactionCleanup', () => {
    if (!meta.has(doc.clientID)) meta.set(doc.clientID, { clock: 0, lastUpdated: 0 })
  })
  return {
    doc,
    provider,
    items,
    codes,
    note(text) {
      const id = newId()
      doc.transact(() => {
        const note = new Y.Map<unknown>()
        note.set('kind', 'note')
        note.set('v', 1)
        note.set('at', [0, 0])
        note.set('text', new Y.Text(text))
        items.set(id, note)
      })
      return id
    },
    texts: () => [...items.values()].map(textOf).sort(),
    synced: () => until('synced', () => provider.synced),
    send: (update) =>
      provider.ws?.send(
        encoding.encode((encoder) => {
          encoding.writeVarUint(encoder, MESSAGE_SYNC)
          writeUpdate(encoder, update)
        }),
      ),
    destroy() {
      provider.destroy()
      doc.destroy()
    },
  }
}

/** What the storage holds of a document, read as a fresh process would read it. */
export const readStored = async (
  storage: Storage,
  document = BOARD_DOC,
  workshop = WORKSHOP,
): Promise<Y.Doc> => {
  // Entries before snapshots: a fold that comes in between moves what it covers from the one to the other.
  const updates: Uint8Array[] = []
  for (const part of ['j', 's'])
    for await (const [, value] of storage.list(`doc/${workshop}/${document}/${part}/`)) updates.push(value)
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}

export const storedTexts = async (
  storage: Storage,
  document = BOARD_DOC,
  workshop = WORKSHOP,
): Promise<string[]> =>
  [...(await readStored(storage, document, workshop)).getMap<Y.Map<unknown>>('items').values()]
    .map(textOf)
    .sort()
