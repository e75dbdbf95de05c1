import { expect, test } from 'vitest'
import { addItems } from '../../shared/boardItems.ts'
import { boardDoc } from '../../shared/docs.ts'
import { workplanSchema } from '../../shared/outcome/workplanSchema.ts'
import { startServer } from './harness.ts'

const NOTES = 1_000

const setUp = async () => {
  const server = await startServer()
  const workshop = await server.create('A large day')
  const board = await server.firstBoard(workshop)
  await server.write(workshop, boardDoc(board), workshop.participant.id, (doc) => {
    addItems(
      doc,
      Array.from(
        { length: NOTES },
        (_, index) => ({ kind: 'note', at: [0, 0], text: `Note ${index}` }) as const,
      ),
    )
  })
  const path = (name: string) => `/api/workshops/${workshop.id}/exports/${name}`
  const headers = { authorization: `Bearer ${workshop.token}` }
  return { ...server, take: (name: string) => server.app.inject({ url: path(name), headers }) }
}

test('large workplans are rendered in a thread, one after the other, each whole, and others are served meanwhile', async () => {
  const { take, app } = await setUp()
  let done = false
  const taken = Promise.all(['workplan.md', 'workplan.json'].map(take)).finally(() => (done = true))
  let served = 0
  while (!done) {
    expect((await app.inject('/healthz')).statusCode).toBe(200)
    served += 1
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  // While it is rendered in the server's own thread, a handful would be.
  expect(served).toBeGreaterThan(10)
  const [md, json] = await taken
  expect([md?.statusCode, json?.statusCode]).toEqual([200, 200])
  expect(md?.body).toContain(`- Note ${NOTES - 1}\n`)
  const { notes } = workplanSchema.parse(json?.json())
  expect(notes.flatMap((group) => group.notes)).toHaveLength(NOTES)
})
