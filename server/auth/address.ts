/** Who is at the other end of a socket: its address, or what the proxies that we trust say it is. */
import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import { networkOf } from './attempts.ts'

/** Names for networks, as Fastify's `trustProxy` takes them. */
const NETWORKS: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
}

/** Whether this names proxies: addresses, networks (`10.0.0.0/8`) and names for networks, parted by commas. */
export const namesProxies = (list: string): boolean =>
  list.split(',').every((part) => {
    if (Object.hasOwn(NETWORKS, part.trim())) return true
    const [address = '', prefix, ...more] = part.trim().split('/')
    const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1
    if (prefix === undefined || bits < 0) return bits > 0
    return more.length === 0 && /^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= bits
  })

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

const listOf = (trusted: string): BlockList => {
  const list = new BlockList()
  const all = trusted.split(',').flatMap((part) => NETWORKS[part.trim()] ?? [part.trim()])
  for (const part of all) {
    const [address = '', prefix] = part.split('/')
    if (isIP(address) === 0) continue
    if (prefix === undefined) list.addAddress(address, familyOf(address))
    else list.addSubnet(address, Number(prefix), familyOf(address))
  }
  return list
}

/** An IPv4 address may come in the clothes of an IPv6 one. */
const plain = (address: string): string => address.trim().replace(/^::ffff:(?=\d+\.)/i, '')

/** @param trustProxy as the configuration has it: whether to believe all proxies, or only those at these addresses */
export const createAddressOf = (trustProxy: boolean | string): ((request: IncomingMessage) => string) => {
  const list = typeof trustProxy === 'string' ? listOf(trustProxy) : null
  const isTrusted = (address: string): boolean =>
    trustProxy === true || (list !== null && isIP(address) !== 0 && list.check(address, familyOf(address)))
  return ({ socket, headers }) => {
    // Each proxy adds at the end whom it spoke with.
    const said = String(headers['x-forwarded-for'] ?? '')
      .split(',')
      .map(plain)
      .filter(Boolean)
    let address = plain(socket.remoteAddress ?? '')
    for (let next = said.pop(); next !== undefined && isTrusted(address); next = said.pop()) address = next
    return networkOf(address)
  }
}
