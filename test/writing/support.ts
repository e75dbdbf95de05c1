/** A workshop in which people write in private, each with a socket of their own. */
import type * as Y from 'yjs'
import { onTestFinished } from 'vitest'
import type { CreatedWorkshop, Joined } from '../../shared/answers.ts'
import { readBoard } from '../../shared/board.ts'
import { addItem } from '../../shared/boardItems.ts'
import type { Command } from '../../shared/commands.ts'
import { boardDoc, draftDoc } from '../../shared/docs.ts'
import { setDraftConsent } from '../../shared/draft.ts'
import type { Note } from '../../shared/kinds/note/note.ts'
import { newReceipt, type Receipt } from '../../shared/receipts.ts'
import { readStage } from '../../shared/stage.ts'
import { startServer, until } from '../server/harness.ts'
import { openMux } from '../sync/muxClient.ts'

export type WritingServer = Awaited<ReturnType<typeof startServer>>

/** Somebody with a role in the workshop. */
export interface Writer {
  readonly id: string
  readonly token: string
}

export const writerOf = ({ participant, token }: Joined | CreatedWorkshop): Writer => ({
  id: participant.id,
  token,
})

/** The first of them. */
export const someone = ([first]: readonly Writer[]): Writer => {
  if (!first) throw new Error('somebody takes part')
  return first
}

/** A person's page on a document. What they write goes at once, unless they are offline. */
export const openPen = async (server: WritingServer, workshop: string, { token }: Writer, name: string) => {
  const client = await openMux({ url: server.local.replace('http', 'ws'), workshop }, token)
  onTestFinished(() => client.close())
  client.open(name)
  await until(
    () =>
      client.closed(name) !== null ||
      client.code() !== null ||
      client.messages.some((message) => message.name === name && message.type === 'step2'),
  )
  // The server holds back what comes before it knows that nothing is missing.
  if (client.code() === null) client.stepTwo(name, Uint8Array.of(0, 0))
  let sent = 1
  const doc = client.doc(name)
  doc.on('update', (update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) => {
    if (!local) return
    sent += 1
    client.update(name, update)
  })
  const closed = (): number | null => client.closed(name) ?? client.code()
  return {
    doc,
    client,
    closed,
    /** The words with which the document was closed. */
    reason: (): string =>
      client.messages
        .flatMap((each) => (each.type === 'closed' && each.name === name ? [each.reason] : []))
        .at(-1) ?? '',
    /** Writes a note. @returns its receipt */
    note(text: string, consent: 'room' | null = null): Receipt {
      const receipt = newReceipt()
      doc.transact(() => {
        addItem(doc, { kind: 'note', at: [0, 0], id: receipt.item, text })
        if (consent) setDraftConsent(doc, receipt.item, consent)
      })
      return receipt
    },
    /** Waits until all that was written is stored, or refused. */
    stored: () => until(() => client.acked(name) >= sent || closed() !== null),
  }
}
export type Pen = Awaited<ReturnType<typeof openPen>>

/** Looks at a workshop from outside, and gives its commands. */
export const lookAt = async (server: WritingServer, workshop: CreatedWorkshop) => {
  const found = await server.house.workshops.get(workshop.id)
  const board = await server.firstBoard(workshop)
  const room = async () => (await server.house.sync.open(workshop.id, boardDoc(board))).doc
  return {
    board,
    stage: () => readStage(found.stage),
    wrote: () => found.tables.wrote,
    room,
    notes: async (): Promise<Note[]> =>
      readBoard(await room()).shown.filter((item): item is Note => item.kind === 'note'),
    run: <Body = unknown>(command: Command, token = workshop.token) =>
      server.command<Body>(workshop, token, command),
  }
}

/** A workshop with an open writing and some who take part. */
export const startWriting = async (options: Parameters<typeof startServer>[0] = {}, people = 3) => {
  const server = await startServer(options)
  const workshop = await server.create()
  const look = await lookAt(server, workshop)
  const writers: Writer[] = []
  for (let index = 0; index < people; index++)
    writers.push(writerOf((await server.join(workshop, 'participant', { name: `Person ${index}` })).body))
  const { body } = await look.run<{ writing: { id: string } }>({
    type: 'writing.start',
    board: look.board,
    question: 'What helps?',
  })
  const writing = body.writing.id
  return {
    ...server,
    server,
    workshop,
    ...look,
    writing,
    writers,
    facilitator: writerOf(workshop),
    /** A person's own draft, or another's. */
    pen: (who: Writer, whose = who, of = writing) =>
      openPen(server, workshop.id, who, draftDoc(of, whose.id)),
    reveal: () => look.run<{ revealed: number }>({ type: 'writing.reveal', writing }),
  }
}
