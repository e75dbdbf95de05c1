/** The addresses under which this machine can be reached. */
import { networkInterfaces } from 'node:os'
import type { Origins } from './auth/origin.ts'

const EVERYWHERE = ['0.0.0.0', '::']
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

/** Whether a name in an address reaches this machine only from itself. */
export const isLoopback = (hostname: string): boolean =>
  LOOPBACK.includes(hostname) || /^127(\.\d+){3}$/.test(hostname)

/** This machine's addresses on its local networks, IPv4 first: those can be typed. */
export const lanAddresses = (): string[] =>
  Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .filter(({ internal, scopeid }) => !internal && !scopeid)
    .sort((a, b) => a.family.localeCompare(b.family))
    .map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address))

/** The addresses of a server that listens. */
export interface Addresses {
  /** What is printed, and what links begin with unless the asker came by another of our addresses. */
  readonly main: string
  readonly origins: Origins
  /** For people on the same network; empty when we do not listen there. */
  readonly lan: readonly string[]
  /** For this very machine. */
  readonly local: string
}

/** Works out all addresses of a server that listens on a host and port. */
export const addressesOf = ({
  host,
  port,
  publicUrl,
}: {
  readonly host: string
  readonly port: number
  readonly publicUrl: string | null
}): Addresses => {
  const originOf = (name: string): string => new URL(`http://${name}:${port}`).origin
  const everywhere = EVERYWHERE.includes(host)
  const lan = everywhere ? lanAddresses().map(originOf) : []
  const loopback = everywhere || LOOPBACK.includes(host) ? LOOPBACK.map(originOf) : []
  const local = originOf(everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host)
  const main = publicUrl ?? lan[0] ?? local
  const origins = new Set([...(publicUrl ? [publicUrl] : []), local, ...loopback, ...lan])
  return { main, lan, local, origins }
}
