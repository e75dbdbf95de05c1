/** The server stops and starts again while people write with the app's own connection: all comes back, and nothing is lost. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { createBacklog } from '../../client/model/backlog.ts'
import { REMOTE } from '../../client/model/channel.ts'
import { createConnection, type SocketEvents } from '../../client/model/connection.ts'
import { addItem, itemsOf } from '../../shared/board.ts'
import { MUX_SUBPROTOCOL } from '../../shared/protocol.ts'
import { freePort, startKiteboard } from '../support/servers.ts'
import { pause, until } from '../support/wait.ts'
import { makeWorkshop } from '../support/workshop.ts'

const PEOPLE = 20
/** Notes a second of each. */
const RATE = 10
/** Milliseconds of writing before the stop, and after the server is back. */
const BEFORE = 800
const AFTER = 800

export interface RestartFigures {
  readonly made: number
  /** Notes that somebody lacks in the end. */
  readonly lost: number
  /** Milliseconds from the stop until everybody's work was stored. */
  readonly settledIn: number
}

const openSocket = (url: string, token: string, { onOpen, onMessage, onClose }: SocketEvents) => {
  const socket = new WebSocket(url, [MUX_SUBPROTOCOL, `bearer.${token}`], { perMessageDeflate: false })
  socket.on('open', onOpen)
  socket.on('message', (data) => {
    if (Buffer.isBuffer(data)) onMessage(data)
  })
  socket.on('close', onClose)
  // What goes wrong shows as a close.
  socket.on('error', () => {})
  return {
    send: (bytes: Uint8Array) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes)
    },
    close: () => socket.close(),
  }
}

/** Stops the server under load, as an operator would, and starts it again. */
export const restartUnderLoad = async (): Promise<RestartFigures> => {
  const data = mkdtempSync(join(tmpdir(), 'kiteboard-faults-'))
  const port = await freePort()
  let running = await startKiteboard(data, port)
  const closing: (() => void)[] = []
  try {
    const { url, board, tokens } = await makeWorkshop(running, PEOPLE)
    const people = tokens.map((token) => {
      const doc = new Y.Doc()
      const connection = createConnection({
        openSocket: (events) => openSocket(url, token, events),
        random: Math.random,
        signals: { onWake: () => () => {}, onSleep: () => () => {} },
      })
      const backlog = createBacklog({
        doc,
        isMine: (origin) => origin !== REMOTE,
        waiting: 0,
        keep: () => {},
      })
      const channel = connection.attach({
        name: board,
        doc,
        presence: null,
        backlog,
        foreign: new Set(),
        onRefused: () => {},
      })
      closing.push(() => {
        connection.close()
        backlog.close()
      })
      return { doc, channel, backlog }
    })
    const settled = (): boolean => people.every(({ backlog }) => backlog.waiting.get() === 0)
    await until(() => people.every(({ channel }) => channel.synced.get()), 20_000)
    const made = new Set<string>()
    const timers = people.map(({ doc }) =>
      setInterval(
        () => made.add(addItem(doc, { kind: 'note', at: [made.size, 0], text: 'Through a restart' })),
        1000 / RATE,
      ),
    )
    closing.push(() => timers.forEach((timer) => clearInterval(timer)))
    await pause(BEFORE)
    const stopped = performance.now()
    await running.stop()
    running = await startKiteboard(data, port)
    await pause(AFTER)
    timers.forEach((timer) => clearInterval(timer))
    const whole = (): boolean => people.every(({ doc }) => itemsOf(doc).size === made.size)
    await until(() => settled() && whole(), 40_000)
    const settledIn = performance.now() - stopped
    const lost = [...made].filter((id) => people.some(({ doc }) => !itemsOf(doc).has(id))).length
    return { made: made.size, lost, settledIn }
  } finally {
    closing.reverse().forEach((close) => close())
    await running.kill()
    rmSync(data, { recursive: true, force: true })
  }
}
