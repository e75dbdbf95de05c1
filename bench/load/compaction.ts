/**
 * What folding a large journal costs those who write meanwhile: how late the event loop gets to its work, with nothing to fold, with
 * the folding in a thread as the server does it, and with all of it on the tick as it would be without one.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import * as Y from 'yjs'
import { itemsOf } from '../../shared/board.ts'
import { addItems, moveItems } from '../../shared/boardItems.ts'
import { openLevelStorage } from '../../server/storage/level.ts'
import { createCommitter } from '../../server/sync/committer.ts'
import { fold } from '../../server/sync/journal/fold.ts'
import { createFolder, type Folder } from '../../server/sync/journal/folder.ts'
import { openJournal } from '../../server/sync/journal/journal.ts'
import { createSnapshot } from '../../server/sync/journal/snapshot.ts'
import { pause, until } from '../support/wait.ts'

const NOTES = 19_900
/** Moves behind the board, so that it carries a history. */
const MOVES = 20_000
/** Milliseconds between two changes of those who write. */
const EVERY = 10
/** Ms that the quiet way is watched. */
const QUIET = 2_000

const BOARD = 'bench-board-0000000001'
const quiet = { info: () => {}, warn: () => {}, error: () => {} }

export interface FoldingFigures {
  /** Milliseconds by which the event loop was late. */
  readonly worst: number
  readonly late99: number
  /** Milliseconds that folding took until the new snapshot was stored. */
  readonly took: number
  readonly megabytes: number
}

const ways = {
  none: null,
  thread: createFolder,
  tick: (): Pick<Folder, 'fold' | 'close'> => ({ fold: async (task) => fold(task), close: async () => {} }),
} as const

export type Way = keyof typeof ways

/** Folds the journal of a large board while somebody goes on writing, and somebody joins. */
export const measureFolding = async (way: Way): Promise<FoldingFigures> => {
  const folder = mkdtempSync(join(tmpdir(), 'kiteboard-bench-'))
  const storage = await openLevelStorage({ path: folder })
  const committer = createCommitter({ storage, log: quiet })
  const threads = ways[way]?.() ?? null
  try {
    const opened = await openJournal({ storage, committer }, 'bench', `board:${BOARD}`)
    const doc = new Y.Doc()
    let stored = (): void => {}
    const folded = new Promise<void>((resolve) => (stored = resolve))
    const snapshot = createSnapshot({
      workshop: 'bench',
      name: `board:${BOARD}`,
      docName: { type: 'board', board: BOARD },
      doc,
      opened: {
        ...opened,
        journal: {
          ...opened.journal,
          due: () => threads !== null && opened.journal.due(),
          mark: () => {
            const store = opened.journal.mark()
            return (result) => {
              store(result)
              void committer.settled().then(stored)
            }
          },
        },
      },
      folder: threads ?? ways.tick(),
      log: quiet,
      metrics: { add: () => {}, took: () => {} },
    })
    doc.on('update', (update: Uint8Array) => {
      snapshot.changed(update)
      opened.journal.append(update)
    })
    addItems(
      doc,
      Array.from({ length: NOTES }, (_, number) => ({
        kind: 'note',
        at: [number, 0],
        text: `Note ${number}: what would make the walk to school better?`,
      })),
    )
    const ids = [...itemsOf(doc).keys()]
    const move = (turn: number): void =>
      moveItems(doc, new Map([[ids[(turn * 7) % ids.length] ?? '', [turn, turn]]]))
    for (let from = 0; from < MOVES; from += 1_000)
      doc.transact(() => {
        for (let turn = from; turn < from + 1_000; turn++) move(turn)
      })
    await committer.settled()
    // A thread is started once, and then kept for a while: that is not what is measured.
    await threads?.fold({ updates: [], anew: null, point: false })
    await pause(500)

    const delay = monitorEventLoopDelay({ resolution: 1 })
    let turn = 0
    const writer = setInterval(() => move(turn++), EVERY)
    delay.enable()
    // It notes a delay once it knows when it was there last.
    await pause(200)
    const began = performance.now()
    if (threads) {
      snapshot.tend()
      await folded
    } else await pause(QUIET)
    const took = performance.now() - began
    await until(() => turn > 100, 10_000)
    delay.disable()
    clearInterval(writer)
    snapshot.close()
    await committer.settled()
    const megabytes = Y.encodeStateAsUpdate(doc).byteLength / 1e6
    return { worst: delay.max / 1e6, late99: delay.percentile(99) / 1e6, took, megabytes }
  } finally {
    await threads?.close()
    await committer.close()
    await storage.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
