/** The rooms that are in memory: each document is read once, however many ask, and let go when nobody has held it for a while. */
import { parseDocName } from '../../shared/docs.ts'
import { Refusal } from '../../shared/errors.ts'
import { CLOSE } from '../../shared/protocol.ts'
import type { Metrics } from '../metrics.ts'
import type { Storage } from '../storage/storage.ts'
import type { WatchedCommitter } from './committer.ts'
import type { Gatekeeper } from './contract.ts'
import { openJournal } from './journal.ts'
import type { Log } from './log.ts'
import { createRoom, type LiveRoom, type Receiver } from './room.ts'

/** Milliseconds that a room stays in memory after it was opened, or its last holder left. */
const IDLE = 30_000

export interface Rooms {
  /**
   * The room, read from its journal when it is not in memory. It stays for 30 s, and while somebody is attached; a stage stays
   * for good. Whoever wants any other room later opens it again.
   */
  open(workshop: string, name: string): Promise<LiveRoom>
  detach(room: LiveRoom, receiver: Receiver): void
  /** How many are in memory. */
  count(): number
  close(): void
}

interface Slot {
  readonly workshop: string
  readonly opening: Promise<LiveRoom>
  room: LiveRoom | null
  /** A commit failed: what was read may not be what the storage holds. */
  failed: boolean
  idle: NodeJS.Timeout | null
}

const storageFailed = (): Refusal =>
  new Refusal('storage-failed', 'This could not be read just now. Please try again.')

export const createRooms = ({
  storage,
  committer,
  gatekeeper,
  log,
  metrics,
  idle = IDLE,
}: {
  readonly storage: Storage
  readonly committer: WatchedCommitter
  readonly gatekeeper: Gatekeeper
  readonly log: Log
  readonly metrics: Metrics
  /** Milliseconds. */
  readonly idle?: number
}): Rooms => {
  const slots = new Map<string, Slot>()

  const stopWatching = committer.onFailure((workshops) => {
    for (const [key, slot] of slots)
      if (workshops.has(slot.workshop)) {
        slot.failed = true
        slots.delete(key)
        if (slot.idle) clearTimeout(slot.idle)
        slot.room?.drop(CLOSE.storageFailed, 'This could not be saved just now.')
      }
  })

  const touch = (key: string, slot: Slot): void => {
    if (slot.idle) clearTimeout(slot.idle)
    // The rest of the server holds on to the stage for as long as it knows the workshop.
    if (slot.room?.name === 'stage') return
    slot.idle = setTimeout(() => {
      const { room } = slot
      // The workshop's records hold on to their stage as long as they are in memory themselves.
      if (!room || room.docName.type === 'stage' || room.receivers.size > 0 || slots.get(key) !== slot) return
      if (!room.isSettled()) return touch(key, slot)
      slots.delete(key)
      // Its doc is not destroyed: that would make it deaf, and a late change to it would be lost in silence.
      room.drop(CLOSE.restarting, '')
    }, idle).unref()
  }

  const read = async (workshop: string, name: string): Promise<LiveRoom> => {
    const docName = parseDocName(name)
    if (!docName) throw new Refusal('not-found', 'There is no such document.')
    // What a room that was let go has enqueued belongs to what is read. Where that fails, the storage holds what there is.
    await committer.settled().catch(() => {})
    const { updates, claims, journal } = await openJournal({ storage, committer }, workshop, name)
    return createRoom({
      workshop,
      name,
      docName,
      updates,
      claims,
      journal,
      committer,
      gatekeeper,
      log,
      metrics,
    })
  }

  return {
    async open(workshop, name) {
      const key = `${workshop}/${name}`
      let slot = slots.get(key)
      if (!slot) {
        slot = { workshop, opening: read(workshop, name), room: null, failed: false, idle: null }
        slots.set(key, slot)
      }
      try {
        const room = await slot.opening
        if (slot.failed) throw storageFailed()
        slot.room = room
        touch(key, slot)
        return room
      } catch (error) {
        if (slots.get(key) === slot) slots.delete(key)
        if (error instanceof Refusal) throw error
        log.error({ err: error, workshop, document: name }, 'a document could not be read')
        throw storageFailed()
      }
    },
    detach(room, receiver) {
      room.detach(receiver)
      const key = `${room.workshop}/${room.name}`
      const slot = slots.get(key)
      if (slot?.room === room && room.receivers.size === 0) touch(key, slot)
    },
    count: () => slots.size,
    close() {
      stopWatching()
      for (const slot of slots.values()) {
        if (slot.idle) clearTimeout(slot.idle)
        slot.room?.presence.close()
      }
      slots.clear()
    },
  }
}
