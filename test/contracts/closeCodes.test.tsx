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
import { Unknown } from '../../client/app/Unknown.tsx'
import { whyRefused } from '../../client/app/whyRefused.ts'
import * as frames from '../../client/model/frames.ts'
import { SessionProvider } from '../../client/model/react.tsx'
import { createStore } from '../../client/model/store.ts'
import { createStatus } from '../../client/model/status.ts'
import type { Session, SyncStatus } from '../../client/model/types.ts'
import { WordsProvider } from '../../client/ui/words.tsx'
import type { Role } from '../../shared/docs.ts'
import { createTranslate, type MessageKey } from '../../shared/i18n/translate.ts'
import { CLOSE } from '../../shared/protocol.ts'
import { closedFrame } from '../../server/sync/frames.ts'
import { connectByHand } from '../client/model/byHand.ts'

/** What is to be read on the screen: when the whole socket is closed, and when one document on it is. */
const WORDS = {
  malformed: ['status.offline', 'refused.why.unread'],
  noSession: ['app.trouble.link-ended', 'refused.why.ended'],
  removed: ['app.trouble.removed', 'refused.why.removed'],
  forbidden: ['app.trouble.unknown', 'refused.why.shut'],
  foreignClient: ['status.offline', 'refused.why.mixed'],
  retiredEpoch: ['status.offline', 'refused.why.anew'],
  tooLarge: ['status.offline', 'refused.why.large'],
  unacceptable: ['status.offline', 'refused.why.unfit'],
  storageFailed: ['status.unsaved', 'status.unsaved'],
  tooSlow: ['status.slow', 'status.saving'],
  tooFast: ['status.fast', 'status.saving'],
  restarting: ['status.restarting', 'status.saving'],
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
  const refused: unknown[][] = []
  const { connection, sockets, attach } = connectByHand({ random: 1 })
  const status = createStatus(connection)
  status.setWaiting('plan', 2)
  attach('plan', {
    backlog: { waiting: createStore(2), saved: () => undefined },
    onRefused: (...told) => void refused.push(told),
    onUnsaved: (isSo) => status.setTrouble('plan', 'unsaved', isSo),
  })
  sockets[0]?.onOpen()
  sockets[0]?.onMessage(frames.closed('stage'))
  return { connection, status, refused, socket: sockets[0] }
}

const sessionWith = (status: SyncStatus): Session => ({
  ...memorySession(memoryBoard(new Y.Doc()), new Y.Doc()),
  status: createStore(status),
  keeps: createStore(true),
})

const screenOf = (status: SyncStatus): string => {
  const render = (shown: ReactNode) => renderToStaticMarkup(<WordsProvider>{shown}</WordsProvider>)
  if (status.state === 'ended') return render(<Trouble kind="link-ended" />)
  if (status.state === 'removed') return render(<Trouble kind="removed" />)
  return render(
    <SessionProvider session={sessionWith(status)}>
      {status.state === 'unknown' ? <Unknown /> : <StatusLine />}
    </SessionProvider>,
  )
}

test.each(codes)('a socket closed with %s', (name, code) => {
  const [key] = WORDS[name]
  const { connection, status, socket } = open()
  socket?.onClose(code)
  expect(screenOf(status.store.get())).toContain(t(key))
  connection.close()
  status.close()
})

test('whom a server does not know from the first, it may know again; what waits is told', () => {
  const { connection, sockets } = connectByHand({ random: 1 })
  const status = createStatus(connection)
  status.setWaiting('plan', 2)
  sockets[0]?.onOpen()
  sockets[0]?.onClose(CLOSE.noSession)
  const screen = screenOf(status.store.get())
  for (const key of ['app.trouble.unknown', 'ui.try-again', 'app.trouble.again'] as const)
    expect(screen).toContain(t(key))
  expect(screen).toContain(t('app.trouble.waits'))
  // It is asked again by itself, and at once by whoever wishes.
  vi.advanceTimersByTime(60_000)
  expect(sockets).toHaveLength(2)
  sockets[1]?.onClose(CLOSE.noSession)
  connection.again()
  expect(sockets).toHaveLength(3)
  sockets[2]?.onOpen()
  sockets[2]?.onMessage(frames.closed('stage'))
  expect(status.store.get().state).toBe('online')
  connection.close()
  status.close()
})

test.each(codes)('a document closed with %s', (name, code) => {
  const [, key] = WORDS[name]
  const { connection, status, refused, socket } = open()
  socket?.onMessage(muxed('plan', closedFrame('plan', code, REASON).plain))
  // What is refused is told by its code alone; anything else is asked for again, and meanwhile it waits.
  const isRefused = key.startsWith('refused.')
  expect(refused).toEqual(isRefused ? [[code]] : [])
  if (isRefused) expect(whyRefused({ document: 'board:b', code }, sessionWith(status.store.get()))).toBe(key)
  else expect(screenOf(status.store.get())).toContain(t(key))
  connection.close()
  status.close()
})

const MEMBER = {
  id: 'm',
  name: 'Amina',
  organisation: '',
  contact: '',
  showName: true,
  showContact: false,
}

/** How things stand with me on a board. */
const standing = (role: Role, more: { muted?: boolean; locked?: boolean; member?: boolean }) => {
  const session = sessionWith({ state: 'online', waiting: 0, back: false, trouble: null, closed: null })
  const info = session.info.get()
  const stage = session.stage.get()
  const me = { ...info.participant, ...(more.muted && { muted: true as const }) }
  return {
    info: createStore({ ...info, role, member: more.member ? MEMBER : null }),
    stage: createStore({
      ...stage,
      people: new Map([[me.id, me]]),
      boards: [{ id: 'b', title: '', order: '', locked: more.locked ?? false }],
    }),
  }
}

test('what is forbidden is told by what forbids it', () => {
  const code = CLOSE.forbidden
  const why = (document: string, place: Pick<Session, 'info' | 'stage'>) =>
    whyRefused({ document, code }, place)
  expect(why('board:b', standing('participant', { locked: true }))).toBe('refused.why.resting')
  expect(why('board:b', standing('participant', { locked: true, muted: true }))).toBe('refused.why.muted')
  expect(why('board:b', standing('viewer', {}))).toBe('refused.why.viewer')
  expect(why('board:c', standing('participant', { locked: true }))).toBe('refused.why.shut')
  expect(why('plan', standing('participant', { locked: true }))).toBe('refused.why.plan')
  expect(why('plan', standing('participant', { member: true }))).toBe('refused.why.shut')
})
