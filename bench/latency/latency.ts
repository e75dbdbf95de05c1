/** How long an edit takes to reach the others, with 12 people on one machine, beside a relay that stores nothing. */
import * as Y from 'yjs'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import { itemsOf } from '../../shared/board.ts'
import { addItem } from '../../shared/boardItems.ts'
import { printTable, quantile, withSpread } from '../support/figures.ts'
import { startKiteboard, startRelay, type Running } from '../support/servers.ts'
import { makeWorkshop } from '../support/workshop.ts'

const PEOPLE = 12
/** Edits a person makes in a second. */
const RATE = 5
const SECONDS = 5
const RUNS = 5

interface Place {
  readonly url: string
  readonly room: string
  readonly protocols: (person: number) => string[]
}

/** A workshop with twelve people in it. */
const workshopAt = async (server: Running): Promise<Place> => {
  const { place, tokens } = await makeWorkshop(server, PEOPLE)
  return {
    url: place.url,
    room: place.board,
    protocols: (person) => ['kiteboard', `bearer.${tokens[person] ?? ''}`],
  }
}

const relayAt = ({ port }: Running): Place => ({
  url: `ws://127.0.0.1:${port}`,
  room: 'board',
  protocols: () => [],
})

/** Milliseconds from each edit to each of the others who received it, and how many never arrived. */
const measure = async (place: Place): Promise<{ delays: number[]; lost: number }> => {
  const sent = new Map<string, number>()
  const delays: number[] = []
  const people = Array.from({ length: PEOPLE }, (_, person) => {
    const doc = new Y.Doc()
    const provider = new WebsocketProvider(place.url, place.room, doc, {
      disableBc: true,
      protocols: place.protocols(person),
      // y-websocket asks for the browser's class; ws has the same shape.
      WebSocketPolyfill: Object(WebSocket),
    })
    itemsOf(doc).observe((event) => {
      if (event.transaction.local) return
      const now = performance.now()
      for (const id of event.keysChanged) {
        const at = typeof id === 'string' ? sent.get(id) : undefined
        if (at !== undefined) delays.push(now - at)
      }
    })
    return { doc, provider }
  })
  await Promise.all(
    people.map(
      ({ provider }) =>
        new Promise<void>((resolve) =>
          provider.synced ? resolve() : provider.once('sync', () => resolve()),
        ),
    ),
  )
  const total = PEOPLE * RATE * SECONDS
  await new Promise<void>((resolve) => {
    let made = 0
    const timer = setInterval(
      () => {
        const who = people[made % PEOPLE]
        if (who)
          sent.set(addItem(who.doc, { kind: 'note', at: [made, 0], text: `Edit ${made}` }), performance.now())
        if (++made === total) {
          clearInterval(timer)
          setTimeout(resolve, 1000)
        }
      },
      1000 / (PEOPLE * RATE),
    )
  })
  for (const { doc, provider } of people) {
    provider.destroy()
    provider.awareness.destroy()
    doc.destroy()
  }
  return { delays, lost: total * (PEOPLE - 1) - delays.length }
}

/** Prints the table. y-websocket leaves a listener for the process's end with each provider, hence the raised limit. */
export const run = async (): Promise<void> => {
  process.setMaxListeners(0)
  const figures = {
    kiteboard: { p50: [] as number[], p99: [] as number[], lost: 0 },
    relay: { p50: [] as number[], p99: [] as number[], lost: 0 },
  }
  for (let turn = 0; turn < RUNS; turn++)
    for (const name of ['kiteboard', 'relay'] as const) {
      const server = await (name === 'kiteboard' ? startKiteboard() : startRelay())
      try {
        const { delays, lost } = await measure(
          name === 'kiteboard' ? await workshopAt(server) : relayAt(server),
        )
        figures[name].p50.push(quantile(delays, 0.5))
        figures[name].p99.push(quantile(delays, 0.99))
        figures[name].lost += lost
      } finally {
        await server.stop()
      }
    }
  console.log(
    `${PEOPLE} people, each ${RATE} new notes a second for ${SECONDS} s; ${RUNS} runs in turn: median (least–most)`,
  )
  printTable([
    ['', 'p50 ms', 'p99 ms', 'lost'],
    ...(['kiteboard', 'relay'] as const).map((name) => [
      name === 'relay' ? 'relay that stores nothing' : 'Kiteboard, stored first',
      withSpread(figures[name].p50),
      withSpread(figures[name].p99),
      `${figures[name].lost}`,
    ]),
    [
      'ratio',
      ...(['p50', 'p99'] as const).map((figure) =>
        withSpread(
          figures.kiteboard[figure].map((value, turn) => value / (figures.relay[figure][turn] ?? NaN)),
        ),
      ),
      '',
    ],
  ])
}
