/** The documents in memory: each is read once, however many ask, and let go when nobody has held it for a while. */
import { parseDocName, type DocName } from '../../../shared/docs.ts'
import { Refusal } from '../../../shared/errors.ts'
import { CLOSE } from '../../../shared/protocol.ts'
import { createForgetting } from '../../forgetting.ts'
import type { Metrics } from '../../metrics.ts'
import type { Storage } from '../../storage/storage.ts'
import type { WatchedCommitter } from '../committer.ts'
import type { Gatekeeper } from '../contract.ts'
import { likelyMemory } from '../gate/bulk.ts'
import { createFootprints, type Footprints } from '../gate/footprints.ts'
import { createFolder } from '../journal/folder.ts'
import { openJournal } from '../journal/journal.ts'
import type { Log } from '../log.ts'
import { readDocument } from '../journal/reading.ts'
import { createShare } from '../share.ts'
import { docPrefix } from '../stored.ts'
import { bytesOf } from '../updates.ts'
import { createPieces } from './pieces.ts'
import { createRoom, type LiveRoom, type Receiver } from './room.ts'

/** Milliseconds that a document stays in memory after it was opened, or its last holder left. */
const IDLE = 30_000

/** All documents in memory. */
export interface Rooms {
  /**
   * The document in memory, read from its journal when it is not there. It stays for 30 s, and while somebody is attached; a stage
   * stays until its workshop lets it go. Whoever wants any other later opens it again.
   */
  open(workshop: string, name: string): Promise<LiveRoom>
  detach(room: LiveRoom, receiver: Receiver): void
  /** Takes in at once what was sent to any of them. */
  drain(): void
  /** Lets go of documents, closing who holds them. Whoever is about to be given one is told to try again. */
  end(workshop: string, isMeant: (doc: DocName) => boolean, code: number, reason: string): void
  /** How many are in memory. */
  count(): number
  close(): Promise<void>
}

interface Slot {
  readonly workshop: string
  readonly docName: DocName
  readonly opening: Promise<LiveRoom>
  room: LiveRoom | null
  /** A commit failed, so that what was read may not be what the storage holds; or the document was ended. */
  lost: boolean
  idle: NodeJS.Timeout | null
}

const storageFailed = (): Refusal =>
  new Refusal('storage-failed', 'This could not be read just now. Please try again.')

/** The documents in memory of one server. */
export const createRooms = ({
  storage,
  committer,
  gatekeeper,
  log,
  metrics,
  everyone,
  footprints = createFootprints(),
  idle = IDLE,
  now = Date.now,
}: {
  readonly storage: Storage
  readonly committer: WatchedCommitter
  readonly gatekeeper: Gatekeeper
  readonly log: Log
  readonly metrics: Metrics
  /** How many sockets the whole server holds. */
  readonly everyone: () => number
  /** What all documents take of the memory. */
  readonly footprints?: Footprints
  /** Milliseconds. */
  readonly idle?: number
  /** Unix ms. */
  readonly now?: () => number
}): Rooms => {
  const slots = new Map<string, Slot>()
  const folder = createFolder()
  const pieces = createPieces()
  const share = createShare()
  const forgetting = createForgetting({ storage, committer, log })

  const lose = (key: string, slot: Slot, code: number, reason: string): void => {
    slot.lost = true
    slots.delete(key)
    if (slot.idle) clearTimeout(slot.idle)
    slot.room?.drop(code, reason)
  }

  const stopWatching = committer.onFailure((workshops) => {
    for (const [key, slot] of slots)
      if (workshops.has(slot.workshop))
        lose(key, slot, CLOSE.storageFailed, 'This could not be saved just now.')
  })

  const touch = (key: string, slot: Slot): void => {
    if (slot.idle) clearTimeout(slot.idle)
    // The workshop's records hold on to their stage as long as they are in memory themselves.
    if (slot.room?.docName.type === 'stage') return
    const timer = setTimeout(() => {
      const { room } = slot
      /** Nobody came, asked, or wrote since. */
      const isLeft = (): boolean =>
        slots.get(key) === slot && slot.idle === timer && room?.receivers.size === 0
      if (room && isLeft()) void leave(key, slot, room, isLeft)
    }, idle).unref()
    slot.idle = timer
  }

  /** Puts a document in order that nobody holds, and lets go of it. Whoever comes meanwhile finds it as it was. */
  const leave = async (key: string, slot: Slot, room: LiveRoom, isLeft: () => boolean): Promise<void> => {
    const store = room.isSettled() ? await room.snapshot.atRest() : null
    if (!isLeft()) return
    if (!room.isSettled()) return touch(key, slot)
    const { anew } = store?.() ?? { anew: false }
    slots.delete(key)
    // Its doc is not destroyed: that would make it deaf, and a late change to it would be lost in silence.
    room.drop(CLOSE.restarting, '')
    if (anew) forget(room)
  }

  /**
   * What a document was written anew without leaves the medium too. A draft is sealed, and its key destroyed: its name tells whose.
   */
  const forget = ({ workshop, name, docName, epoch }: LiveRoom): void => {
    log.info({ workshop, document: name, epoch: epoch.number + 1 }, 'a document was written anew')
    if (docName.type !== 'draft') forgetting.owe(workshop, docPrefix(workshop, name))
  }

  const read = async (workshop: string, name: string, docName: DocName): Promise<LiveRoom> => {
    // What was enqueued before it was let go belongs to what is read. Where that fails, the storage holds what there is.
    await committer.settled().catch(() => {})
    const opened = await openJournal({ storage, committer, now }, workshop, name)
    const footprint = footprints.enter(workshop)
    footprint.holds(likelyMemory(bytesOf([...opened.snapshots, ...opened.tail])))
    try {
      if (footprint.isTooMuch()) {
        log.warn(
          { workshop, document: name },
          'a document was not opened: all that are open take too much memory',
        )
        throw storageFailed()
      }
      const { doc, snapshots, tail } = await readDocument(opened, { folder, log, share })
      return createRoom({
        workshop,
        name,
        docName,
        doc,
        opened: { ...opened, snapshots, tail },
        folder,
        committer,
        gatekeeper,
        log,
        metrics,
        pieces,
        share,
        footprint,
        everyone,
      })
    } catch (error) {
      footprint.leave()
      throw error
    }
  }

  metrics.gauge('kiteboard_documents_bytes', footprints.bytes)

  return {
    async open(workshop, name) {
      const key = `${workshop}/${name}`
      let slot = slots.get(key)
      if (!slot) {
        const docName = parseDocName(name)
        if (!docName) throw new Error('this is no name of a document')
        const opening = read(workshop, name, docName)
        slot = { workshop, docName, opening, room: null, lost: false, idle: null }
        slots.set(key, slot)
      }
      try {
        const room = await slot.opening
        if (slot.lost) {
          // It was lost before it was in memory.
          room.drop(CLOSE.storageFailed, '')
          throw storageFailed()
        }
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
    end(workshop, isMeant, code, reason) {
      for (const [key, slot] of [...slots]) {
        if (slot.workshop !== workshop || !isMeant(slot.docName)) continue
        slot.room?.drain()
        lose(key, slot, code, reason)
      }
    },
    drain() {
      for (const slot of slots.values()) slot.room?.drain()
    },
    count: () => slots.size,
    async close() {
      stopWatching()
      for (const slot of slots.values()) {
        if (slot.idle) clearTimeout(slot.idle)
        slot.room?.rest()
      }
      slots.clear()
      await folder.close()
      await forgetting.close()
    },
  }
}
