/** All open sockets of a server, by workshop. They are kept alive, and their people counted. */
import { LIMITS } from '../../../shared/protocol.ts'
import type { Metrics } from '../../metrics.ts'
import type { Connection } from './connection.ts'

/** Groups into which the sockets are divided, to be pinged one group after the other. */
const BEATS = 50

/** All open sockets. */
export interface Connections {
  add(connection: Connection): void
  remove(connection: Connection): void
  /** Those of one workshop. A copy: closing one takes it away. */
  of(workshop: string): readonly Connection[]
  all(): readonly Connection[]
  /** Sends no more signs of life. */
  rest(): void
}

/** No sockets yet. */
export const createConnections = (metrics: Pick<Metrics, 'gauge'>): Connections => {
  const byWorkshop = new Map<string, Set<Connection>>()
  const all = (): Connection[] => [...byWorkshop.values()].flatMap((connections) => [...connections])

  metrics.gauge('kiteboard_sockets', () => all().length)
  metrics.gauge('kiteboard_people', () => new Set(all().map(({ holder }) => holder.person)).size)
  metrics.gauge('kiteboard_workshops', () => byWorkshop.size)

  /** A few sockets at a time: a thousand at once would hold up what people write. */
  let beat = 0
  const heart = setInterval(() => {
    beat = (beat + 1) % BEATS
    for (const connection of all()) {
      connection.listen()
      if (connection.number % BEATS === beat) connection.beat()
    }
  }, LIMITS.ping / BEATS).unref()

  return {
    add(connection) {
      const connections = byWorkshop.get(connection.workshop) ?? new Set()
      byWorkshop.set(connection.workshop, connections.add(connection))
    },
    remove(connection) {
      const connections = byWorkshop.get(connection.workshop)
      connections?.delete(connection)
      if (connections?.size === 0) byWorkshop.delete(connection.workshop)
    },
    of: (workshop) => [...(byWorkshop.get(workshop) ?? [])],
    all,
    rest: () => clearInterval(heart),
  }
}
