import { connect } from 'node:net'
import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { createHandOut } from '../../server/http/handing.ts'
import { Refusal, REFUSALS } from '../../shared/errors.ts'
import { createSay } from '../../server/say.ts'
import { until } from './harness.ts'

const MB = 1_000_000

/** A server whose every answer is so large that no line holds it; its paths are `/<person>/<megabytes>`. */
const startGiver = async (limits: Partial<NonNullable<Parameters<typeof createHandOut>[0]['limits']>>) => {
  const handOut = createHandOut({
    t: createSay('en'),
    limits: { perPerson: 60 * MB, inAll: 100 * MB, untaken: 3_600_000, ...limits },
  })
  let begun = 0
  let ended = 0
  const app = Fastify({ forceCloseConnections: true })
  app.setErrorHandler((error, _request, reply) =>
    reply.code(error instanceof Refusal ? REFUSALS[error.code] : 500).send(),
  )
  app.get<{ Params: { person: string; mb: string } }>('/:person/:mb', async ({ params }, reply) => {
    const bytes = Number(params.mb) * MB
    handOut(reply, params.person, bytes)
    begun += 1
    reply.raw.once('close', () => (ended += 1))
    return reply.send(Buffer.alloc(bytes))
  })
  const address = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
  onTestFinished(() => app.close())

  /** Asks, and takes nothing of the answer. */
  const stall = async (path: string) => {
    const before = begun
    const socket = connect(Number(address.port), address.hostname).pause()
    socket.on('error', () => {})
    onTestFinished(() => void socket.destroy())
    socket.write(`GET ${path} HTTP/1.1\r\nHost: here\r\n\r\n`)
    await until(() => begun > before)
    return socket
  }
  const take = async (path: string): Promise<readonly [status: number, bytes: number]> => {
    const answer = await fetch(new URL(path, address))
    return [answer.status, (await answer.arrayBuffer()).byteLength]
  }
  return { stall, take, ended: () => ended }
}

test('what one person has not taken yet is bounded, and others are given theirs; what ended counts no more', async () => {
  const { stall, take, ended } = await startGiver({})
  const [first] = [await stall('/ann/25'), await stall('/ann/25')]
  expect(await take('/ann/20')).toEqual([429, 0])
  expect(await take('/ben/20')).toEqual([200, 20 * MB])
  first.destroy()
  await until(() => ended() === 2)
  expect(await take('/ann/20')).toEqual([200, 20 * MB])
})

test('what all have not taken yet is bounded, but one by itself is always given', async () => {
  const { stall, take } = await startGiver({})
  await stall('/ann/50')
  await stall('/ben/45')
  expect(await take('/cy/20')).toEqual([429, 0])
  expect(await take('/cy/1')).toEqual([200, MB])
  const { take: another } = await startGiver({})
  expect(await another('/ann/120')).toEqual([200, 120 * MB])
})

test('what was taken makes room for others; and just as much is given as may wait', async () => {
  const { stall, take, ended } = await startGiver({ perPerson: 21 * MB, inAll: 22 * MB })
  for (const [before, person] of ['ann', 'ben', 'cy'].entries()) {
    expect(await take(`/${person}/12`)).toEqual([200, 12 * MB])
    await until(() => ended() > before)
  }
  await stall('/ann/20')
  expect(await take('/ann/1')).toEqual([200, MB])
  await until(() => ended() === 4)
  expect(await take('/ann/2')).toEqual([429, 0])
  expect(await take('/ben/2')).toEqual([200, 2 * MB])
})

test('an answer of which nothing is taken is cut, and its place is free again', async () => {
  const { stall, take, ended } = await startGiver({ perPerson: 20 * MB, untaken: 50 })
  const socket = await stall('/ann/20')
  await until(() => ended() === 1)
  expect(await take('/ann/1')).toEqual([200, MB])
  let bytes = 0
  socket.on('data', ({ length }) => (bytes += length)).resume()
  await until(() => socket.destroyed)
  expect(bytes).toBeLessThan(20 * MB)
})
