/** Pings and pongs: what they cost counts as what anything costs, and whoever sends many is refused in words. */
import { Duplex } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createPongs } from '../../server/sync/sockets/pongs.ts'
import { CLOSE, LIMITS } from '../../shared/protocol.ts'
import { startHarness, until, type Harness } from './harness.ts'
import { joinRaw, type RawClient } from './rawClient.ts'

let harness: Harness
let client: RawClient
beforeEach(async () => {
  harness = await startHarness()
  client = await joinRaw(harness.url, harness.add().token)
})
afterEach(async () => {
  client.socket.terminate()
  await harness.close()
})

const OPCODES = { ping: 0x9, pong: 0xa } as const

/** Writes so many past the WebSocket library, all at once; each has so many bytes of its own. */
const pour = (opcode: number, times: number, bytes: number): void => {
  const line: unknown = Reflect.get(client.socket, '_socket')
  if (!(line instanceof Duplex)) throw new Error('no socket')
  // Masked with noughts.
  const sign = Buffer.from([0x80 | opcode, 0x80 | bytes, 0, 0, 0, 0, ...Array<number>(bytes).fill(120)])
  line.write(Buffer.concat(Array<Uint8Array>(times).fill(sign)))
}

test.each(Object.entries(OPCODES))(
  'a flood of %ss is cut off with 4529, and counts once',
  async (_name, opcode) => {
    pour(opcode, LIMITS.messages.burst + 1_000, 0)
    expect(await client.closed()).toBe(CLOSE.tooFast)
    expect(harness.counted()).toContain('kiteboard_refusals_total{code="4529"} 1\n')
  },
)

test('more pings than are answered one by one break nothing off: the last is answered', async () => {
  const answers: string[] = []
  client.socket.on('pong', (data) => answers.push(data.toString()))
  pour(OPCODES.ping, 500, 3)
  client.socket.ping('last')
  await until('the last is answered', () => answers.at(-1) === 'last')
  expect(answers.length).toBeLessThan(100)
  expect(client.code()).toBeNull()
})

test.each(Object.entries(OPCODES))('of many %ss at once, few are read in one turn', async (_name, opcode) => {
  const [many, bytes] = [5_000, 125]
  const before = harness.received()
  pour(opcode, many, bytes)
  let most = 0
  for (let last = before; last < before + many;) {
    await new Promise((resolve) => setImmediate(resolve))
    most = Math.max(most, harness.received() - last)
    last = harness.received()
  }
  expect(most * bytes).toBeLessThan(3 * LIMITS.inHand)
  expect(client.code()).toBeNull()
})

test('to whoever pings and reads nothing, no second answer is sent before the first has left', () => {
  const sent: { readonly data: string; readonly left: () => void }[] = []
  const turn: (() => void)[] = []
  const endTurn = (): void => turn.splice(0).forEach((then) => then())
  const owe = createPongs({
    afterTurn: (then) => void turn.push(then),
    pong: (data, left) => void sent.push({ data: Buffer.from(data).toString(), left }),
  })
  const said = (): string[] => sent.map(({ data }) => data)
  owe(Buffer.from('a'))
  owe(Buffer.from('b'))
  expect(said()).toEqual([])
  endTurn()
  for (const each of 'cde') {
    owe(Buffer.from(each))
    endTurn()
  }
  expect(said()).toEqual(['b'])
  sent[0]?.left()
  endTurn()
  expect(said()).toEqual(['b', 'e'])
  sent[1]?.left()
  endTurn()
  owe(Buffer.from('f'))
  endTurn()
  expect(said()).toEqual(['b', 'e', 'f'])
})
