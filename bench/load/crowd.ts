/** A crowd: many people, each on a socket of their own, in one process. Told what to do by the bench that started it. */
import * as Y from 'yjs'
import { itemsOf } from '../../shared/board.ts'
import { addItem, moveItems } from '../../shared/boardItems.ts'
import { MESSAGE_POINTERS } from '../../shared/protocol.ts'
import { createHistogram } from '../support/histogram.ts'
import { awarenessOf } from '../support/peer.ts'
import { until } from '../support/wait.ts'
import { openLight, type LightPeer } from './light.ts'
import { createMarks } from './marks.ts'
import type { CrowdPlan, CrowdRoom, FromCrowd, ToCrowd } from './messages.ts'

/** People who join at one time. */
const AT_ONCE = 12
/** In each room, cursors are timed for so many receivers, and counted for all. */
const TIMED = 8
/** One change in so many is a new note; the others move one. */
const NEW_NOTE = 5

const say = (message: FromCrowd): void => void process.send?.(message)

const gather = (plan: CrowdPlan) => {
  const { base } = plan
  const now = (): number => performance.timeOrigin + performance.now() - base
  const edits = createHistogram()
  const cursors = createHistogram()
  const saved = createHistogram()
  const sentEdits = plan.rooms.map(() => 0)
  const sentCursors = plan.rooms.map(() => 0)
  let gotEdits = 0
  let gotCursors = 0
  let bytes = 0
  let from = Infinity
  let to = Infinity
  const isMeasured = (time: number): boolean => time >= from && time <= to
  const peers: LightPeer[] = []
  const starts: (() => void)[] = []
  const timers: NodeJS.Timeout[] = []

  /** Calls back at a rate, from a moment of its own on. */
  const repeat = (rate: number, work: () => void): void =>
    void starts.push(() => {
      const first = setTimeout(
        () => timers.push(setInterval(work, 1000 / rate)),
        (Math.random() * 1000) / rate,
      )
      timers.push(first)
    })

  const person = async (
    { place, editors }: CrowdRoom,
    room: number,
    token: string,
    number: number,
    read: ReturnType<typeof createMarks>,
  ): Promise<void> => {
    const doc = number < editors ? new Y.Doc() : null
    const timed = number < TIMED
    const client = doc?.clientID ?? Math.floor(Math.random() * 2 ** 32)
    const waiting: (number | null)[] = []
    /** When my own changes were made: some come back to me among others'. */
    const own = new Set<number>()
    let stored = 0
    let synced = false

    const onFrame = (data: Buffer, self: LightPeer): void => {
      const { name, told, edits: editTimes, cursors: cursorTimes } = read(data)
      const time = now()
      if (isMeasured(time)) bytes += data.byteLength
      for (const sent of editTimes)
        if (isMeasured(sent) && !own.has(sent)) {
          gotEdits += 1
          edits.add(time - sent)
        }
      for (const sent of cursorTimes)
        if (isMeasured(sent)) {
          gotCursors += 1
          if (timed) cursors.add(time - sent)
        }
      switch (told.type) {
        case 'step-1':
          if (name === place.board || !place.mux) waiting.push(null)
          return self.stepTwo(name || place.board, Y.encodeStateAsUpdate(new Y.Doc()))
        case 'step-2':
        case 'update':
          if (name !== place.board && place.mux) return
          if (doc && !synced) Y.applyUpdate(doc, told.body)
          if (told.type === 'step-2') synced = true
          return
        case 'ack':
          if (name !== place.board) return
          for (; stored < told.stored; stored++) {
            const sent = waiting[stored]
            if (typeof sent === 'number' && isMeasured(sent)) saved.add(time - sent)
          }
          return
        default:
      }
    }
    const peer = await openLight(place, token, onFrame)
    peers.push(peer)
    // A page has the stage open beside its board, and says there that it is present.
    if (place.mux) {
      peer.stepOne('stage', Uint8Array.of(0))
      peer.message('stage', MESSAGE_POINTERS)
      peer.presence('stage', awarenessOf(client, 1, { person: '' }))
    }
    peer.stepOne(place.board, Uint8Array.of(0))
    if (place.mux) peer.message(place.board, MESSAGE_POINTERS)
    if (!(await until(() => synced, 60_000))) throw new Error('a person could not join')

    let clock = 1
    repeat(plan.cursorRate, () => {
      const time = now()
      // Whole numbers, as they are on a screen; the time stands where the pointer's place across would.
      const cursor = [Math.round(time), 100 + (clock % 400)]
      peer.presence(place.board, awarenessOf(client, ++clock, { person: '', cursor }))
      if (isMeasured(Math.round(time))) sentCursors[room] = (sentCursors[room] ?? 0) + 1
    })
    if (!doc) return
    // Each moves notes of their own: of two who move one at the same time, Yjs passes only one on, which is no loss.
    const ids = [...itemsOf(doc).keys()].filter((_, index) => index % editors === number)
    let time = 0
    doc.on('update', (update: Uint8Array) => {
      waiting.push(time)
      own.add(time)
      peer.update(place.board, update)
      if (isMeasured(time)) sentEdits[room] = (sentEdits[room] ?? 0) + 1
    })
    let made = 0
    repeat(plan.editRate, () => {
      time = now()
      const id = ids[Math.floor(Math.random() * ids.length)]
      if (++made % NEW_NOTE === 0 || id === undefined)
        addItem(doc, { kind: 'note', at: [time, made], text: 'One more idea' })
      else moveItems(doc, new Map([[id, [time, made]]]))
    })
  }

  return {
    async join(): Promise<void> {
      const all = plan.rooms.flatMap((room, index) => {
        const read = createMarks(room.place.mux)
        return room.tokens.map((token, number) => () => person(room, index, token, number, read))
      })
      while (all.length > 0) await Promise.all(all.splice(0, AT_ONCE).map((join) => join()))
    },
    go: () => starts.forEach((start) => start()),
    measure(start: number, end: number): void {
      from = start
      to = end
      setTimeout(() => timers.forEach((timer) => clearInterval(timer)), end - now())
    },
    finish(): void {
      const figures: FromCrowd = {
        type: 'figures',
        figures: {
          edits: edits.counts(),
          cursors: cursors.counts(),
          saved: saved.counts(),
          sentEdits,
          sentCursors,
          gotEdits,
          gotCursors,
          bytes,
          dropped: peers.filter((peer) => peer.code() !== null).length,
        },
      }
      peers.forEach((peer) => peer.close())
      // Long figures are still under way when this returns.
      process.send?.(figures, () => process.disconnect())
    },
  }
}

const serve = (): void => {
  let crowd: ReturnType<typeof gather> | null = null
  process.on('message', (message: ToCrowd) => {
    switch (message.type) {
      case 'join':
        crowd = gather(message.plan)
        crowd.join().then(
          () => say({ type: 'joined' }),
          (error: unknown) => {
            console.error(error)
            process.exit(1)
          },
        )
        return
      case 'go':
        return crowd?.go()
      case 'measure':
        return crowd?.measure(message.from, message.to)
      case 'finish':
        return crowd?.finish()
      default:
        return message satisfies never
    }
  })
  // Nobody is left to tell.
  process.on('disconnect', () => process.exit(0))
}

serve()
