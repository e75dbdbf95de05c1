/** The page that the canvas bench measures: our canvas, or a naive Konva board, moved by the same script. */
import * as Y from 'yjs'
import { createCanvas } from '../../client/canvas/controller.ts'
import { createLastView } from '../../client/canvas/lastView.ts'
import type { Point } from '../../shared/geometry.ts'
import { createTranslate } from '../../shared/i18n/translate.ts'
import { addItems, moveItems, type NewItem } from '../../shared/boardItems.ts'
import { NOTE_COLOURS } from '../../shared/kinds/note/note.ts'
import { putPerson } from '../../shared/stage.ts'
import { memoryBoard, memorySession } from './handles.ts'
import { createNaive } from './naive.ts'
import '../../client/ui/tokens.css'
import '../../client/ui/schemes.css'
import '../../client/ui/base.css'

/** What the script does to a page, alike for each. */
export interface Subject {
  look(camera: { readonly x: number; readonly y: number; readonly zoom: number }): void
  lift(id: string): void
  drag(by: Point): void
  drop(): void
  /** Others' cursors, and notes that others moved. */
  remote(cursors: readonly Point[], moved: ReadonlyMap<string, Point>): void
}

const WORDS =
  'ask what helps before you tell me wrong people listen to one person who knows my story write it down plain'.split(
    ' ',
  )
const PER_ROW = 50
const STEP: Point = [210, 190]
const PEOPLE = 120
const MOVES_A_SECOND = 100

const notesOf = (count: number): (NewItem & { readonly id: string; readonly text: string })[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: 'note' as const,
    id: `note-${String(index).padStart(12, '0')}`,
    at: [(index % PER_ROW) * STEP[0], Math.floor(index / PER_ROW) * STEP[1]] as const,
    text: Array.from(
      { length: 6 + (index % 9) },
      (_, word) => WORDS[(index * 7 + word * 3) % WORDS.length],
    ).join(' '),
    colour: NOTE_COLOURS[index % NOTE_COLOURS.length] ?? 'straw',
  }))

const ours = (host: HTMLDivElement, count: number): Subject => {
  const doc = new Y.Doc()
  const stage = new Y.Doc()
  addItems(doc, notesOf(count))
  for (let index = 0; index < PEOPLE; index++)
    putPerson(stage, { id: `person-${index}`, name: `Person ${index}`, colour: index, role: 'participant' })
  const board = memoryBoard(doc)
  const t = createTranslate('en')
  const surface = document.createElement('div')
  surface.style.cssText = 'position:absolute;inset:0'
  host.append(surface)
  const canvas = createCanvas({
    host,
    surface,
    board,
    stage: memorySession(board, stage).stage,
    last: createLastView(null, board.id),
    around: () => ({
      t,
      calm: false,
      phone: false,
      presenting: false,
      writable: true,
      open: () => undefined,
      makeFigure: () => undefined,
      isMine: () => true,
      sure: () => undefined,
      say: () => undefined,
    }),
    now: () => performance.now(),
  })
  let held = ''
  return {
    look: (camera) => canvas.state.change({ camera }),
    lift: (id) => {
      held = id
      canvas.state.change({ selected: [id], drag: { ids: new Set([id]), by: [0, 0] } })
    },
    drag: (by) => canvas.state.change({ drag: { ids: canvas.state.get().drag?.ids ?? new Set([held]), by } }),
    drop: () => canvas.state.change({ drag: null, selected: [] }),
    remote: (cursors, moved) => {
      board.peers.set(cursors.map((cursor, client) => ({ client, person: `person-${client}`, cursor })))
      moveItems(doc, moved)
    },
  }
}

/** Frames' lengths in ms, while `step` runs once before each. */
const frames = (count: number, most: number, step: (index: number) => void): Promise<number[]> =>
  new Promise((resolve) => {
    const lengths: number[] = []
    const start = performance.now()
    let last = 0
    const frame = (now: number) => {
      if (last) lengths.push(now - last)
      last = now
      if (lengths.length >= count || now - start > most) return resolve(lengths)
      step(lengths.length)
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })

const FRAMES = 90
const MOST_MS = 4_000

const scenes = (subject: Subject, count: number): Record<string, () => Promise<number[]>> => {
  const run = (step: (index: number) => void) => frames(FRAMES, MOST_MS, step)
  const far = { x: -200, y: -200, zoom: 0.1 }
  return {
    'pan, zoom 1': () => run((index) => subject.look({ x: index * 25, y: index * 9, zoom: 1 })),
    'pan, zoom 0.1': () => run((index) => subject.look({ ...far, x: index * 30 - 600 })),
    zooming: () =>
      run((index) => subject.look({ x: 0, y: 0, zoom: 0.1 + 0.9 * Math.abs(Math.sin(index / 20)) })),
    drag: async () => {
      subject.look({ x: 0, y: 0, zoom: 0.5 })
      subject.lift('note-000000000053')
      const lengths = await run((index) => subject.drag([index * 8, index * 4]))
      subject.drop()
      return lengths
    },
    'remote load': () => {
      subject.look({ x: 0, y: 0, zoom: 1 })
      let due = 0
      let before = performance.now()
      return run((index) => {
        const now = performance.now()
        due += ((now - before) / 1000) * MOVES_A_SECOND
        before = now
        const moved = new Map<string, Point>()
        for (; due >= 1; due--) {
          const note = (index * 37 + Math.floor(due) * 11) % count
          moved.set(`note-${String(note).padStart(12, '0')}`, [
            (note % PER_ROW) * STEP[0] + (index % 20),
            Math.floor(note / PER_ROW) * STEP[1] + (index % 15),
          ])
        }
        subject.remote(
          Array.from({ length: PEOPLE }, (_, person) => [
            700 + 600 * Math.sin(index / 30 + person),
            400 + 350 * Math.cos(index / 25 + person * 2),
          ]),
          moved,
        )
      })
    },
  }
}

declare global {
  interface Window {
    bench: {
      readonly names: readonly string[]
      readonly loadMs: number
      run(name: string): Promise<number[]>
    }
  }
}

const query = new URLSearchParams(location.search)
const count = Number(query.get('count') ?? 2000)
const host = document.getElementById('host')
if (!(host instanceof HTMLDivElement)) throw new Error('the page has no host')
await document.fonts.load('450 18px "Atkinson Hyperlegible Next Variable"')
const started = performance.now()
const subject = query.get('page') === 'naive' ? createNaive(host, notesOf(count), PEOPLE) : ours(host, count)
await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
const all = scenes(subject, count)
window.bench = {
  names: Object.keys(all),
  loadMs: performance.now() - started,
  run: (name) => all[name]?.() ?? Promise.resolve([]),
}
