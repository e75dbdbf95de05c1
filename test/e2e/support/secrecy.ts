/** Somebody who looks for how people voted in all that the server says to a facilitator. */
import type { Response } from 'playwright'
import { expect } from 'vitest'
import type { StageRound } from '../../../shared/stage.ts'
import { readStage } from '../../../shared/stage.ts'
import { until } from '../../sync/harness.ts'
import { openMux, type MuxClient } from '../../sync/muxClient.ts'
import { ask, type Person } from './house.ts'

export interface Snoop {
  /** Waits for the round that asks this, and says its id. */
  asked(question: string): Promise<string>
  /** All versions of a round that ever arrived, in order. */
  versions(round: string): readonly StageRound[]
  /** Fails when anything that was heard tells of a choice. */
  findsNothing(round: string): Promise<void>
  close(): void
}

/** Listens to the sync of every document as a facilitator may, and to every answer that a facilitator's page gets. */
export const snoops = async ({
  url,
  workshop,
  token,
  boards,
  facilitator,
}: {
  readonly url: string
  readonly workshop: string
  readonly token: string
  readonly boards: readonly string[]
  readonly facilitator: Person
}): Promise<Snoop> => {
  const heard: string[] = []
  const versions: StageRound[][] = []
  const answers: Promise<void>[] = []
  const onResponse = (response: Response) => {
    // One's own ballot comes back to oneself; that is nobody's secret from oneself.
    if (!response.url().includes('/api/') || response.url().endsWith('/ballot')) return
    answers.push(
      response.text().then(
        (text) => void heard.push(text),
        () => undefined,
      ),
    )
  }
  facilitator.page.on('response', onResponse)
  facilitator.page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => heard.push(payload.toString('latin1'))),
  )
  const mux: MuxClient = await openMux({ url: url.replace('http', 'ws'), workshop }, token, (message) => {
    if ('body' in message) heard.push(Buffer.from(message.body).toString('latin1'))
    if (message.name === 'stage') versions.push([...readStage(mux.doc('stage')).rounds])
  })
  for (const name of ['stage', 'plan', ...boards.map((board) => `board:${board}`)]) mux.open(name)
  const of = (round: string) => versions.flatMap((rounds) => rounds.filter(({ id }) => id === round))
  return {
    async asked(question) {
      const found = (): string | undefined => versions.at(-1)?.find((one) => one.question === question)?.id
      await until('the round is on the stage', () => found() !== undefined)
      return found() ?? ''
    },
    versions: of,
    async findsNothing(round) {
      const base = `${url}/api/workshops/${workshop}`
      const get = (path: string) => ask(`${base}/${path}`, { method: 'GET', token })
      expect((await get(`rounds/${round}/result`)).status).toBe(409)
      for (const name of ['workplan.json', 'workplan.csv', 'workplan.md', 'board.json'])
        heard.push(await (await get(`exports/${name}`)).text())
      await Promise.all(answers)
      for (const words of heard) expect(words).not.toMatch(/choices|ballot/i)
      for (const version of of(round)) {
        expect(version.result).toBeNull()
        expect(Object.keys(version).sort()).toEqual([
          'candidates',
          'closedAt',
          'endsAt',
          'id',
          'method',
          'openedAt',
          'present',
          'question',
          'result',
          'voted',
        ])
        for (const candidate of version.candidates)
          expect(Object.keys(candidate).sort()).toEqual(['board', 'colour', 'item', 'text', 'theme'])
      }
    },
    close() {
      facilitator.page.off('response', onResponse)
      mux.close()
    },
  }
}
