// @vitest-environment happy-dom
/** Whatever code the server closes a socket or a document with, whoever sits before the app reads plain words of the app's own. */
import * as encoding from 'lib0/encoding'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { memoryBoard, memorySession } from '../../bench/canvas/handles.ts'
import { StatusLine } from '../../client/app/StatusLine.tsx'
import { Trouble } from '../../client/app/Trouble.tsx'
import { createConnection, type SocketEvents } from '../../client/model/connection.ts'
import * as frames from '../../client/model/frames.ts'
import { SessionProvider } from '../../client/model/react.tsx'
import { createStore } from '../../client/model/store.ts'
import type { SyncStatus } from '../../client/model/types.ts'
import { WordsProvider } from '../../client/ui/words.tsx'
import { createTranslate, type MessageKey } from '../../shared/i18n/translate.ts'
import { CLOSE } from '../../shared/protocol.ts'
import { closedFrame } from '../../server/sync/frames.ts'

/** What is to be read on the screen: when the whole socket is closed, and when one document on it is. */
const WORDS = {
  malformed: ['status.offline', 'say.refused'],
  noSession: ['app.trouble.link-ended', 'say.refused'],
  removed: ['app.trouble.removed', 'say.refused'],
  forbidden: ['app.trouble.link-ended', 'say.refused'],
  foreignClient: ['status.offline', 'say.refused'],
  retiredEpoch: ['status.offline', 'say.refused'],
  tooLarge: ['status.offline', 'say.refused'],
  unacceptable: ['status.offline', 'say.refused'],
  storageFailed: ['status.offline', 'status.saving'],
  tooSlow: ['status.offline', 'status.saving'],
  tooFast: ['status.offline', 'status.saving'],
  restarting: ['status.offline', 'status.saving'],
} as const satisfies Record<keyof typeof CLOSE, readonly [socket: MessageKey, document: MessageKey]>

const REASON = 'A reason that is for programs.'
const t = createTranslate('en')
const NAMES = Object.keys(CLOSE) as (keyof typeof CLOSE)[]
const codes = NAMES.map((name) => [name, CLOSE[name]] as const)

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A message as a socket of many documents brings it. */
const muxed = (name: string, message: Uint8Array): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarString(encoder, name)
    encoding.writeUint8Array(encoder, message)
  })

/** A page with the plan, on which two changes wait. */
const open = () => {
  const sockets: SocketEvents[] = []
  const refused: unknown[][] = []
  const connection = createConnection({
    openSocket: (events) => {
      sockets.push(events)
      return { send: () => undefined, close: () => undefined }
    },
    random: () => 1,
    signals: { onWake: () => () => undefined, onSleep: () => () => undefined },
  })
  connection.attach({
    name: 'plan',
    doc: new Y.Doc(),
    presence: null,
    backlog: { waiting: createStore(2), saved: () => undefined },
    foreign: new Set(),
    onRefused: (...told) => void refused.push(told),
  })
  sockets[0]?.onOpen()
  sockets[0]?.onMessage(frames.closed('stage'))
  return { connection, refused, socket: sockets[0] }
}

const screenOf = (state: SyncStatus['state']): string => {
  const render = (shown: ReactNode) => renderToStaticMarkup(<WordsProvider>{shown}</WordsProvider>)
  if (state === 'ended') return render(<Trouble kind="link-ended" />)
  if (state === 'removed') return render(<Trouble kind="removed" />)
  const status = createStore<SyncStatus>({ state, waiting: 2, back: false })
  const session = {
    ...memorySession(memoryBoard(new Y.Doc()), new Y.Doc()),
    status,
    keeps: createStore(true),
  }
  return render(
    <SessionProvider session={session}>
      <StatusLine />
    </SessionProvider>,
  )
}

/** The words of a message without what is filled in. */
const plainOf = (key: MessageKey): string => t(key, { count: 2 })

test.each(codes)('a socket closed with %s', (name, code) => {
  const [key] = WORDS[name]
  const { connection, socket } = open()
  socket?.onClose(code)
  const screen = screenOf(connection.state.get())
  expect(screen).toContain(plainOf(key))
  connection.close()
})

test.each(codes)('a document closed with %s', (name, code) => {
  const [, key] = WORDS[name]
  const { connection, refused, socket } = open()
  socket?.onMessage(muxed('plan', closedFrame('plan', code, REASON).plain))
  // What is refused is told by its code alone; anything else is asked for again, and meanwhile it waits.
  expect(refused).toEqual(key === 'say.refused' ? [[code]] : [])
  if (key !== 'say.refused') expect(screenOf(connection.state.get())).toContain(plainOf(key))
  connection.close()
})
