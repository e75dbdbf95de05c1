/** Readers who stop reading, while others write more than the system keeps for them. */
import * as Y from 'yjs'
import { openPeer, readTold } from '../support/peer.ts'
import { usageOf } from '../support/process.ts'
import { startKiteboard } from '../support/servers.ts'
import { pause, until } from '../support/wait.ts'
import { makeWorkshop } from '../support/workshop.ts'
import { startHonest, type Worst } from './honest.ts'

const HONEST = 5
/** Who write a lot: so many of them, each so many characters so often (ms); what is written takes the place of what was. */
const TALK = { talkers: 3, fields: 10, characters: 18_000, every: 100 } as const

export interface SlowFigures {
  readonly readers: number
  /** How many of them were closed, by code; 0 are still open. */
  readonly codes: Readonly<Record<number, number>>
  /** Milliseconds until the last was closed, or the time was over. */
  readonly after: number
  readonly worst: Worst
  readonly dropped: number
  /** MB of the server's memory, at most. */
  readonly grown: number
}

/** Waits until all readers were closed, at most `limit` ms. */
export const slowReaders = async (readers: number, limit: number): Promise<SlowFigures> => {
  const running = await startKiteboard()
  try {
    const { id, place, tokens } = await makeWorkshop(running, HONEST + TALK.talkers + readers)
    const { board } = place
    const slow = await Promise.all(
      tokens.slice(HONEST + TALK.talkers).map((token) => openPeer(place, token, () => {})),
    )
    for (const peer of slow) peer.stepOne(board, Uint8Array.of(0))
    await pause(300)
    const honest = await startHonest(place, tokens.slice(0, HONEST), running.pid)
    await pause(1_000)
    for (const peer of slow) peer.socket.pause()
    honest.begin()
    const before = usageOf(running.pid).rss
    const began = performance.now()
    const talkers = await Promise.all(
      tokens.slice(HONEST, HONEST + TALK.talkers).map(async (token) => {
        const doc = new Y.Doc()
        let synced = false
        const peer = await openPeer(place, token, (data, self) => {
          const { told } = readTold(data, true)
          if (told.type === 'step-1') self.stepTwo(board, Y.encodeStateAsUpdate(doc))
          if (told.type === 'step-2') synced = true
        })
        peer.stepOne(board, Uint8Array.of(0))
        await until(() => synced, 10_000)
        const item = new Y.Map<unknown>([['kind', 'note']])
        doc.on('update', (update: Uint8Array) => peer.update(board, update))
        doc.getMap('items').set(`${id}${tokens.indexOf(token)}`.slice(-20), item)
        let turn = 0
        const talking = setInterval(() => {
          turn += 1
          doc.transact(() => {
            for (let field = 0; field < TALK.fields; field++)
              item.set(`f${field}`, String(turn % 10).repeat(TALK.characters))
          })
        }, TALK.every)
        return { peer, talking }
      }),
    )
    const sockets = async (): Promise<number> => {
      const text = await (await fetch(`http://127.0.0.1:${running.port}/metrics`)).text()
      return Number(/^kiteboard_refusals_total\{code="4508",why="slow"\} (\d+)/m.exec(text)?.[1] ?? 0)
    }
    let grown = 0
    await until(async () => {
      grown = Math.max(grown, (usageOf(running.pid).rss - before) / 1e6)
      await pause(100)
      return (await sockets()) >= readers
    }, limit)
    const after = performance.now() - began
    for (const { talking } of talkers) clearInterval(talking)
    const worst = honest.worst()
    // They read on now, and so come to the close.
    for (const peer of slow) peer.socket.resume()
    await until(() => slow.every((peer) => peer.code() !== null), 5_000)
    const codes: Record<number, number> = {}
    for (const peer of slow) codes[peer.code() ?? 0] = (codes[peer.code() ?? 0] ?? 0) + 1
    const dropped = honest.dropped()
    honest.leave()
    for (const { peer } of talkers) peer.close()
    slow.forEach((peer) => peer.close())
    return { readers, codes, after, worst, dropped, grown }
  } finally {
    await running.stop()
  }
}
