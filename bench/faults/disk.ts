/** A disk that is full: a small one of memory, filled while people write, and emptied again. */
import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as Y from 'yjs'
import { itemsOf } from '../../shared/board.ts'
import { CLOSE } from '../../shared/protocol.ts'
import { openPeer, readTold, type Place } from '../support/peer.ts'
import { freePort } from '../support/ports.ts'
import { startKiteboard, type Running } from '../support/servers.ts'
import { pause, until } from '../support/wait.ts'
import { makeWorkshop } from '../support/workshop.ts'
import { joinApp } from './appPerson.ts'

const PEOPLE = 20
/** Notes a second of each. */
const RATE = 10
/** Of the disk: what LevelDB keeps and rewrites of so little fits in there several times. */
const MEGABYTES = 48
/** Milliseconds of writing before it is full, while it is, and after. */
const WRITING = 1_000

export interface DiskFigures {
  readonly made: number
  /** Changes that were acknowledged before the disk was full, or while it was. */
  readonly acknowledged: number
  /** Milliseconds from the first write that found no room, as far as a writer can tell, until all writers were told. */
  readonly toldIn: number
  /** How many of the writers were told. */
  readonly told: number
  /** Milliseconds from when there was room again until everybody's work was stored. */
  readonly settledIn: number
  readonly lostAcknowledged: number
  readonly lost: number
}

/** Fills a disk to the last byte. @returns how to empty it again */
const fill = (folder: string): (() => void) => {
  const name = join(folder, 'filler')
  const file = openSync(name, 'w')
  for (let size = 1_000_000; size >= 1;)
    try {
      writeSync(file, Buffer.alloc(size, 1))
    } catch {
      size = Math.floor(size / 10)
    }
  closeSync(file)
  return () => rmSync(name)
}

/** What a newcomer is given: the ids of all notes. */
const readNotes = async (place: Place, token: string): Promise<ReadonlySet<string>> => {
  const doc = new Y.Doc()
  let done = false
  const peer = await openPeer(place, token, (data) => {
    const { name, told } = readTold(data, place.mux)
    if (name !== place.board) return
    if (told.type === 'update' || told.type === 'step-2') Y.applyUpdate(doc, told.body)
    if (told.type === 'step-2') done = true
  })
  peer.stepOne(place.board, Uint8Array.of(0))
  const came = await until(() => done, 30_000)
  peer.close()
  if (!came) throw new Error('the board did not come back')
  return new Set(itemsOf(doc).keys())
}

const writeThroughIt = async (folder: string): Promise<DiskFigures> => {
  const data = join(folder, 'data')
  mkdirSync(data)
  const port = await freePort()
  let running: Running = await startKiteboard(data, port)
  const closing: (() => void)[] = []
  try {
    const { place, tokens, token } = await makeWorkshop(running, PEOPLE)
    const toldAt = new Map<number, number>()
    const people = tokens.map((each, number) =>
      joinApp(place, each, (code) => {
        if (code === CLOSE.storageFailed && !toldAt.has(number)) toldAt.set(number, performance.now())
      }),
    )
    closing.push(() => people.forEach((person) => person.close()))
    if (!(await until(() => people.every((person) => person.isSynced()), 20_000)))
      throw new Error('not everybody could join')
    const timers = people.map((person) => setInterval(() => person.write(), 1000 / RATE))
    closing.push(() => timers.forEach((timer) => clearInterval(timer)))
    await pause(WRITING)

    const empty = fill(folder)
    const full = performance.now()
    await until(() => toldAt.size === people.length, 10_000)
    await pause(WRITING)
    const acknowledged = people.flatMap((person) => person.made.slice(0, -person.waiting() || undefined))

    empty()
    const room = performance.now()
    await pause(WRITING)
    timers.forEach((timer) => clearInterval(timer))
    await until(() => people.every((person) => person.waiting() === 0), 60_000)
    const settledIn = performance.now() - room
    const made = people.flatMap((person) => person.made)
    closing.splice(0).forEach((close) => close())
    // What counts is what is on the disk.
    await running.kill()
    running = await startKiteboard(data, port)
    const found = await readNotes(place, token)
    return {
      made: made.length,
      acknowledged: acknowledged.length,
      told: toldAt.size,
      toldIn: Math.max(...toldAt.values()) - full,
      settledIn,
      lostAcknowledged: acknowledged.filter((id) => !found.has(id)).length,
      lost: made.filter((id) => !found.has(id)).length,
    }
  } finally {
    closing.forEach((close) => close())
    await running.kill()
  }
}

/** Fills a disk under a server. @returns why it can't, where nothing may be mounted */
export const fullDisk = async (): Promise<DiskFigures | { readonly skipped: string }> => {
  const folder = mkdtempSync(join(tmpdir(), 'kiteboard-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${MEGABYTES}m`, 'tmpfs', folder], { stdio: 'pipe' })
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n').slice(-2)
    return { skipped: why.trim() || 'nothing can be mounted here' }
  }
  try {
    return await writeThroughIt(folder)
  } finally {
    execFileSync('umount', ['-l', folder])
    rmSync(folder, { recursive: true, force: true })
  }
}
