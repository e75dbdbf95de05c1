/** The real server, from its sources, killed while people write: what anybody had seen, or was told is saved, is there again. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import * as z from 'zod'
import { boardDoc } from '../../shared/docs.ts'
import { newId } from '../../shared/ids.ts'
import { freePort } from '../../bench/support/ports.ts'
import { joinStock, until, type StockClient } from './harness.ts'
import { openMux } from './muxClient.ts'

const MAIN = fileURLToPath(new URL('../../server/main.ts', import.meta.url))

const answers = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(url)).ok
  } catch {
    return false
  }
}

const startReal = async (
  data: string,
): Promise<{ port: number; child: ChildProcess; ended: Promise<unknown> }> => {
  const port = await freePort()
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: `${port}`, DATA_DIR: data, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = once(child, 'exit')
  await until('the server is up', () => answers(`http://127.0.0.1:${port}/healthz`), 30_000)
  return { port, child, ended }
}

const made = z.object({ id: z.string(), token: z.string(), links: z.object({ participant: z.string() }) })
const info = z.object({ boards: z.array(z.object({ id: z.string() })) })
const session = z.object({ token: z.string() })

const post = async (url: string, body: object): Promise<unknown> => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.ok, await answer.clone().text()).toBe(true)
  return answer.json()
}

/** Ids of the notes, and how long each one's text is, that a document shows. */
const lengths = (doc: Y.Doc): Map<string, number> =>
  new Map([...doc.getMap<Y.Map<unknown>>('items')].map(([id, note]) => [id, String(note.get('text')).length]))

test('what anybody had seen survives kill -9', { timeout: 120_000 }, async () => {
  const data = await mkdtemp(join(tmpdir(), 'kiteboard-kill-'))
  const first = await startReal(data)
  const closing: (() => void)[] = [() => first.child.kill('SIGKILL')]
  try {
    const http = `http://127.0.0.1:${first.port}`
    const workshop = made.parse(await post(`${http}/api/workshops`, { title: 'Kill' }))
    const about = await fetch(`${http}/api/workshops/${workshop.id}`, {
      headers: { authorization: `Bearer ${workshop.token}` },
    })
    const board = info.parse(await about.json()).boards[0]?.id ?? ''
    const name = boardDoc(board)
    const secret = workshop.links.participant.split('#')[1] ?? ''
    const tokens: string[] = []
    for (let person = 0; person < 6; person++)
      tokens.push(
        session.parse(
          await post(`${http}/api/workshops/${workshop.id}/sessions`, { secret, name: `P${person}` }),
        ).token,
      )

    const target = { url: `ws://127.0.0.1:${first.port}`, workshop: workshop.id }
    const clients: StockClient[] = tokens.slice(0, 5).map((token) => joinStock(target, token, name))
    for (const client of clients) closing.push(() => client.destroy())
    for (const client of clients) await client.synced()
    const mux = await openMux(target, tokens[5] ?? '')
    closing.push(() => mux.close())
    mux.open(name)
    await until('the mux client is in', () => mux.messages.some(({ type }) => type === 'step2'))

    // What each has from others is what the server has shown.
    const seen = new Y.Doc()
    for (const { doc, provider } of clients)
      doc.on('update', (update: Uint8Array, origin: unknown) => {
        if (origin === provider) Y.applyUpdate(seen, update)
      })
    const sent: string[] = []
    const writing = setInterval(() => {
      for (const client of clients) {
        client.note('a note')
        const texts = [...client.items.values()]
          .map((note) => note.get('text'))
          .filter((text) => text instanceof Y.Text)
        texts[Math.floor(Math.random() * texts.length)]?.insert(0, 'more ')
      }
      const doc = mux.doc(name)
      const before = Y.encodeStateVector(doc)
      const id = newId()
      doc.getMap('items').set(
        id,
        new Y.Map<unknown>([
          ['kind', 'note'],
          ['v', 1],
          ['at', [0, 0]],
          ['text', new Y.Text('mux')],
        ]),
      )
      mux.update(name, Y.encodeStateAsUpdate(doc, before))
      sent.push(id)
    }, 8)
    closing.push(() => clearInterval(writing))
    const enough = 100 + Math.floor(Math.random() * 300)
    await until('much was written', () => seen.getMap('items').size > enough && mux.acked(name) > 10, 30_000)
    first.child.kill('SIGKILL')
    await first.ended
    clearInterval(writing)
    for (const client of clients) client.provider.disconnect()
    const shown = lengths(seen)
    const saved = sent.slice(0, mux.acked(name))

    const second = await startReal(data)
    closing.push(() => second.child.kill('SIGKILL'))
    const reader = joinStock(
      { url: `ws://127.0.0.1:${second.port}`, workshop: workshop.id },
      tokens[0] ?? '',
      name,
    )
    closing.push(() => reader.destroy())
    await reader.synced()
    const found = lengths(reader.doc)
    expect(shown.size).toBeGreaterThan(100)
    expect([...shown].filter(([id, length]) => (found.get(id) ?? -1) < length)).toEqual([])
    expect(saved.filter((id) => !found.has(id))).toEqual([])

    second.child.kill('SIGTERM')
    const [code] = (await once(second.child, 'exit')) as [number | null]
    expect(code).toBe(0)
  } finally {
    for (const close of closing.reverse()) close()
    await rm(data, { recursive: true, force: true })
  }
})
