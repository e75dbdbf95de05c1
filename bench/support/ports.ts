/** Where servers listen that tests and benches start. */
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Ports that no system gives to those who call out: else one of our own callers may sit on a server's port while it is away. */
const PORTS = { from: 10_240, to: 32_768 } as const

const isFree = async (port: number): Promise<boolean> => {
  const probe = createServer().listen(port, '127.0.0.1')
  try {
    await once(probe, 'listening')
  } catch {
    return false
  }
  probe.close()
  await once(probe, 'close')
  return true
}

/** A port of loopback that is free now, and stays so while a server restarts. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = PORTS.from + Math.floor(Math.random() * (PORTS.to - PORTS.from))
    if (await isFree(port)) return port
  }
}
